from datetime import date, timedelta
from random import Random

from psycopg2.errors import ExclusionViolation

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

A_DAY = timedelta(days=1)
KINDS = ("month", "quarter", "half", "year")
BASES = ("law", "calendar")


@tagged("post_install", "-at_install")
class TestReportPeriod(TransactionCase):
    """Point 1: periods of reports are data, and tile the calendar."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.periods = cls.env["tthc.report.period"]

    def bounds(self, kind, day, basis="law"):
        return self.periods._rule(kind, basis, day)._bounds(day)

    def printed(self, kind, day, basis="law"):
        return self.periods._rule(kind, basis, day)._printed(day)

    def test_month_of_the_law_runs_from_the_15th_to_the_14th(self):
        october = (date(2026, 9, 15), date(2026, 10, 14))
        for day in (date(2026, 9, 15), date(2026, 10, 1), date(2026, 10, 14)):
            self.assertEqual(self.bounds("month", day), october)
        self.assertEqual(self.bounds("month", date(2026, 10, 15))[0].day, 15)

    def test_year_s_change_lies_within_january(self):
        january = (date(2026, 12, 15), date(2027, 1, 14))
        self.assertEqual(self.bounds("month", date(2026, 12, 31)), january)
        self.assertEqual(self.bounds("month", date(2027, 1, 1)), january)

    def test_quarter_half_and_year_of_the_law(self):
        day = date(2026, 12, 20)
        self.assertEqual(
            [self.bounds(kind, day) for kind in KINDS[1:]],
            [
                (date(2026, 12, 15), date(2027, 3, 14)),
                (date(2026, 12, 15), date(2027, 6, 14)),
                (date(2026, 12, 15), date(2027, 12, 14)),
            ],
        )

    def test_calendar_february_of_a_leap_year(self):
        self.assertEqual(
            self.bounds("month", date(2028, 2, 3), "calendar"),
            (date(2028, 2, 1), date(2028, 2, 29)),
        )
        self.assertEqual(
            self.bounds("quarter", date(2027, 2, 28), "calendar"),
            (date(2027, 1, 1), date(2027, 3, 31)),
        )

    def test_periods_of_a_kind_tile_the_calendar(self):
        for basis in BASES:
            for kind in KINDS:
                day = date(2015, 6, 1)
                first, last = self.bounds(kind, day, basis)
                while last < date(2033, 1, 1):
                    rule = self.periods._rule(kind, basis, last)
                    following = rule._next(last)
                    self.assertEqual(following[0], last + A_DAY)
                    self.assertEqual(rule._previous(following[0]), (first, last))
                    first, last = following

    def test_every_day_lies_in_its_own_period(self):
        random = Random(7)
        for _turn in range(400):
            day = date(2014, 1, 1) + random.randrange(7000) * A_DAY
            kind, basis = random.choice(KINDS), random.choice(BASES)
            first, last = self.bounds(kind, day, basis)
            self.assertLessEqual(first, day)
            self.assertLessEqual(day, last)
            for other in (first, last):
                self.assertEqual(self.bounds(kind, other, basis), (first, last))

    def test_rule_that_changes_cuts_the_period_where_it_changes(self):
        change = date(2027, 3, 1)
        old = self.periods._rule("month", "law", change)
        old.date_to = change
        old.flush_recordset()
        self.periods.create(
            {
                "name": "Tháng từ ngày 20",
                "kind": "month",
                "basis": "law",
                "cut_day": 20,
                "date_from": change,
            }
        )
        self.assertEqual(
            self.bounds("month", date(2027, 2, 20)),
            (date(2027, 2, 15), date(2027, 2, 28)),
        )
        self.assertEqual(old._next(date(2027, 2, 20)), (change, date(2027, 3, 19)))

    def test_two_rules_do_not_cut_the_same_day(self):
        with (
            self.assertRaises(ExclusionViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.periods.create(
                {"name": "Lần hai", "kind": "month", "basis": "law", "cut_day": 1}
            )

    def test_day_without_a_rule_says_what_to_do(self):
        self.periods._rule("month", "law", date(2027, 1, 1)).date_from = date(
            2026, 1, 1
        )
        with self.assertRaisesRegex(UserError, "31/12/2025"):
            self.periods._rule("month", "law", date(2025, 12, 31))

    def test_names_as_printed(self):
        day = date(2026, 10, 3)
        self.assertEqual(
            self.printed("month", day), "Tháng 10/2026 (từ 15/9/2026 đến 14/10/2026)"
        )
        self.assertEqual(
            self.printed("quarter", day), "Quý IV/2026 (từ 15/9/2026 đến 14/12/2026)"
        )
        self.assertEqual(
            self.printed("half", day),
            "6 tháng cuối năm 2026 (từ 15/6/2026 đến 14/12/2026)",
        )
        self.assertEqual(
            self.printed("year", date(2026, 12, 20)),
            "Năm 2027 (từ 15/12/2026 đến 14/12/2027)",
        )
        self.assertEqual(
            self.printed("month", day, "calendar"),
            "Tháng 10/2026 (từ 1/10/2026 đến 31/10/2026)",
        )

    def test_only_the_administrator_changes_rules(self):
        for role in ("leader", "center_manager", "inspector"):
            user = new_test_user(
                self.env, f"period_{role}", groups=f"tthc_base.group_{role}"
            )
            periods = self.periods.with_user(user)
            self.assertTrue(periods.has_access("read"))
            self.assertFalse(periods.has_access("write"))
            self.assertFalse(periods.has_access("create"))
