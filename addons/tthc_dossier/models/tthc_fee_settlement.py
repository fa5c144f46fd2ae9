from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM
from odoo.addons.tthc_base.tools.vietnamese_number import (
    vietnamese_amount,
    vietnamese_money,
)

MANAGER = "tthc_base.group_center_manager"
LEADER = "tthc_base.group_leader"


class TthcFeeSettlement(models.Model):
    """What a center owes an agency for a quarter (Decree 61/2018 Art 12.9).

    The figures are sums over lists that each of them opens. From the center's
    confirmation on, the quarter takes no payment, refund, void or remittance.
    """

    _name = "tthc.fee.settlement"
    _inherit = ["tthc.guarded.paper", "mail.thread"]
    _description = "Quarterly settlement of fees"
    _order = "year desc, quarter desc, agency_id"

    center_id = fields.Many2one(
        "tthc.center", required=True, readonly=True, ondelete="restrict"
    )
    agency_id = fields.Many2one(
        "tthc.agency", required=True, readonly=True, ondelete="restrict"
    )
    year = fields.Integer(required=True, readonly=True)
    quarter = fields.Integer(required=True, readonly=True)
    date_from = fields.Date(required=True, readonly=True)
    date_to = fields.Date(string="Last day", required=True, readonly=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("center", "Confirmed by the center"),
            ("confirmed", "Confirmed by both"),
            ("closed", "Quarter closed"),
        ],
        required=True,
        readonly=True,
        tracking=True,
    )
    currency_id = fields.Many2one(
        "res.currency",
        readonly=True,
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    brought = fields.Monetary(
        string="Brought forward",
        compute="_compute_figures",
        help="Collected and not yet remitted when the quarter began.",
    )
    collected = fields.Monetary(compute="_compute_figures")
    refunded = fields.Monetary(string="Paid back", compute="_compute_figures")
    remitted = fields.Monetary(compute="_compute_figures")
    balance = fields.Monetary(
        string="Still to remit",
        compute="_compute_figures",
        help="Brought forward + collected − paid back − remitted.",
    )
    center_user_id = fields.Many2one(
        "res.users", string="Confirmed for the center", readonly=True
    )
    center_at = fields.Datetime(readonly=True)
    agency_user_id = fields.Many2one(
        "res.users", string="Confirmed for the agency", readonly=True
    )
    agency_at = fields.Datetime(readonly=True)
    closed_at = fields.Datetime(readonly=True)

    _quarter_uniq = models.UniqueIndex(
        "(center_id, agency_id, year, quarter)",
        "This quarter is being settled with the agency already.",
    )
    _quarter_range = models.Constraint(
        "CHECK (quarter BETWEEN 1 AND 4)", "A year has four quarters."
    )

    @api.depends("year", "quarter", "agency_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._(
                "Q%(quarter)s/%(year)s · %(agency)s",
                quarter=row.quarter,
                year=row.year,
                agency=row.agency_id.display_name,
            )

    @api.depends("center_id", "agency_id", "date_from", "date_to")
    def _compute_figures(self):
        lines, remittances = self._sums_of_lines(), self._sums_of_remittances()
        for row in self:
            before, collected, refunded = lines.get(row.id, (0, 0, 0))
            remitted_before, remitted = remittances.get(row.id, (0, 0))
            row.brought = before - remitted_before
            row.collected = collected
            row.refunded = refunded
            row.remitted = remitted
            row.balance = row.brought + row.collected - row.refunded - row.remitted

    def _sums_of_lines(self):
        """Sums of the lines before and in each quarter, in one query.

        :return: dict id → (before, collected, paid back) in đồng
        """
        self.env["tthc.fee.payment.line"].flush_model()
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT s.id,
                       COALESCE(SUM(l.counted) FILTER (WHERE l.day < s.date_from), 0),
                       COALESCE(SUM(l.counted) FILTER (
                           WHERE l.day >= s.date_from AND l.counted > 0), 0),
                       COALESCE(-SUM(l.counted) FILTER (
                           WHERE l.day >= s.date_from AND l.counted < 0), 0)
                  FROM tthc_fee_settlement s
                  JOIN tthc_fee_payment_line l
                    ON l.agency_id = s.agency_id AND l.center_id = s.center_id
                   AND l.day <= s.date_to AND l.collected_by = 'center'
                 WHERE s.id = ANY(%s)
                 GROUP BY s.id
                """,
                list(self.ids),
            )
        )
        return {row[0]: tuple(map(float, row[1:])) for row in rows}

    def _sums_of_remittances(self):
        """Sums of the remittances before and in each quarter, in one query.

        :return: dict id → (before, in the quarter) in đồng
        """
        self.env["tthc.fee.remittance"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT s.id,
                       COALESCE(SUM(r.counted) FILTER (WHERE r.day < s.date_from), 0),
                       COALESCE(SUM(r.counted) FILTER (WHERE r.day >= s.date_from), 0)
                  FROM tthc_fee_settlement s
                  JOIN tthc_fee_remittance r
                    ON r.agency_id = s.agency_id AND r.center_id = s.center_id
                   AND r.day <= s.date_to
                 WHERE s.id = ANY(%s)
                 GROUP BY s.id
                """,
                list(self.ids),
            )
        )
        return {row[0]: tuple(map(float, row[1:])) for row in rows}

    # -- figures and their lists --------------------------------------------------

    def _lines_of_pair(self):
        """Everything that the center collected for the agency, at any time."""
        return (
            Domain("center_id", "=", self.center_id.id)
            & Domain("agency_id", "=", self.agency_id.id)
            & Domain("collected_by", "=", "center")
        )

    def _in_quarter(self):
        return Domain("day", ">=", self.date_from) & Domain("day", "<=", self.date_to)

    def _collected_domain(self):
        return (
            self._lines_of_pair()
            & self._in_quarter()
            & Domain("payment_kind", "=", "payment")
            & Domain("counted", "!=", 0)
        )

    def _refunded_domain(self):
        return (
            self._lines_of_pair()
            & self._in_quarter()
            & Domain("payment_kind", "=", "refund")
            & Domain("counted", "!=", 0)
        )

    def _remitted_domain(self):
        return (
            Domain("center_id", "=", self.center_id.id)
            & Domain("agency_id", "=", self.agency_id.id)
            & self._in_quarter()
            & Domain("state", "=", "posted")
        )

    def action_open_collected(self):
        """Open the lines that were collected in the quarter."""
        return self._open_lines(self.env._("Collected"), self._collected_domain())

    def action_open_refunded(self):
        """Open the lines that were paid back in the quarter."""
        return self._open_lines(self.env._("Paid back"), self._refunded_domain())

    def action_open_remitted(self):
        """Open the remittances of the quarter."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Remitted"),
            "res_model": "tthc.fee.remittance",
            "view_mode": "list,form",
            "domain": list(self._remitted_domain()),
            "context": {
                "default_agency_id": self.agency_id.id,
                "default_center_id": self.center_id.id,
            },
        }

    def _open_lines(self, name, domain):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "tthc.fee.payment.line",
            "view_mode": "list,pivot",
            "domain": list(domain),
        }

    # -- guarding -----------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("A settlement is never deleted."))

    def _as_action(self):
        # sudo: nobody writes a settlement by hand, its actions do
        return self.sudo()._moving()

    @api.model
    def _check_open(self, center, agencies, day):
        """Refuse money that is dated in a quarter under settlement.

        :param center: ``tthc.center``
        :param agencies: those that the money belongs to
        :param day: ``datetime.date`` at the center
        :raise UserError: names the quarter
        """
        # sudo: whoever takes money must not see settlements to respect them
        found = self.sudo().search(
            [
                ("center_id", "=", center.id),
                ("agency_id", "in", agencies.ids),
                ("date_from", "<=", day),
                ("date_to", ">=", day),
            ],
        )
        found._hold_past(center._today())
        for row in found.filtered(lambda row: row.state != "draft"):
            raise UserError(
                self.env._(
                    "The quarter %(quarter)s is settled or being settled: no money can "
                    "be dated %(day)s. Ask the manager.",
                    quarter=row.display_name,
                    day=day.strftime("%d/%m/%Y"),
                )
            )

    def _hold_past(self, today):
        """Hold quarters that are over against whoever confirms them at this moment.

        A running quarter can't be confirmed: all counters pass it without a lock.

        :param today: ``datetime.date`` at the center
        """
        past = self.filtered(lambda row: row.date_to < today)
        if past:
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM tthc_fee_settlement WHERE id = ANY(%s) FOR SHARE",
                    list(past.ids),
                )
            )

    # -- making and moving ----------------------------------------------------------

    @api.model
    def _prepare(self, day):
        """Make the settlements of the quarter of a day, where there is something.

        :param day: ``datetime.date``
        :return: the settlements that were made
        """
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        last = first + relativedelta(months=3, days=-1)
        quarter = (first.month - 1) // 3 + 1
        known = {
            (row.center_id.id, row.agency_id.id)
            for row in self.search(
                [("year", "=", first.year), ("quarter", "=", quarter)]
            )
        }
        lines = self.env["tthc.fee.payment.line"]._read_group(
            Domain("collected_by", "=", "center") & Domain("day", "<=", last),
            ["center_id", "agency_id"],
            ["counted:sum"],
        )
        values = [
            {
                "center_id": center.id,
                "agency_id": agency.id,
                "year": first.year,
                "quarter": quarter,
                "date_from": first,
                "date_to": last,
                "state": "draft",
            }
            for center, agency, _sum in lines
            if (center.id, agency.id) not in known
        ]
        return self._as_action().create(values)

    @api.model
    def _cron_prepare(self):
        """Make the settlements of the running quarter, every night."""
        self._prepare(today(VIETNAM))

    def action_confirm_center(self):
        """Confirm the figures for the center (manager), once the quarter is over."""
        self._check_role(MANAGER)
        self.check_access("read")
        for row in self:
            row._check_own_center()
            if row.date_to >= row.center_id._today():
                raise UserError(
                    self.env._("%(quarter)s is not over yet.", quarter=row.display_name)
                )
        self._move("draft", "center", center_user_id=self.env.uid, center_at=now())

    def action_confirm_agency(self):
        """Confirm the figures for the agency (its leader)."""
        self._check_role(LEADER)
        self.check_access("read")
        for row in self:
            if not self.env.su and row.agency_id not in self.env.user.tthc_agency_ids:
                raise UserError(
                    self.env._(
                        "%(agency)s confirms it, you work for another agency.",
                        agency=row.agency_id.display_name,
                    )
                )
        self._move("center", "confirmed", agency_user_id=self.env.uid, agency_at=now())

    def action_close(self):
        """Close a quarter that both sides confirmed (manager)."""
        self._check_role(MANAGER)
        self.check_access("read")
        for row in self:
            row._check_own_center()
        self._move("confirmed", "closed", closed_at=now())

    def action_reopen(self, reason=None):
        """Take the confirmations back to mend something (manager), before the close.

        :param reason: what is to be mended
        """
        self._check_role(MANAGER)
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it stays on record."))
        for row in self:
            row._check_own_center()
        self._lock()
        self._check_state("center", "confirmed")
        rows = self._as_action()
        rows.write(
            {
                "state": "draft",
                "center_user_id": False,
                "center_at": False,
                "agency_user_id": False,
                "agency_at": False,
            }
        )
        for row in rows:
            row.message_post(
                body=self.env._("Opened again: %(reason)s", reason=reason.strip())
            )

    def _move(self, origin, target, **values):
        self._lock()
        self._check_state(origin)
        self._as_action().write({"state": target, **values})

    def _check_own_center(self):
        if not self.env.su and self.center_id != self.env.user.tthc_center_id:
            raise UserError(
                self.env._(
                    "This settlement belongs to %(center)s; you work at another "
                    "center.",
                    center=self.center_id.display_name,
                )
            )

    # -- printing ---------------------------------------------------------------

    def action_print(self):
        """Print the settlement for both sides to sign."""
        report = self.env.ref("tthc_dossier.action_report_settlement")
        return report.report_action(self, config=False)

    def _settlement_values(self):
        """Texts of the printed settlement: figures in digits, lines by month.

        :return: dict
        """
        self.ensure_one()
        amount = vietnamese_amount
        return {
            "center_name": self.center_id._names_at(self.date_to)["name"],
            "agency_name": self.agency_id._names_at(self.date_to)["name"],
            "period": f"Quý {self.quarter} năm {self.year}",
            "figures": [
                ("Số chuyển từ kỳ trước", amount(self.brought)),
                ("Số đã thu trong kỳ", amount(self.collected)),
                ("Số đã hoàn trả trong kỳ", amount(self.refunded)),
                ("Số đã nộp trong kỳ", amount(self.remitted)),
                ("Số còn phải nộp", amount(self.balance)),
            ],
            "words": vietnamese_money(self.balance),
            "kinds": self._sums_by_kind(),
            "remittances": [
                (row.day.strftime("%d/%m/%Y"), row.reference, amount(row.amount))
                for row in self.env["tthc.fee.remittance"].search(
                    self._remitted_domain(), order="day, id"
                )
            ],
        }

    def _sums_by_kind(self):
        """Phí, lệ phí and what the tariff does not split: number and sum."""
        words = {"fee": "Phí", "charge": "Lệ phí", False: "Phí, lệ phí (chưa tách)"}
        rows = self.env["tthc.fee.payment.line"]._read_group(
            self._collected_domain(), ["kind"], ["__count", "counted:sum"]
        )
        return [
            (words[kind], count, vietnamese_amount(total))
            for kind, count, total in rows
        ]
