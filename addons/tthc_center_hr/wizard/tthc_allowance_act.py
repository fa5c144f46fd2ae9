from odoo import fields, models


class TthcAllowanceAct(models.TransientModel):
    """Asks why a sheet of allowances is opened again, or supplemented."""

    _name = "tthc.allowance.act"
    _description = "Return of a sheet of allowances"

    sheet_id = fields.Many2one(
        "tthc.allowance.sheet",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    mode = fields.Selection(
        [("return", "Return"), ("supplement", "Supplement")],
        required=True,
        default="return",
    )
    reason = fields.Char()

    def action_confirm(self):
        """Carry out what was chosen; raises as the action of the sheet does.

        :return: the action that opens the supplement, if one is made
        """
        self.ensure_one()
        if self.mode == "supplement":
            return self.sheet_id.action_supplement(self.reason)
        self.sheet_id.action_return(self.reason)
        return {"type": "ir.actions.act_window_close"}
