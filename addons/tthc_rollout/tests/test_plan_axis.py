from datetime import date

from odoo.tests import BaseCase

from ..tools.plan_axis import PlanAxis


class TestPlanAxis(BaseCase):
    """The days of a drawing: no clock, no records."""

    def test_axis_runs_from_a_monday_to_a_sunday(self):
        axis = PlanAxis([date(2026, 3, 5), date(2026, 4, 15)])
        self.assertEqual(axis.first, date(2026, 3, 2))
        self.assertEqual(axis.last, date(2026, 4, 19))
        self.assertEqual(axis.length, 49)
        self.assertEqual(len(axis.weeks()), 7)

    def test_a_line_of_one_day_is_a_day_long(self):
        axis = PlanAxis([date(2026, 3, 2)])
        self.assertEqual(axis.span(date(2026, 3, 4), date(2026, 3, 4)), (2, 3))

    def test_months_change_within_a_week(self):
        axis = PlanAxis([date(2026, 2, 25), date(2026, 4, 1)])
        self.assertEqual(
            [(f"{day:%m/%Y}", begin, end) for day, begin, end in axis.months()],
            [("02/2026", 0, 6), ("03/2026", 6, 37), ("04/2026", 37, 42)],
        )

    def test_slip_of_the_pen_does_not_stretch_the_axis(self):
        slip = date(2062, 3, 9)
        axis = PlanAxis([date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 20), slip])
        self.assertEqual(axis.last, date(2026, 3, 22))
        self.assertEqual(axis.span(date(2026, 3, 9), slip), (7, axis.length))
        self.assertEqual(axis.span(slip, slip), (axis.length - 1, axis.length))

    def test_days_off_that_follow_one_another_are_one_run(self):
        axis = PlanAxis([date(2026, 3, 2), date(2026, 3, 15)])
        off = [date(2026, 3, 14), date(2026, 3, 7), date(2026, 3, 8), date(2026, 5, 1)]
        self.assertEqual(axis.runs(off), [(5, 7), (12, 13)])
