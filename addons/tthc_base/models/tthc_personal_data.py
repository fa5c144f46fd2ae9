from odoo import api, models
from odoo.exceptions import AccessError

GROUP = "tthc_base.group_personal_export"
#: Where the exports of a transaction wait until they are logged together.
PENDING = "tthc.personal.export"


class TthcPersonalData(models.AbstractModel):
    """A model with personal data: to export them is a right of its own, and logged.

    Export is what takes many people out of the system at once (Excel, CSV). Reading
    on the screen follows the access rights and rules of the model alone.
    """

    _name = "tthc.personal.data"
    _description = "Personal data"

    @api.model
    def _personal_fields(self):
        """Fields that tell something about a person; a model names its own.

        :return: set of field names
        """
        return set()

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Export rows; also called for records that another model links to."""
        if self and not self.env.su:
            names = {path[0] for path in fields if path}
            self._check_personal_export(names & self._personal_fields())
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def _check_personal_export(self, names):
        """Let the export pass for whoever has the right, and remember it for the log.

        :param names: set of personal fields that are asked for
        :raise AccessError: when the user may not export personal data
        """
        if not names:
            return
        if not self.env.user.has_group(GROUP):
            labels = self.fields_get(sorted(names), ["string"]).values()
            raise AccessError(
                self.env._(
                    "You may not export personal data (%(fields)s). Take these columns "
                    "out of the export, or ask the administrator for the right to "
                    "export personal data.",
                    fields=", ".join(label["string"] for label in labels),
                )
            )
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            precommit.data[PENDING] = {}
            precommit.add(self.env["tthc.export.log"]._record_pending)
        key = (self._name, tuple(sorted(names)))
        precommit.data[PENDING].setdefault(key, set()).update(self.ids)
