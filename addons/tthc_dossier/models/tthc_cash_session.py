import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_number import (
    vietnamese_amount,
    vietnamese_money,
)


class TthcCashSession(models.Model):
    """The till of one clerk at one counter on one day: it closes at night."""

    _name = "tthc.cash.session"
    _inherit = [
        "tthc.guarded.paper",
        "tthc.cash.closing",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Till"
    _order = "day desc, id desc"

    center_id = fields.Many2one(
        "tthc.center", required=True, readonly=True, ondelete="restrict"
    )
    counter_id = fields.Many2one("tthc.counter", readonly=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", string="Clerk", required=True, readonly=True, ondelete="restrict"
    )
    day = fields.Date(required=True, readonly=True)
    state = fields.Selection(
        [
            ("open", "Taking money"),
            ("uncounted", "Closed, not counted"),
            ("closed", "Counted and closed"),
            ("handed", "Handed to the cashier"),
        ],
        required=True,
        readonly=True,
        tracking=True,
    )
    opened_at = fields.Datetime(readonly=True)
    closed_at = fields.Datetime(readonly=True)
    currency_id = fields.Many2one(
        "res.currency",
        readonly=True,
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    float_amount = fields.Monetary(
        string="Change money at the start",
        readonly=True,
        help="Cash that lay in the till before the first payment.",
    )
    payment_ids = fields.One2many("tthc.fee.payment", "session_id", readonly=True)
    cash = fields.Monetary(
        string="Cash taken", compute="_compute_sums", store=True, precompute=True
    )
    cashless = fields.Monetary(
        string="Taken without cash",
        compute="_compute_sums",
        store=True,
        precompute=True,
    )
    total = fields.Monetary(
        string="Total taken", compute="_compute_sums", store=True, precompute=True
    )
    expected = fields.Monetary(
        string="Should be in the till",
        compute="_compute_sums",
        store=True,
        precompute=True,
    )
    count_ids = fields.One2many(
        "tthc.cash.count", "session_id", string="Counted cash", readonly=True
    )
    counted = fields.Monetary(readonly=True)
    difference = fields.Monetary(readonly=True)
    difference_reason = fields.Char(readonly=True, tracking=True)
    handed_amount = fields.Monetary(string="Handed over", readonly=True)
    handed_at = fields.Datetime(string="Handed over at", readonly=True)
    cashier_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", tracking=True
    )
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _till_uniq = models.UniqueIndex(
        "(user_id, counter_id, day) NULLS NOT DISTINCT",
        "This till of the day exists already.",
    )
    # What the night job looks at: few of many.
    _open_idx = models.Index("(day) WHERE state = 'open'")
    _center_idx = models.Index("(center_id, day)")

    @api.depends("payment_ids.counted", "payment_ids.cash_counted", "float_amount")
    def _compute_sums(self):
        for session in self:
            payments = session.payment_ids
            session.total = sum(payments.mapped("counted"))
            session.cash = sum(payments.mapped("cash_counted"))
            session.cashless = session.total - session.cash
            session.expected = session.float_amount + session.cash

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for session in self:
            session.is_mine = session.user_id == self.env.user

    @api.depends("user_id", "counter_id", "day")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for session in self:
            session.display_name = self.env._(
                "Till %(counter)s · %(user)s · %(day)s",
                counter=session.counter_id.code or "–",
                user=session.user_id.name or "–",
                day=session.day.strftime("%d/%m/%Y") if session.day else "",
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("A till is never deleted."))

    # -- opening ----------------------------------------------------------------

    @api.model
    def _open_for(self, user, day):
        """The open till of a clerk; the first payment of a day opens it.

        :param user: who takes the money
        :param day: ``datetime.date`` at the center
        :return: one till
        :raise UserError: when the till of the day is closed
        """
        # sudo: whether the own till is open, whatever rights the clerk has to the list
        tills = self.sudo()
        counter = user.tthc_counter_id
        found = tills.search(
            [
                ("user_id", "=", user.id),
                ("counter_id", "=", counter.id),
                ("day", "=", day),
            ],
            limit=1,
        )
        if found and found.state != "open":
            raise UserError(
                self.env._(
                    "Your till of today is closed: no money can be taken into it. Ask "
                    "the manager to open it again, or let a colleague collect.",
                )
            )
        return found or self._open_new(user, day)

    @api.model
    def _open_new(self, user, day):
        try:
            with self.env.cr.savepoint():
                return self._as_action().create(
                    {
                        "center_id": user.tthc_center_id.id,
                        "counter_id": user.tthc_counter_id.id,
                        "user_id": user.id,
                        "day": day,
                        "state": "open",
                        "opened_at": now(),
                    }
                )
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error

    def action_open_payments(self):
        """Open the receipts of money that a till holds."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Receipts of the till"),
            "res_model": "tthc.fee.payment",
            "view_mode": "list,form",
            "domain": [("session_id", "=", self.id)],
        }

    # -- printing ---------------------------------------------------------------

    def action_print(self):
        """Print the daily cash sheet."""
        report = self.env.ref("tthc_dossier.action_report_cash_sheet")
        return report.report_action(self, config=False)

    def _sheet_values(self):
        """Texts of the daily cash sheet.

        :return: dict with ``rows`` (one a receipt), the sums in digits by ``method``,
            ``counts``, and ``words`` of the cash to hand over
        """
        self.ensure_one()
        amount = vietnamese_amount
        payments = self.payment_ids.sorted("id")
        sums = {
            word: sum(
                payments.filtered(lambda row, key=key: row.method == key).mapped(
                    "counted"
                )
            )
            for key, word in payments._method_words().items()
        }
        return {
            "center_name": self.center_id._names_at(self.day)["name"],
            "rows": [
                {
                    "receipt": row.code,
                    "payer": row.payer_name,
                    "codes": row.dossier_codes,
                    "method": payments._method_words().get(row.method, ""),
                    "amount": amount(row.counted),
                    "note": payments._sheet_note(row),
                }
                for row in payments
            ],
            "sums": [(word, amount(value)) for word, value in sums.items() if value],
            "total": amount(self.total),
            "cash": amount(self.cash),
            "float": amount(self.float_amount),
            "expected": amount(self.expected),
            "counted": amount(self.counted),
            "difference": amount(self.difference),
            "words": vietnamese_money(self.counted or self.expected),
            "counts": [
                (amount(row.denomination), row.quantity, amount(row.amount))
                for row in self.count_ids
                if row.quantity
            ],
        }
