from odoo import fields, models


class TthcDutyReminder(models.Model):
    """That an agency was told something about its share: each once."""

    _name = "tthc.duty.reminder"
    _inherit = ["tthc.guarded.whole"]
    _description = "Reminder of a duty"
    _order = "told_at desc, id desc"

    share_id = fields.Many2one("tthc.duty.share", required=True, ondelete="cascade")
    stage = fields.Selection(
        [
            ("given", "Given"),
            ("before", "Days before"),
            ("day", "On the day"),
            ("late", "Late"),
        ],
        required=True,
    )
    due_at = fields.Datetime(
        string="Was due at", help="A deadline that was moved is reminded of anew."
    )
    told_at = fields.Datetime(string="Told", required=True)
    user_ids = fields.Many2many("res.users", string="To")

    # Told once, also when two jobs run at the same moment.
    _once = models.UniqueIndex(
        "(share_id, stage, COALESCE(due_at, '-infinity'))",
        "The agency was told this already.",
    )
