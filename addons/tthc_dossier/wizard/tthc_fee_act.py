from odoo import api, fields, models

#: Mode → model that it acts on, method, and the fields that the method takes.
ACTS = {
    "change": (
        "tthc.dossier.fee",
        "action_change",
        {"amount": "amount", "reason": "reason", "legal_ground": "legal_ground"},
    ),
    "exempt": (
        "tthc.dossier.fee",
        "action_exempt",
        {
            "exemption": "exemption_id",
            "reason": "reason",
            "legal_ground": "legal_ground",
        },
    ),
    "allow_unpaid": ("tthc.dossier", "action_allow_unpaid", {"reason": "reason"}),
    "void": ("tthc.fee.payment", "action_void", {"reason": "reason"}),
    "ask_refund": (
        "tthc.fee.payment",
        "action_ask_refund",
        {"amount": "amount", "reason": "reason"},
    ),
    "refuse_refund": ("tthc.fee.payment", "action_refuse", {"reason": "reason"}),
    "pay_out": (
        "tthc.fee.payment",
        "action_pay_out",
        {"method": "method", "reference": "reference"},
    ),
    "hand_over": ("tthc.cash.session", "action_hand_over", {"cashier": "cashier_id"}),
    "float": ("tthc.cash.session", "action_set_float", {"amount": "amount"}),
    "reopen_till": ("tthc.cash.session", "action_reopen", {"reason": "reason"}),
    "void_remittance": ("tthc.fee.remittance", "action_void", {"reason": "reason"}),
    "reopen_settlement": (
        "tthc.fee.settlement",
        "action_reopen",
        {"reason": "reason"},
    ),
}


class TthcFeeAct(models.TransientModel):
    """The few words that an action on money needs."""

    _name = "tthc.fee.act"
    _description = "Action on money"

    mode = fields.Selection(
        [
            ("change", "Change the fee"),
            ("exempt", "Exempt from the fee"),
            ("allow_unpaid", "Return unpaid"),
            ("void", "Void the receipt"),
            ("ask_refund", "Ask for a refund"),
            ("refuse_refund", "Refuse the refund"),
            ("pay_out", "Pay back"),
            ("hand_over", "Hand the cash over"),
            ("float", "Change money at the start"),
            ("reopen_till", "Open the till again"),
            ("void_remittance", "Void the remittance"),
            ("reopen_settlement", "Open the settlement again"),
        ],
        required=True,
    )
    target_ids = fields.Json(required=True)
    version_id = fields.Many2one("tthc.procedure.version", readonly=True)
    center_id = fields.Many2one("tthc.center", readonly=True)
    currency_id = fields.Many2one(
        "res.currency",
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    amount = fields.Monetary()
    exemption_id = fields.Many2one(
        "tthc.fee.exemption", domain="[('version_id', '=', version_id)]"
    )
    reason = fields.Char()
    legal_ground = fields.Char()
    method = fields.Selection(
        [("cash", "Cash"), ("transfer", "Bank transfer")], default="cash"
    )
    reference = fields.Char(string="Number of the transfer")
    cashier_id = fields.Many2one(
        "res.users",
        domain="[('tthc_center_id', '=', center_id), ('id', '!=', uid)]",
    )

    @api.model
    def default_get(self, fields_list):
        """Take what was chosen, and the amount that is most likely meant."""
        defaults = super().default_get(fields_list)
        mode = defaults.get("mode")
        if mode not in ACTS:
            return defaults
        targets = self.env[ACTS[mode][0]].browse(
            self.env.context.get("active_ids") or self.env.context.get("active_id")
        )
        defaults["target_ids"] = targets.ids
        if mode in ("change", "exempt"):
            defaults["version_id"] = targets[:1].dossier_id.version_id.id
        if mode in ("change", "ask_refund"):
            defaults["amount"] = targets[:1].amount
        if mode == "hand_over":
            defaults["center_id"] = targets[:1].center_id.id
        if mode == "float":
            defaults["amount"] = targets[:1].float_amount
        return defaults

    @api.onchange("exemption_id")
    def _onchange_exemption_id(self):
        """Take the article that grants the exemption."""
        self.legal_ground = self.exemption_id.legal_basis

    def action_confirm(self):
        """Carry out what was chosen, or nothing; raises as the action does."""
        self.ensure_one()
        model, method, arguments = ACTS[self.mode]
        targets = self.env[model].browse(self.target_ids)
        values = {name: self[field] for name, field in arguments.items()}
        getattr(targets, method)(**values)
        if self.mode == "pay_out":
            return {**targets.action_print(), "close_on_report_download": True}
        return {"type": "ir.actions.act_window_close"}
