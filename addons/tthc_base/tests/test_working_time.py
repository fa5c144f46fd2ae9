from datetime import date, datetime, time

from odoo.addons.tthc_base.tools import working_time
from odoo.addons.tthc_base.tools.working_calendar import WorkingCalendar

from .working_time_common import CALENDAR, MORNING, WEEK, WorkingTimeCase, at

CUTOFF = time(15)


class TestHours(WorkingTimeCase):
    """Limits in working time: Civil Code Art. 147.1."""

    def test_hour_limit_starts_at_the_moment_itself(self):
        self.assertDue("02/03 11:00", "02/03 09:00", 2, "hour")

    def test_hour_limit_stands_still_at_lunch(self):
        self.assertDue("02/03 14:30", "02/03 10:30", 2, "hour")

    def test_hour_limit_runs_on_the_next_morning(self):
        self.assertDue("03/03 08:00", "02/03 16:00", 2, "hour")

    def test_hour_limit_stands_still_on_weekends(self):
        self.assertDue("09/03 08:00", "06/03 16:00", 2, "hour")

    def test_hour_limit_runs_on_a_make_up_saturday(self):
        self.assertDue("22/08 08:00", "21/08 16:00", 2, "hour")

    def test_hour_limit_stands_still_over_tet(self):
        self.assertDue("23/02 08:00", "13/02 16:00", 2, "hour")

    def test_hour_limit_ends_with_a_session_not_with_the_next(self):
        self.assertDue("02/03 11:30", "02/03 09:30", 2, "hour")
        self.assertDue("02/03 17:00", "02/03 16:00", 1, "hour")

    def test_eight_hours_are_a_working_day(self):
        self.assertDue("03/03 09:00", "02/03 09:00", 8, "hour")

    def test_fraction_of_an_hour(self):
        self.assertDue("02/03 10:30", "02/03 09:00", 1.5, "hour")

    def test_minute_limit(self):
        self.assertDue("02/03 13:50", "02/03 11:10", 40, "minute")

    def test_half_day_received_in_the_morning_ends_in_the_afternoon(self):
        self.assertDue("02/03 15:00", "02/03 09:00", 1, "half_day")

    def test_half_day_received_in_the_afternoon_ends_next_morning(self):
        self.assertDue("03/03 09:00", "02/03 15:00", 1, "half_day")

    def test_three_half_days_are_twelve_hours(self):
        self.assertDue("03/03 15:00", "02/03 09:00", 3, "half_day")

    def test_no_hours_end_at_the_next_opening(self):
        self.assertDue("02/03 13:30", "02/03 12:00", 0, "hour")


class TestReceiptOutsideWorkingTime(WorkingTimeCase):
    """It counts as made at the next opening, and that day is the uncounted one."""

    def test_before_opening(self):
        self.assertDue("02/03 08:00", "02/03 06:00", 1, "hour")
        self.assertDue("03/03 17:00", "02/03 06:00", 1, "working_day")

    def test_exactly_at_opening(self):
        self.assertDue("02/03 08:00", "02/03 07:00", 1, "hour")

    def test_lunch(self):
        self.assertDue("02/03 14:30", "02/03 12:00", 1, "hour")

    def test_exactly_at_the_end_of_the_morning(self):
        due = self.due("02/03 11:30", 1, "hour")
        self.assertEqual(due.at, at("02/03 14:30"))
        self.assertEqual(due.lines[1].at, at("02/03 13:30"))

    def test_last_second_of_the_morning_is_worked(self):
        due = self.due("02/03 11:29:59", 1, "hour")
        self.assertEqual(due.at, at("02/03 14:29:59"))
        self.assertNotIn("moved", [line.kind for line in due.lines])

    def test_exactly_at_closing(self):
        self.assertDue("04/03 17:00", "02/03 17:00", 1, "working_day")

    def test_last_second_before_closing(self):
        self.assertDue("03/03 17:00", "02/03 16:59:59", 1, "working_day")

    def test_evening_online_is_received_next_morning(self):
        self.assertDue("04/03 17:00", "02/03 20:00", 1, "working_day")

    def test_midnight(self):
        self.assertDue("03/03 17:00", "02/03 00:00", 1, "working_day")
        self.assertDue("04/03 17:00", "02/03 23:59:59", 1, "working_day")

    def test_saturday_is_received_on_monday(self):
        self.assertDue("10/03 17:00", "07/03 09:00", 1, "working_day")

    def test_make_up_saturday_is_an_ordinary_day_of_receipt(self):
        self.assertDue("24/08 17:00", "22/08 09:00", 1, "working_day")

    def test_tet_is_received_on_the_first_day_after_it(self):
        self.assertDue("24/02 17:00", "17/02 09:00", 1, "working_day")
        self.assertDue("24/02 17:00", "17/02 09:00", 1, "day")

    def test_fraction_of_a_second_is_dropped(self):
        start = datetime(2026, 3, 2, 9, 0, 0, 999999)
        due = working_time.due(CALENDAR, start, 1, "hour")
        self.assertEqual(due.at, at("02/03 10:00"))


class TestWorkingDays(WorkingTimeCase):
    def test_worked_example_five_working_days_over_make_up_saturday(self):
        self.assertDue("26/08 17:00", "20/08 09:00", 5, "working_day")

    def test_worked_example_three_working_days_over_national_day(self):
        self.assertDue("07/09 17:00", "28/08 09:00", 3, "working_day")

    def test_r13_first_day_excluded(self):
        self.assertDue("03/03 17:00", "02/03 07:00", 1, "working_day")

    def test_r03_return_for_supplement_within_three_working_days(self):
        self.assertDue("09/03 17:00", "04/03 10:00", 3, "working_day")

    def test_r04_restart_after_supplement_counts_from_completion(self):
        self.assertDue("16/03 17:00", "09/03 10:00", 5, "working_day")

    def test_r12_post_counts_from_the_signed_minutes_not_the_posting(self):
        signed, posted = "05/03 15:30", "03/03 09:00"
        self.assertDue("10/03 17:00", signed, 3, "working_day")
        self.assertDue("06/03 17:00", posted, 3, "working_day")

    def test_due_day_ends_at_its_closing_time(self):
        short = WorkingCalendar((*WEEK[:5], (MORNING,), ()))
        due = working_time.due(short, at("06/03 09:00"), 1, "working_day")
        self.assertEqual(due.at, at("07/03 11:30"))

    def test_keep_hour_ends_at_the_hour_of_receipt(self):
        self.assertDue("04/03 09:20", "02/03 09:20", 2, "working_day", keep_hour=True)

    def test_keep_hour_of_a_receipt_outside_working_time_is_the_opening(self):
        self.assertDue("04/03 07:00", "02/03 19:00", 1, "working_day", keep_hour=True)

    def test_keep_hour_never_later_than_closing(self):
        short = WorkingCalendar((*WEEK[:5], (MORNING,), ()))
        due = working_time.due(
            short, at("06/03 15:00"), 1, "working_day", keep_hour=True
        )
        self.assertEqual(due.at, at("07/03 11:30"))

    def test_keep_hour_at_lunch_of_the_due_day_is_its_next_opening(self):
        late = WorkingCalendar((*WEEK[:5], (WEEK[0][1],), ()))
        due = working_time.due(
            late, at("06/03 09:00"), 1, "working_day", keep_hour=True
        )
        self.assertEqual(due.at, at("07/03 13:30"))

    def test_no_working_days_end_on_the_day_of_receipt(self):
        self.assertDue("02/03 17:00", "02/03 09:00", 0, "working_day")

    def test_whole_number_may_be_a_float(self):
        self.assertDue("04/03 17:00", "02/03 09:00", 2.0, "working_day")

    def test_cutoff_moves_no_other_limit(self):
        self.assertDue("03/03 17:00", "02/03 15:20", 1, "working_day", cutoff=CUTOFF)

    def test_ten_years_are_as_a_walk_through_them(self):
        day, left = date(2016, 3, 1), 2500
        while left:
            day = date.fromordinal(day.toordinal() + 1)
            left -= CALENDAR.is_working_day(day)
        due = working_time.due(CALENDAR, datetime(2016, 3, 1, 9), 2500, "working_day")
        self.assertEqual(due.at, datetime(day.year, day.month, day.day, 17))


class TestCalendarDays(WorkingTimeCase):
    """Limits in days and months: Civil Code Art. 147.2-3 and 148."""

    def test_r13_day_limit_excludes_the_first_day(self):
        self.assertDue("05/03 17:00", "02/03 09:00", 3, "day")

    def test_day_limit_counts_weekends(self):
        self.assertDue("12/03 17:00", "05/03 09:00", 7, "day")

    def test_r13_last_day_on_a_weekend_moves_to_the_next_working_day(self):
        self.assertDue("09/03 17:00", "05/03 09:00", 2, "day")

    def test_r13_last_day_on_a_holiday_moves_to_the_next_working_day(self):
        self.assertDue("03/09 17:00", "28/08 09:00", 3, "day")

    def test_last_day_on_a_make_up_saturday_stays(self):
        self.assertDue("22/08 17:00", "20/08 09:00", 2, "day")

    def test_last_day_in_tet_moves_past_tet(self):
        self.assertDue("23/02 17:00", "09/02 09:00", 8, "day")

    def test_day_limit_keeps_the_hour_after_it_moved(self):
        self.assertDue("09/03 09:15", "05/03 09:15", 2, "day", keep_hour=True)

    def test_month_limit_ends_on_the_same_date(self):
        self.assertDue("02/04 17:00", "02/03 09:00", 1, "month")

    def test_month_limit_without_that_date_ends_on_the_last_of_the_month(self):
        self.assertDue("30/06 17:00", "31/03 09:00", 3, "month")
        self.assertDue("02/03 17:00", "30/01 09:00", 1, "month")  # 28/2 is a Saturday

    def test_month_limit_remembers_the_date_it_started_on(self):
        self.assertDue("31/07 17:00", "31/03 09:00", 4, "month")

    def test_month_limit_on_a_day_off_moves_to_the_next_working_day(self):
        self.assertDue("06/04 17:00", "04/03 09:00", 1, "month")

    def test_month_limit_crosses_the_year(self):
        due = self.due("16/11 09:00", 3, "month")
        self.assertEqual(due.at, datetime(2027, 2, 16, 17))

    def test_month_limit_from_a_leap_day(self):
        start = datetime(2024, 2, 29, 9)
        due = working_time.due(CALENDAR, start, 12, "month")
        self.assertEqual(due.at, datetime(2025, 2, 28, 17))


class TestSameDay(WorkingTimeCase):
    def test_worked_example_same_day_after_cutoff_moves_to_make_up_saturday(self):
        self.assertDue("22/08 17:00", "21/08 15:20", 1, "same_day", cutoff=CUTOFF)

    def test_before_the_cutoff_ends_the_same_day(self):
        self.assertDue("02/03 17:00", "02/03 09:00", 1, "same_day", cutoff=CUTOFF)

    def test_t13_exactly_15_h_is_in_time_a_second_later_is_not(self):
        self.assertDue("02/03 17:00", "02/03 15:00", 1, "same_day", cutoff=CUTOFF)
        self.assertDue("03/03 17:00", "02/03 15:00:01", 1, "same_day", cutoff=CUTOFF)

    def test_cutoff_is_of_the_procedure(self):
        self.assertDue("02/03 17:00", "02/03 15:59", 1, "same_day", cutoff=time(16))

    def test_no_cutoff_ends_the_same_day(self):
        self.assertDue("02/03 17:00", "02/03 16:59", 0, "same_day")

    def test_after_closing_ends_the_next_working_day_not_the_one_after(self):
        self.assertDue("09/03 17:00", "06/03 18:00", 1, "same_day", cutoff=CUTOFF)

    def test_same_day_has_no_amount(self):
        for amount in (0, 1, 5, 0.5):
            with self.subTest(amount=amount):
                self.assertDue("02/03 17:00", "02/03 09:00", amount, "same_day")

    def test_same_day_knows_no_hour_to_keep(self):
        self.assertDue("02/03 17:00", "02/03 09:00", 1, "same_day", keep_hour=True)
