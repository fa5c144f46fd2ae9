from odoo import api, fields, models


class TthcProcedureStep(models.Model):
    """A step of the internal process (Circular 01/2018 Art 8)."""

    _name = "tthc.procedure.step"
    _inherit = ["tthc.procedure.part", "tthc.limit"]
    _description = "Step of a procedure"
    _order = "version_id, sequence, id"

    sequence = fields.Integer(
        default=10, help="Steps with the same number run side by side."
    )
    name = fields.Char(required=True)
    agency_id = fields.Many2one(
        "tthc.agency", ondelete="restrict", help="Empty: the lead agency."
    )
    role = fields.Selection(
        [("specialist", "Specialist"), ("leader", "Leader")],
        required=True,
        default="specialist",
    )
    excluded_from_clock = fields.Boolean()
    tacit_consent = fields.Boolean(help="No answer in time counts as consent.")

    @api.model
    def _difference_ignored(self):
        # The number says what runs side by side.
        return super()._difference_ignored() - {"sequence"}
