from odoo import api, fields, models

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM


class TthcCardAct(models.TransientModel):
    """The few words that the end of a card needs."""

    _name = "tthc.card.act"
    _description = "End of a card"

    mode = fields.Selection([("lose", "Lost"), ("void", "Void")], required=True)
    card_ids = fields.Many2many("tthc.card", string="Cards", required=True)
    day = fields.Date(string="Lost on", default=lambda self: today(VIETNAM))
    reason = fields.Char()
    replace = fields.Boolean(string="Make a new one")

    @api.model
    def default_get(self, fields_list):
        """Take what was chosen."""
        defaults = super().default_get(fields_list)
        defaults["card_ids"] = self.env.context.get("active_ids") or []
        defaults["replace"] = defaults.get("mode") == "lose"
        return defaults

    def action_confirm(self):
        """Carry out what was chosen, or nothing; raises as the action does.

        :return: the action that opens the new card, if one is made
        """
        self.ensure_one()
        if self.mode == "lose":
            fresh = self.card_ids.action_lose(self.reason, self.day, self.replace)
        else:
            fresh = self.card_ids.action_void(self.reason, self.replace)
        if len(fresh) == 1:
            return fresh._get_records_action()
        return {"type": "ir.actions.act_window_close"}
