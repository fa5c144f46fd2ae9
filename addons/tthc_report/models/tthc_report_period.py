from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.tthc_base.models.tthc_legal_period import VERIFIED

from ..tools.period import period_bounds, period_title, span_text


class TthcReportPeriod(models.Model):
    """How periods of reports are cut: one row a kind and legal period.

    Periods of a kind tile the calendar: each day lies in exactly one. Where a rule
    begins or ends to apply within a period, the period is cut there.
    """

    _name = "tthc.report.period"
    _inherit = ["tthc.legal.period"]
    _description = "Period of reports"
    _order = "basis desc, sequence, date_from"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("month", "Month"),
            ("quarter", "Quarter"),
            ("half", "Half-year"),
            ("year", "Year"),
        ],
        required=True,
    )
    basis = fields.Selection(
        [("law", "Cut-off of the law"), ("calendar", "Calendar")],
        required=True,
        default="law",
    )
    cut_day = fields.Integer(
        string="Begins on day",
        required=True,
        default=1,
        help="Day of the month on which a period begins. From the 2nd on, a period "
        "belongs to the month in which it ends.",
    )
    date_from = fields.Date(
        required=False, help="First day on which the rule applies; empty: ever."
    )
    is_sent = fields.Boolean(
        string="Sent upward",
        help="The manager of each center is reminded from the day after the cut-off.",
    )
    send_within = fields.Integer(
        string="Send within days", default=5, help="Days after the last day."
    )
    article = fields.Char(string="Instrument and article")
    verified = fields.Selection(
        VERIFIED,
        required=True,
        default="unverified",
    )

    _cut_day_range = models.Constraint(
        "CHECK (cut_day BETWEEN 1 AND 28)", "A period begins on day 1 to 28 of a month."
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_to > date_from)",
        "The last day of a period rule lies before its first one.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist "
        "(kind WITH =, basis WITH =, daterange(date_from, date_to) WITH &&)",
        "Two rules would cut the same day into periods of this kind.",
    )

    @api.model
    def _rule(self, kind, basis, day):
        """The rule by which a day is cut into periods.

        :param kind: month, quarter, half or year
        :param basis: law or calendar
        :param day: ``datetime.date``
        :return: one rule
        :raise UserError: when none covers the day
        """
        return self._one_of(
            Domain("kind", "=", kind)
            & Domain("basis", "=", basis)
            & self._domain_at(day),
            day,
        )

    @api.model
    def _none_at(self, day):
        return self.env._(
            "No rule cuts %(day)s into periods of this kind. Ask the administrator to "
            "enter one under Reports › Configuration.",
            day=day,
        )

    def _bounds(self, anchor):
        """First and last day of the period of this rule that a day lies in.

        :param anchor: ``datetime.date`` on which the rule applies
        :return: pair of ``datetime.date``, both count
        """
        self.ensure_one()
        first, last = period_bounds(self.kind, self.cut_day, anchor)
        if self.date_from:
            first = max(first, self.date_from)
        if self.date_to:
            last = min(last, self.date_to - timedelta(days=1))
        return first, last

    def _next(self, anchor):
        """Bounds of the period after the one that a day lies in, see :meth:`_bounds`.

        A rule that has ended hands on to its successor.
        """
        _first, last = self._bounds(anchor)
        return self._neighbour(last + timedelta(days=1))

    def _previous(self, anchor):
        """Bounds of the period before the one that a day lies in."""
        first, _last = self._bounds(anchor)
        return self._neighbour(first - timedelta(days=1))

    def _neighbour(self, day):
        return self._rule(self.kind, self.basis, day)._bounds(day)

    def _printed(self, anchor):
        """The period that a day lies in, as it stands on a report.

        :param anchor: ``datetime.date``
        :return: “Tháng 10/2026 (từ 15/9/2026 đến 14/10/2026)”
        """
        self.ensure_one()
        whole, _end = period_bounds(self.kind, self.cut_day, anchor)
        title = period_title(self.kind, self.cut_day, whole)
        return f"{title} ({span_text(*self._bounds(anchor))})"
