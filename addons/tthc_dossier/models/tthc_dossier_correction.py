from odoo import api, fields, models


class TthcDossierCorrection(models.Model):
    """A receipt that was replaced: what it said, and why it is void."""

    _name = "tthc.dossier.correction"
    _inherit = ["tthc.dossier.part", "tthc.personal.data"]
    _description = "Void receipt of a dossier"
    _order = "dossier_id, number"
    _rec_name = "number"

    _free_states = ()

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="cascade", index=True
    )
    number = fields.Integer(
        string="Receipt no.", help="1 is the first receipt, 2 its replacement …"
    )
    reason = fields.Char(required=True)
    corrected_at = fields.Datetime(required=True, string="Void since")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    before = fields.Json(required=True, help="Every field of the void receipt.")
    changes = fields.Text(
        compute="_compute_changes",
        help="What the void receipt said and what stands in its place.",
    )
    after = fields.Json(required=True)

    @api.model
    def _personal_fields(self):
        """All that the receipts say of persons."""
        return super()._personal_fields() | {"before", "after", "changes", "reason"}

    def _compute_changes(self):
        for correction in self:
            labels = self.env["tthc.dossier"].fields_get(
                list(correction.after or {}), ["string"]
            )
            correction.changes = "\n".join(
                f"{labels[name]['string']}: "
                f"{correction.before.get(name) or '–'} → {value or '–'}"
                for name, value in (correction.after or {}).items()
            )
