from odoo import fields, models
from odoo.exceptions import UserError

#: What asks for a reason: the model and its action.
ACTIONS = {
    "cancel_round": ("tthc.courier.round", "action_cancel"),
    "miss_stop": ("tthc.courier.round.stop", "action_miss"),
    "clear": ("tthc.handover.discrepancy", "action_clear"),
    "correct": ("tthc.handover", "action_correct"),
}


class TthcPostalReason(models.TransientModel):
    """Asks for the words that an action of a round, a stop or a discrepancy needs."""

    _name = "tthc.postal.reason"
    _description = "Reason of a courier's or a manager's action"

    mode = fields.Selection(
        [
            ("cancel_round", "Cancel the round"),
            ("miss_stop", "Stop not made"),
            ("clear", "Cleared up"),
            ("correct", "Correct the minutes"),
        ],
        required=True,
    )
    reason = fields.Text(required=True)
    cause = fields.Selection(
        [("nobody", "Nobody to receive"), ("missed", "The courier did not get there")],
        help="Of a stop that was not made.",
    )

    def action_confirm(self):
        """Carry out what was chosen on the records of the page, or on none.

        See the actions named in :data:`ACTIONS` for what is raised.

        :return: the action that follows, such as the scan desk
        """
        self.ensure_one()
        model, action = ACTIONS[self.mode]
        if self.env.context.get("active_model") != model:
            raise UserError(self.env._("Open this from the record that it is about."))
        records = self.env[model].browse(self.env.context.get("active_ids", []))
        following = getattr(records, action)(self.reason, **self._more())
        return following or {"type": "ir.actions.act_window_close"}

    def _more(self):
        """What else the action of a stop needs."""
        return {"kind": self.cause} if self.mode == "miss_stop" and self.cause else {}
