from odoo import fields, models


class TthcReadinessReminder(models.Model):
    """That an agency was told something about its report: each once, but by hand."""

    _name = "tthc.readiness.reminder"
    _inherit = ["tthc.guarded.whole"]
    _description = "Reminder of a readiness report"
    _order = "told_at desc, id desc"

    report_id = fields.Many2one(
        "tthc.readiness.report", required=True, ondelete="cascade"
    )
    agency_id = fields.Many2one(
        related="report_id.agency_id", store=True, index=True, string="Agency"
    )
    stage = fields.Selection(
        [
            ("opened", "Asked"),
            ("day", "A day before"),
            ("hours", "Two hours before"),
            ("late", "Late"),
            ("hand", "By hand"),
        ],
        required=True,
    )
    due_at = fields.Datetime(
        string="Was due at", required=True, help="An extension is reminded of anew."
    )
    told_at = fields.Datetime(string="Told", required=True)
    user_ids = fields.Many2many("res.users", string="To")

    # Told once, also when two jobs run at the same moment; by hand as often as need be.
    _once = models.UniqueIndex(
        "(report_id, stage, due_at) WHERE stage <> 'hand'",
        "The agency was told this already.",
    )
