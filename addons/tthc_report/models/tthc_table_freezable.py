from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

MANAGER = "tthc_base.group_center_manager"
LEADER = "tthc_base.group_leader"


class TthcTableFreezable(models.AbstractModel):
    """A screen of a table whose figures can be sent, and are kept as they were sent.

    The screen has ``date_from`` and ``date_to``, the local days that it counts.
    """

    _name = "tthc.table.freezable"
    _inherit = ["tthc.table.screen"]
    _description = "Table that is sent"

    @api.model
    def _owner(self):
        """Whose table the user sends.

        :return: one ``tthc.center`` or ``tthc.agency``
        :raise UserError: for whoever sends none
        """
        user = self.env.user
        owner = self.env["tthc.center"]
        if user.has_group(MANAGER):
            owner = user.tthc_center_id
        elif user.has_group(LEADER):
            owner = user.tthc_agency_ids[:1]
        if not owner:
            raise UserError(
                self.env._(
                    "The manager of a center or the leader of an agency sends tables."
                )
            )
        return owner

    def _check_sendable(self):
        """Refuse a table that is still counted.

        :raise UserError: before the period is over
        """
        self.ensure_one()
        if self.date_to >= today(VIETNAM):
            raise UserError(
                self.env._(
                    "The period lasts until %(day)s. Send the table when it is over; "
                    "until then look, print and take it to Excel.",
                    day=self.date_to.strftime("%d/%m/%Y"),
                )
            )

    def _members(self):
        """The dossiers behind every figure that counts by itself, the total left out.

        :return: iterable of triples: key of row, key of column, id of dossier
        """
        raise NotImplementedError

    def action_send_table(self):
        """Ask whom the table is sent to and who signs it.

        :return: action
        """
        self.ensure_one()
        self._owner()
        self._check_sendable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Freeze and send"),
            "res_model": "tthc.table.send",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_screen_model": self._name,
                "default_settings": self._settings(),
            },
        }
