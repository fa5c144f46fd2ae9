from odoo import Command, api, fields, models

from odoo.addons.tthc_catalog.models.tthc_limit import FEE_COLLECTORS

from ..models.tthc_dossier_ending import MEANS

#: Slip that is printed after an action.
SLIPS = {"refuse_intake": "refusal", "stop": "stop"}
#: What the wizard can do: mode → method of the dossier and the fields that it takes.
ACTS = {
    "refuse_intake": ("action_refuse_intake", {"reason": "reason"}),
    "withdraw": ("action_withdraw", {"reason": "reason", "originals": "originals"}),
    "stop": ("action_stop", {"reason": "reason"}),
    "annul": ("action_annul", {"reason": "reason"}),
    "allow_late_supplement": ("action_allow_late_supplement", {"reason": "reason"}),
    "ask_fee": (
        "action_ask_fee",
        {
            "reason": "reason",
            "amount": "amount",
            "name": "fee_name",
            "collector": "collector",
        },
    ),
    "confirm_fee": ("action_confirm_fee", {"proof": "proof"}),
    "consult": (
        "action_consult",
        {
            "agency": "agency_id",
            "reason": "reason",
            "value": "limit_value",
            "unit": "limit_unit",
        },
    ),
    "check_field": (
        "action_check_field",
        {"reason": "reason", "value": "limit_value", "unit": "limit_unit"},
    ),
    "end_pause": ("action_end_pause", {"pause": "pause_id", "answer": "answer"}),
    "notify_result": ("action_notify_result", {"means": "means"}),
    "issue_apology": ("action_issue_apology", {"means": "means"}),
}


class TthcDossierAct(models.TransientModel):
    """The few words that an action on a dossier needs."""

    _name = "tthc.dossier.act"
    _description = "Action on dossiers"

    dossier_ids = fields.Many2many("tthc.dossier", required=True)
    mode = fields.Selection(
        [
            ("refuse_intake", "Refuse at intake"),
            ("withdraw", "Withdraw"),
            ("stop", "Stop"),
            ("annul", "Void the receipt"),
            ("allow_late_supplement", "Allow a late supplement"),
            ("ask_fee", "Ask for payment"),
            ("confirm_fee", "Register the payment"),
            ("consult", "Consult"),
            ("check_field", "Field check"),
            ("end_pause", "Register the answer"),
            ("notify_result", "Tell the citizen"),
            ("issue_apology", "Hand the apology over"),
        ],
        required=True,
    )
    reason = fields.Char()
    kept_originals = fields.Text(
        string="Originals to give back", compute="_compute_kept_originals"
    )
    originals = fields.Boolean(string="Originals given back")
    agency_id = fields.Many2one("tthc.agency", string="Agency asked")
    limit_value = fields.Float(string="Time to answer", default=3)
    limit_unit = fields.Selection(
        [("hour", "working hours"), ("working_day", "working days"), ("day", "days")],
        string="Unit",
        default="working_day",
    )
    pause_id = fields.Many2one("tthc.dossier.pause", string="Question")
    answer = fields.Char()
    proof = fields.Char(string="Proof of payment")
    currency_id = fields.Many2one(
        "res.currency",
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    amount = fields.Monetary(
        string="To pay", help="Zero where the notice of another body says how much."
    )
    fee_name = fields.Char(string="What for")
    collector = fields.Selection(FEE_COLLECTORS, string="Paid to")
    means = fields.Selection(MEANS, string="Told", default="phone")

    @api.depends("dossier_ids")
    def _compute_kept_originals(self):
        for wizard in self:
            kept = wizard.dossier_ids._kept_originals()
            wizard.kept_originals = "\n".join(kept.mapped("name"))

    @api.model
    def default_get(self, fields_list):
        """Take the chosen dossiers, and their only open question."""
        defaults = super().default_get(fields_list)
        dossiers = self.env["tthc.dossier"].browse(
            self.env.context.get("active_ids") or self.env.context.get("active_id")
        )
        if "dossier_ids" in fields_list and dossiers:
            defaults.setdefault("dossier_ids", [Command.set(dossiers.ids)])
        missing = defaults.get("mode") == "end_pause" and not defaults.get("pause_id")
        if missing and len(dossiers) == 1:
            defaults["pause_id"] = dossiers._answerable_pauses()[:1].id
        return defaults

    def action_confirm(self):
        """Carry out what was chosen on all dossiers, or on none.

        See ``tthc.dossier._run`` for what is raised.
        """
        self.ensure_one()
        method, arguments = ACTS[self.mode]
        values = {name: self[field] for name, field in arguments.items()}
        getattr(self.dossier_ids, method)(**values)
        if self.mode in SLIPS:
            return self.dossier_ids._print_and_close(SLIPS[self.mode])
        return {"type": "ir.actions.act_window_close"}
