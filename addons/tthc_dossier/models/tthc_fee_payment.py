from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.tthc_base.tools.vietnamese_number import (
    vietnamese_amount,
    vietnamese_money,
)
from odoo.addons.tthc_catalog.models.tthc_limit import FEE_COLLECTORS

METHODS = [
    ("cash", "Cash"),
    ("transfer", "Bank transfer"),
    ("card", "Card"),
    ("qr", "QR code"),
    ("elsewhere", "Paid elsewhere, proof shown"),
]
#: Words of a legal form do not follow the language of the clerk.
METHOD_WORDS = {
    "cash": "Tiền mặt",
    "transfer": "Chuyển khoản",
    "card": "Thẻ",
    "qr": "Mã QR",
}


class TthcFeePayment(models.Model):
    """A receipt of money, or the receipt of money paid back.

    It is written by its actions only and never deleted: what was wrong is void, with
    the reason, and keeps its number.
    """

    _name = "tthc.fee.payment"
    _inherit = [
        "tthc.guarded.paper",
        "tthc.fee.collecting",
        "tthc.fee.refunding",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Payment of fees"
    _order = "id desc"
    _rec_name = "code"
    _rec_names_search = ["code"]

    kind = fields.Selection(
        [("payment", "Payment"), ("refund", "Refund")], required=True, readonly=True
    )
    state = fields.Selection(
        [
            ("asked", "Refund asked for"),
            ("approved", "Refund approved"),
            ("refused", "Refund refused"),
            ("posted", "Posted"),
            ("void", "Void"),
        ],
        required=True,
        readonly=True,
    )
    key = fields.Char(
        readonly=True,
        help="Sent by the panel once a payment, so that a double click or a repeated "
        "request takes the money once.",
    )
    center_id = fields.Many2one(
        "tthc.center", required=True, readonly=True, ondelete="restrict"
    )
    counter_id = fields.Many2one("tthc.counter", readonly=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", string="Clerk", required=True, readonly=True, ondelete="restrict"
    )
    session_id = fields.Many2one(
        "tthc.cash.session",
        string="Till",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    moment = fields.Datetime(string="Paid at", readonly=True)
    day = fields.Date(readonly=True, help="By the clock of the center.")
    method = fields.Selection(METHODS, required=True, readonly=True)
    reference = fields.Char(
        string="Document no.",
        readonly=True,
        help="Of the transfer, card slip, QR code, or the proof shown.",
    )
    collected_by = fields.Selection(FEE_COLLECTORS, required=True, readonly=True)
    payer_name = fields.Char(string="Payer", readonly=True)
    payer_address = fields.Char(string="Address of the payer", readonly=True)
    currency_id = fields.Many2one(
        "res.currency",
        readonly=True,
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    amount = fields.Monetary(readonly=True)
    counted = fields.Monetary(
        compute="_compute_counted",
        store=True,
        precompute=True,
        help="What it adds to a till or a settlement: nothing once it is void, less "
        "than nothing for money paid back.",
    )
    cash_counted = fields.Monetary(
        string="Cash", compute="_compute_counted", store=True, precompute=True
    )
    given = fields.Monetary(string="Cash given", readonly=True)
    change = fields.Monetary(string="Change returned", compute="_compute_change")
    form_code = fields.Char(string="Form of the receipt", readonly=True)
    symbol = fields.Char(string="Series", readonly=True)
    number = fields.Integer(string="No.", readonly=True)
    code = fields.Char(
        string="Receipt no.", compute="_compute_code", store=True, precompute=True
    )
    reason = fields.Char(readonly=True, help="Why it is void, or paid back.")
    origin_id = fields.Many2one(
        "tthc.fee.payment",
        string="Pays back",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    refund_ids = fields.One2many("tthc.fee.payment", "origin_id", string="Refunds")
    decided_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, ondelete="restrict"
    )
    voided_at = fields.Datetime(readonly=True)
    voided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    line_ids = fields.One2many("tthc.fee.payment.line", "payment_id", readonly=True)
    dossier_codes = fields.Char(string="Dossiers", compute="_compute_dossier_codes")
    can_void = fields.Boolean(compute="_compute_can_void")

    _key_uniq = models.UniqueIndex(
        "(key) WHERE key IS NOT NULL", "This payment has been taken already."
    )
    _number_uniq = models.UniqueIndex(
        "(center_id, symbol, number) WHERE number > 0",
        "This number of the fee receipts is taken.",
    )
    # The day of a center, by clerk: the daily sheet.
    _day_idx = models.Index("(center_id, day, user_id)")
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A payment is more than nothing."
    )

    @api.depends("amount", "state", "kind", "method")
    def _compute_counted(self):
        for payment in self:
            sign = -1 if payment.kind == "refund" else 1
            payment.counted = payment.amount * sign * (payment.state == "posted")
            payment.cash_counted = payment.counted * (payment.method == "cash")

    @api.depends("amount", "given")
    def _compute_change(self):
        for payment in self:
            payment.change = max(payment.given - payment.amount, 0)

    @api.depends("symbol", "number")
    def _compute_code(self):
        for payment in self:
            payment.code = (
                f"{payment.symbol}/{payment.number:07d}" if payment.number else False
            )

    @api.depends("code", "kind", "reference")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for payment in self:
            payment.display_name = (
                payment.code or payment.reference or self.env._("Refund asked for")
            )

    @api.depends("line_ids.dossier_id.code")
    def _compute_dossier_codes(self):
        for payment in self:
            codes = payment.line_ids.dossier_id.mapped("display_name")
            payment.dossier_codes = ", ".join(codes)

    @api.depends("state", "session_id.state", "user_id")
    @api.depends_context("uid")
    def _compute_can_void(self):
        for payment in self:
            payment.can_void = (
                payment.state == "posted"
                and payment._is_ours()
                and payment.session_id.state in (False, "open")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(
            self.env._("A receipt of money is never deleted: void it with a reason.")
        )

    def _as_action(self):
        return super()._as_action().with_context(tracking_disable=True)

    # -- printing ---------------------------------------------------------------

    def action_print(self):
        """Print the receipt of the money, or of the money paid back."""
        kinds = set(self.mapped("kind"))
        name = "refund" if kinds == {"refund"} else "payment"
        report = self.env.ref(f"tthc_dossier.action_report_{name}")
        return report.report_action(self, config=False)

    def _tthc_form_regulation(self):
        return (
            self.env["tthc.regulation"]._at(self.day)
            if self.day
            else super()._tthc_form_regulation()
        )

    def _tthc_after_print(self, form, copies):
        """The logs of the dossiers keep that a receipt of money was printed."""
        # sudo: a manager prints a receipt and writes nothing else on the dossier
        self.line_ids.dossier_id.sudo()._tthc_after_print(form, copies)

    @api.model
    def _method_words(self):
        """Ways of paying in the words of the printed forms."""
        return METHOD_WORDS

    def _sheet_note(self, payment):
        """What the cash sheet remarks on a receipt."""
        if payment.state == "void":
            return f"Đã hủy: {payment.reason}"
        return f"Hoàn: {payment.reason}" if payment.kind == "refund" else ""

    def _receipt_values(self):
        """Texts of the receipt that do not stand in a field.

        :return: dict with ``unit`` and ``tax_code`` of who collects, ``total``
            (in digits), ``split`` (phí and lệ phí), ``words``, ``method`` and ``rows``
            (one a line: dossier code, what for, amount)
        """
        self.ensure_one()
        center = self.center_id
        return {
            "unit": center.fee_unit_name or center._names_at(self.day)["name"],
            "tax_code": center.fee_tax_code or "",
            "form_code": self.form_code or "",
            "total": vietnamese_amount(self.amount),
            "split": self._receipt_split(),
            "words": vietnamese_money(self.amount),
            "method": self._method_words().get(self.method, ""),
            "rows": [
                {
                    "code": line.dossier_id.code,
                    "name": line.name,
                    "kind": {"fee": "P", "charge": "LP"}.get(line.kind, "P, LP"),
                    "amount": vietnamese_amount(line.amount),
                }
                for line in self.line_ids
            ],
        }

    def _receipt_split(self):
        """What of a receipt is phí and what is lệ phí, where the tariff says so."""
        self.ensure_one()
        sums = {
            kind: sum(lines.mapped("amount"))
            for kind, lines in self.line_ids.grouped("kind").items()
        }
        return "; ".join(
            f"{word} {vietnamese_amount(sums[kind])} đồng"
            for kind, word in (("fee", "phí (P)"), ("charge", "lệ phí (LP)"))
            if sums.get(kind)
        )
