from odoo import api, fields, models


class TthcTrainingAct(models.TransientModel):
    """Asks why a training is cancelled or opened again, or why somebody is excused."""

    _name = "tthc.training.act"
    _description = "Reason of a move of training"

    mode = fields.Selection(
        [("cancel", "Cancel"), ("reopen", "Open again"), ("excuse", "Excuse")],
        required=True,
    )
    session_ids = fields.Many2many("tthc.training.session", string="Trainings")
    attendee_ids = fields.Many2many("tthc.training.attendee", string="People")
    reason = fields.Char()

    @api.model
    def default_get(self, fields_list):
        """Take what was chosen."""
        defaults = super().default_get(fields_list)
        chosen = self.env.context.get("active_ids") or []
        name = "attendee_ids" if defaults.get("mode") == "excuse" else "session_ids"
        defaults[name] = chosen
        return defaults

    def action_confirm(self):
        """Carry out what was chosen; raises as the action does."""
        self.ensure_one()
        match self.mode:
            case "cancel":
                self.session_ids.action_cancel(self.reason)
            case "reopen":
                self.session_ids.action_reopen(self.reason)
            case "excuse":
                self.attendee_ids.action_excuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
