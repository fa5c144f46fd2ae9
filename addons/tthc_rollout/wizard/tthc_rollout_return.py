from odoo import fields, models
from odoo.exceptions import UserError

#: What can be returned to the unit that sent it.
MODELS = ("tthc.consultation.reply", "tthc.outline.report")


class TthcRolloutReturn(models.TransientModel):
    """Asks why a unit is to write a reply or a report again."""

    _name = "tthc.rollout.return"
    _description = "Return to the unit"

    reason = fields.Text(required=True)

    def action_confirm(self):
        """Return the records of the page; see ``action_return`` of each model."""
        self.ensure_one()
        model = self.env.context.get("active_model")
        if model not in MODELS:
            raise UserError(self.env._("Open this from the record that it is about."))
        records = self.env[model].browse(self.env.context.get("active_ids", []))
        records.action_return(self.reason)
        return {"type": "ir.actions.act_window_close"}
