from odoo import api, fields, models


class TthcDossierResult(models.Model):
    """A document that the citizen gets in the end: licence, certificate, refusal.

    A dossier has one or several. Number and date of the first one are those of the
    dossier. They are registered by the decision and go with it when it is taken back.
    """

    _name = "tthc.dossier.result"
    _inherit = ["tthc.dossier.part", "tthc.scanned", "tthc.personal.data"]
    _description = "Result of a dossier"
    _order = "dossier_id, sequence, id"

    _free_states = ()

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="cascade", index=True, readonly=True
    )
    sequence = fields.Integer(default=10, readonly=True)
    kind_id = fields.Many2one(
        "tthc.procedure.result", ondelete="restrict", readonly=True
    )
    name = fields.Char(required=True, readonly=True)
    number = fields.Char(string="No.", readonly=True)
    date = fields.Date(required=True, readonly=True)
    signer_name = fields.Char(string="Signed by", readonly=True)
    signer_title = fields.Char(string="Title of the signer", readonly=True)
    valid_until = fields.Date(string="Valid until", readonly=True)
    registered_at = fields.Datetime(readonly=True)
    registered_by_id = fields.Many2one("res.users", ondelete="restrict", readonly=True)

    @api.depends("name", "number")
    def _compute_display_name(self):
        for result in self:
            parts = (result.name, result.number)
            result.display_name = " · ".join(part for part in parts if part)

    @api.model
    def _personal_fields(self):
        """What a result is called may name the citizen."""
        return super()._personal_fields() | {"name", "file_name"}

    def _attach_result(self, files):
        """Take the scan of a result; a new one replaces the one before.

        :param files: list with one pair of name and bytes
        :return: dict with ``taken`` and ``messages``
        :raise AccessError: when the user is neither of the center's reception nor of
            an agency that takes part
        :raise UserError: when the file can't be taken
        """
        self.ensure_one()
        dossier = self.dossier_id
        dossier._check_takes_result_files()
        dossier._lock()
        name, content = files[0]
        center = dossier.center_id
        clean = self._clean(name, content, center._scan_limits())
        if clean.sha256 == self.sha256:
            message = self.env._("“%(name)s” is with this result already.", name=name)
            return {"taken": 0, "messages": [message]}
        values = self._file_values(name, content, clean, center.scan_keep_original)
        dossier._write_result(self, values, clean)
        return {"taken": 1, "messages": []}
