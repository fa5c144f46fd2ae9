from odoo import fields, models


class TthcAllowanceAct(models.TransientModel):
    """Asks why a sheet of allowances is opened again."""

    _name = "tthc.allowance.act"
    _description = "Return of a sheet of allowances"

    sheet_id = fields.Many2one(
        "tthc.allowance.sheet",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    reason = fields.Char()

    def action_confirm(self):
        """Return the sheet; raises as ``action_return`` of the sheet does."""
        self.ensure_one()
        self.sheet_id.action_return(self.reason)
        return {"type": "ir.actions.act_window_close"}
