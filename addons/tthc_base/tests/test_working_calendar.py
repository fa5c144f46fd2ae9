from datetime import date

from odoo.tests import BaseCase

from odoo.addons.tthc_base.tools import working_time
from odoo.addons.tthc_base.tools.working_calendar import (
    NoWorkingTimeError,
    Session,
    WorkingCalendar,
)

from .working_time_common import CALENDAR, FULL_DAY, MORNING, WEEK, at


class TestWorkingCalendar(BaseCase):
    def test_working_days(self):
        expected = {
            date(2026, 3, 2): True,  # Monday
            date(2026, 3, 7): False,  # Saturday
            date(2026, 8, 22): True,  # make-up Saturday
            date(2026, 8, 31): False,  # swapped day off
            date(2026, 2, 16): False,  # Tết
        }
        for day, worked in expected.items():
            with self.subTest(day=day):
                self.assertIs(CALENDAR.is_working_day(day), worked)

    def test_previous_working_day(self):
        day = CALENDAR.previous_working_day(date(2026, 2, 23))
        self.assertEqual(day, date(2026, 2, 13))

    def test_working_minutes_between(self):
        minutes = CALENDAR.working_minutes_between(at("02/03 11:00"), at("03/03 07:10"))
        self.assertEqual(minutes, 30 + 210 + 10)

    def test_working_minutes_are_whole_both_ways(self):
        first, second = at("02/03 09:00"), at("02/03 09:01:59")
        self.assertEqual(CALENDAR.working_minutes_between(first, second), 1)
        self.assertEqual(CALENDAR.working_minutes_between(second, first), -1)

    def test_session_may_end_at_midnight(self):
        night = Session.from_hours(20, 24)
        calendar = WorkingCalendar(((night,),) * 7)
        due = working_time.due(calendar, at("02/03 20:00"), 4, "hour")
        self.assertEqual(due.at, at("03/03 00:00"))

    def test_two_week_pattern_follows_the_week_of_the_date(self):
        rest = ((),) * 7
        calendar = WorkingCalendar((*WEEK, *rest))
        first = (date(2026, 3, 2).toordinal() - 1) // 7 % 2 == 0
        self.assertIs(calendar.is_working_day(date(2026, 3, 2)), first)
        self.assertIs(calendar.is_working_day(date(2026, 3, 9)), not first)

    def test_calendar_without_working_time(self):
        empty = WorkingCalendar(((),) * 7)
        with self.assertRaises(NoWorkingTimeError):
            working_time.due(empty, at("02/03 09:00"), 1, "working_day")
        with self.assertRaises(NoWorkingTimeError):
            empty.previous_working_day(date(2026, 3, 2))

    def test_limit_beyond_the_last_date(self):
        for unit in ("working_day", "day", "month", "hour"):
            with self.subTest(unit=unit), self.assertRaises(NoWorkingTimeError):
                working_time.due(CALENDAR, at("02/03 09:00"), 10**8, unit)

    def test_sessions_cannot_overlap(self):
        with self.assertRaises(ValueError):
            WorkingCalendar(((MORNING, Session.from_hours(11, 12)), *WEEK[1:]))

    def test_session_cannot_end_before_it_starts(self):
        with self.assertRaises(ValueError):
            Session.from_hours(11, 7)

    def test_date_has_one_exception(self):
        twice = (CALENDAR.exceptions[0],) * 2
        with self.assertRaises(ValueError):
            WorkingCalendar(WEEK, twice)

    def test_limits_that_make_no_sense(self):
        wrong = [
            (-1, "hour"),
            (1, "week"),
            (1.5, "working_day"),
            (0.5, "month"),
            (float("nan"), "hour"),
            (float("inf"), "day"),
        ]
        for amount, unit in wrong:
            with self.subTest(amount=amount, unit=unit):
                with self.assertRaises(working_time.InvalidLimitError):
                    working_time.due(CALENDAR, at("02/03 09:00"), amount, unit)

    def test_instants_are_naive(self):
        aware = at("02/03 09:00").astimezone()
        with self.assertRaises(ValueError):
            working_time.due(CALENDAR, aware, 1, "hour")

    def test_make_up_day_has_the_sessions_it_is_given(self):
        self.assertEqual(CALENDAR.sessions_on(date(2026, 8, 22)), FULL_DAY)
