from odoo import api, fields, models

from ..models.tthc_parcel_complaint_answering import FINDINGS, PAYERS

#: Mode → model that it acts on, method, and the fields that the method takes.
ACTS = {
    "put_right": (
        "tthc.parcel",
        "action_put_right",
        {"postage": "postage", "cod": "cod", "handed": "handed", "reason": "reason"},
    ),
    "pay": (
        "tthc.parcel.settlement",
        "action_pay",
        {"amount": "amount", "reference": "reference"},
    ),
    "reopen": ("tthc.parcel.settlement", "action_reopen", {"reason": "reason"}),
    "answer": (
        "tthc.parcel.complaint",
        "action_answer",
        {
            "finding": "finding",
            "answer": "answer",
            "compensation": "amount",
            "payer": "payer",
        },
    ),
    "close": ("tthc.parcel.complaint", "action_close", {"reference": "reference"}),
    "withdraw": ("tthc.parcel.complaint", "action_withdraw", {"reason": "reason"}),
    "send": ("tthc.postal.report", "action_send", {"receiver": "receiver"}),
}


class TthcParcelSettle(models.TransientModel):
    """The few words that an action with the Post needs."""

    _name = "tthc.parcel.settle"
    _description = "Action with the Post"

    mode = fields.Selection(
        [
            ("put_right", "Put right"),
            ("pay", "Money handed over"),
            ("reopen", "Open the sheet again"),
            ("answer", "Answer the complaint"),
            ("close", "Close the complaint"),
            ("withdraw", "Complaint withdrawn"),
            ("send", "Send the report"),
        ],
        required=True,
    )
    target_ids = fields.Json(required=True)
    currency_id = fields.Many2one(
        "res.currency",
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    postage = fields.Monetary(string="Postage, more or less")
    cod = fields.Monetary(string="Collected for the center, more or less")
    handed = fields.Monetary(string="Handed over, more or less")
    amount = fields.Monetary()
    reference = fields.Char(string="Document no.")
    reason = fields.Char()
    finding = fields.Selection(FINDINGS)
    answer = fields.Text()
    payer = fields.Selection(PAYERS, string="Compensation paid by")
    receiver = fields.Char(string="Sent to")

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
        if mode == "pay":
            defaults["amount"] = targets[:1].handed
        return defaults

    def action_confirm(self):
        """Carry out what was chosen, or nothing; raises as the action does."""
        self.ensure_one()
        model, method, arguments = ACTS[self.mode]
        targets = self.env[model].browse(self.target_ids)
        values = {name: self[field] for name, field in arguments.items()}
        getattr(targets, method)(**values)
        return {"type": "ir.actions.act_window_close"}
