from odoo import api, fields, models

#: Mode → model that it acts on, method, and the fields that the method takes.
ACTS = {
    "reopen": ("tthc.uniform.order", "action_reopen", ("reason",)),
    "cancel": ("tthc.uniform.order", "action_cancel", ("reason",)),
    "finish": ("tthc.uniform.order", "action_finish", ("reason",)),
    "take_back": ("tthc.uniform.issue", "action_take_back", ("reason",)),
    "count": ("tthc.uniform.stock", "action_count", ("counted", "reason")),
}


class TthcUniformAct(models.TransientModel):
    """The few words that an action on uniforms needs."""

    _name = "tthc.uniform.act"
    _description = "Action on uniforms"

    mode = fields.Selection(
        [
            ("reopen", "Open the order again"),
            ("cancel", "Cancel the order"),
            ("finish", "End the order"),
            ("take_back", "Take the pieces back"),
            ("count", "Count the stock"),
        ],
        required=True,
    )
    target_ids = fields.Json(required=True)
    reason = fields.Char()
    counted = fields.Integer(string="Pieces counted")

    @api.model
    def default_get(self, fields_list):
        """Take what was chosen."""
        defaults = super().default_get(fields_list)
        defaults["target_ids"] = self.env.context.get("active_ids") or []
        if defaults.get("mode") == "count":
            stock = self.env["tthc.uniform.stock"].browse(defaults["target_ids"])
            defaults["counted"] = stock[:1].on_hand
        return defaults

    def action_confirm(self):
        """Carry out what was chosen, or nothing; raises as the action does."""
        self.ensure_one()
        model, method, names = ACTS[self.mode]
        targets = self.env[model].browse(self.target_ids)
        getattr(targets, method)(**{name: self[name] for name in names})
        return {"type": "ir.actions.act_window_close"}
