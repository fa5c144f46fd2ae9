from odoo import api, fields, models
from odoo.fields import Domain


class TthcProcedureAdmission(models.Model):
    """Whether a center receives a procedure."""

    _name = "tthc.procedure.admission"
    _inherit = ["mail.thread"]
    _description = "Admission of a procedure to a center"
    _order = "center_id, procedure_id"

    procedure_id = fields.Many2one(
        "tthc.procedure", required=True, ondelete="cascade", index=True
    )
    center_id = fields.Many2one(
        "tthc.center", required=True, ondelete="cascade", index=True
    )
    state = fields.Selection(
        [("in", "Received here"), ("planned", "Planned"), ("excluded", "Excluded")],
        required=True,
        default="in",
        tracking=True,
    )
    date = fields.Date(string="From", tracking=True)
    reason = fields.Char(tracking=True, help="Why it is excluded.")
    decision_id = fields.Many2one("tthc.decision", ondelete="restrict")

    _center_uniq = models.UniqueIndex(
        "(procedure_id, center_id)", "This procedure already has a row for the center."
    )
    _excluded_with_reason = models.Constraint(
        "CHECK (state != 'excluded' OR reason IS NOT NULL)",
        "Say why the procedure is not received at the center.",
    )

    @api.depends("procedure_id", "center_id")
    def _compute_display_name(self):
        for admission in self:
            admission.display_name = (
                f"{admission.procedure_id.code} · {admission.center_id.display_name}"
            )

    @api.model
    def _domain_in(self, center, day):
        """Admissions by which a center receives on a day.

        :param center: ``tthc.center``
        :param day: ``datetime.date`` in the center's time zone
        """
        return (
            Domain("center_id", "=", center.id)
            & Domain("state", "=", "in")
            & (Domain("date", "=", False) | Domain("date", "<=", day))
        )
