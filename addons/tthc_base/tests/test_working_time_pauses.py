from datetime import time

from .working_time_common import WorkingTimeCase

CUTOFF = time(15)


class TestPauses(WorkingTimeCase):
    """A pause gives back time in the unit of the limit."""

    def assertPaused(self, expected, start, amount, unit, *pauses, **options):
        self.assertDue(expected, start, amount, unit, pauses=pauses, **options)

    def test_hour_limit_gets_the_working_time_of_the_pause(self):
        pause = ("02/03 09:00", "02/03 14:00")  # 2.5 h and 0.5 h
        self.assertPaused("02/03 17:00", "02/03 08:00", 4, "hour", pause)

    def test_hour_limit_gets_nothing_for_a_weekend(self):
        pause = ("06/03 17:00", "09/03 07:00")
        self.assertPaused("09/03 08:00", "06/03 16:00", 2, "hour", pause)

    def test_pause_across_the_end_of_an_hour_limit(self):
        pause = ("02/03 09:00", "03/03 14:00")
        self.assertPaused("03/03 15:00", "02/03 08:00", 2, "hour", pause)

    def test_pauses_that_overlap_count_once(self):
        overlapping = [("02/03 09:00", "02/03 10:30"), ("02/03 10:00", "02/03 11:00")]
        self.assertPaused("02/03 14:00", "02/03 08:00", 2, "hour", *overlapping)

    def test_pause_before_the_start_gives_nothing(self):
        pause = ("02/03 07:00", "02/03 08:00")
        self.assertPaused("02/03 10:00", "02/03 08:00", 2, "hour", pause)

    def test_pause_that_begins_before_the_start_counts_from_the_start(self):
        pause = ("27/02 09:00", "02/03 09:00")
        self.assertPaused("02/03 11:00", "02/03 08:00", 2, "hour", pause)

    def test_pause_after_the_end_gives_nothing(self):
        pause = ("02/03 10:00", "05/03 10:00")
        self.assertPaused("02/03 10:00", "02/03 08:00", 2, "hour", pause)

    def test_pause_reached_only_through_an_earlier_one_counts(self):
        pauses = [("02/03 08:30", "02/03 10:30"), ("02/03 10:45", "02/03 11:15")]
        self.assertPaused("02/03 11:30", "02/03 08:00", 1, "hour", *pauses)

    def test_working_day_limit_gets_the_working_days_after_the_first(self):
        pause = ("03/03 10:00", "05/03 09:00")  # Wednesday and Thursday
        self.assertPaused("09/03 17:00", "02/03 09:00", 3, "working_day", pause)

    def test_working_day_limit_gets_nothing_within_a_day(self):
        pause = ("03/03 08:00", "03/03 16:00")
        self.assertPaused("05/03 17:00", "02/03 09:00", 3, "working_day", pause)

    def test_working_day_limit_gets_no_weekend(self):
        pause = ("06/03 16:00", "09/03 08:00")  # Monday only
        self.assertPaused("10/03 17:00", "05/03 09:00", 2, "working_day", pause)

    def test_working_day_limit_gets_nothing_for_a_pause_outside_working_time(self):
        pause = ("06/03 18:00", "07/03 10:00")
        self.assertPaused("09/03 17:00", "05/03 09:00", 2, "working_day", pause)

    def test_return_on_a_day_off_counts_as_made_at_the_next_opening(self):
        pause = ("06/03 10:00", "07/03 10:00")  # Monday is the uncounted day
        self.assertPaused("10/03 17:00", "05/03 09:00", 2, "working_day", pause)

    def test_working_day_limit_gets_a_make_up_saturday(self):
        pause = ("21/08 10:00", "24/08 10:00")  # Saturday and Monday
        self.assertPaused("25/08 17:00", "20/08 09:00", 2, "working_day", pause)

    def test_pause_on_the_due_day_moves_the_end_to_the_day_of_return(self):
        pause = ("05/03 16:00", "10/03 09:00")
        self.assertPaused("10/03 17:00", "02/03 09:00", 3, "working_day", pause)

    def test_pause_cut_in_two_gives_the_same(self):
        whole = ("03/03 10:00", "10/03 09:00")
        cut = ("03/03 10:00", "05/03 11:00"), ("05/03 11:00", "10/03 09:00")
        self.assertPaused("12/03 17:00", "02/03 09:00", 3, "working_day", whole)
        self.assertPaused("12/03 17:00", "02/03 09:00", 3, "working_day", *cut)

    def test_day_limit_gets_calendar_days(self):
        pause = ("06/03 10:00", "10/03 09:00")  # four days
        self.assertPaused("16/03 17:00", "02/03 09:00", 10, "day", pause)

    def test_day_limit_that_had_moved_ends_on_the_day_of_return(self):
        pause = ("09/03 10:00", "11/03 09:00")  # the end of Saturday had moved here
        self.assertPaused("11/03 17:00", "05/03 09:00", 2, "day", pause)

    def test_month_limit_gets_calendar_days(self):
        pause = ("09/03 10:00", "19/03 09:00")  # ten days after 2/4: a Sunday
        self.assertPaused("13/04 17:00", "02/03 09:00", 1, "month", pause)

    def test_same_day_limit_begins_anew_when_the_pause_ends(self):
        pause = ("02/03 10:00", "04/03 09:00")
        self.assertPaused(
            "04/03 17:00", "02/03 09:00", 1, "same_day", pause, cutoff=CUTOFF
        )

    def test_same_day_limit_resumed_after_the_cutoff_gets_the_next_day(self):
        pause = ("02/03 10:00", "02/03 15:30")
        self.assertPaused(
            "03/03 17:00", "02/03 09:00", 1, "same_day", pause, cutoff=CUTOFF
        )

    def test_kept_hour_before_the_return_becomes_closing_time(self):
        pause = ("05/03 08:00", "06/03 10:00")
        self.assertPaused(
            "06/03 17:00", "02/03 09:00", 3, "working_day", pause, keep_hour=True
        )

    def test_pause_cannot_end_before_it_begins(self):
        with self.assertRaises(ValueError):
            self.due("02/03 09:00", 1, "hour", pauses=[("03/03 09:00", "02/03 10:00")])
