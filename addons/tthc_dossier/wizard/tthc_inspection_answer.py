from odoo import fields, models


class TthcInspectionAnswer(models.TransientModel):
    """Asks for the words that end a step of an inspection."""

    _name = "tthc.inspection.answer"
    _description = "Answer to an inspection"

    inspection_ids = fields.Many2many(
        "tthc.inspection",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    mode = fields.Selection(
        [("remedied", "Remedied"), ("close", "Close"), ("dismiss", "No fault")],
        required=True,
    )
    text = fields.Text()

    def action_confirm(self):
        """Carry out what was chosen on all inspections, or on none.

        See the actions of ``tthc.inspection`` for what is raised.
        """
        self.ensure_one()
        getattr(self.inspection_ids, f"action_{self.mode}")(self.text)
        return {"type": "ir.actions.act_window_close"}
