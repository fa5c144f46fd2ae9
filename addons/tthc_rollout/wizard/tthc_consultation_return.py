from odoo import fields, models
from odoo.exceptions import UserError


class TthcConsultationReturn(models.TransientModel):
    """Asks why a unit is to write its reply again."""

    _name = "tthc.consultation.return"
    _description = "Return of a reply"

    reason = fields.Text(required=True)

    def action_confirm(self):
        """Return the replies of the page; see ``action_return`` of a reply."""
        self.ensure_one()
        if self.env.context.get("active_model") != "tthc.consultation.reply":
            raise UserError(self.env._("Open this from the record that it is about."))
        replies = self.env["tthc.consultation.reply"]
        replies = replies.browse(self.env.context.get("active_ids", []))
        replies.action_return(self.reason)
        return {"type": "ir.actions.act_window_close"}
