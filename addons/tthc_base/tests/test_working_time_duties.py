from datetime import time

from odoo.addons.tthc_base.tools import working_time

from .working_time_common import CALENDAR, WorkingTimeCase, at

CUTOFF = time(15)


class TestTransferAndApology(WorkingTimeCase):
    def assertTransfer(self, expected, received):
        due = working_time.transfer_due(CALENDAR, at(received), CUTOFF)
        self.assertEqual(due, at(expected))

    def assertApology(self, expected, due):
        deadline = working_time.apology_deadline(CALENDAR, at(due))
        self.assertEqual(deadline, at(expected))

    def test_r05_same_working_day(self):
        self.assertTransfer("02/03 17:00", "02/03 09:00")

    def test_r05_after_15h_next_morning(self):
        self.assertTransfer("03/03 07:00", "02/03 15:30")

    def test_r05_exactly_15h_is_the_same_day_a_second_later_is_not(self):
        self.assertTransfer("02/03 17:00", "02/03 15:00")
        self.assertTransfer("03/03 07:00", "02/03 15:00:01")

    def test_r05_after_closing_next_morning(self):
        self.assertTransfer("03/03 07:00", "02/03 18:00")

    def test_r05_friday_afternoon_is_monday_morning(self):
        self.assertTransfer("09/03 07:00", "06/03 16:00")

    def test_r05_friday_before_a_make_up_saturday(self):
        self.assertTransfer("22/08 07:00", "21/08 16:00")

    def test_r05_on_a_day_off_is_received_at_the_next_opening(self):
        self.assertTransfer("09/03 17:00", "07/03 16:00")

    def test_r05_before_opening_is_the_same_day(self):
        self.assertTransfer("02/03 17:00", "02/03 05:00")

    def test_regulation_without_a_cutoff_gives_the_whole_day(self):
        due = working_time.transfer_due(CALENDAR, at("02/03 16:00"), None)
        self.assertEqual(due, at("02/03 17:00"))

    def test_r08_apology_at_least_a_working_day_before(self):
        self.assertApology("03/03 17:00", "04/03 17:00")

    def test_r08_apology_before_a_monday_is_on_friday(self):
        self.assertApology("06/03 17:00", "09/03 17:00")

    def test_r08_apology_before_the_day_after_national_day(self):
        self.assertApology("28/08 17:00", "03/09 09:00")

    def test_r08_apology_on_a_make_up_saturday(self):
        self.assertApology("22/08 17:00", "24/08 17:00")

    def test_r08_end_at_midnight_belongs_to_the_day_it_closes(self):
        self.assertApology("03/03 17:00", "05/03 00:00")

    def test_time_left_is_working_time(self):
        left = working_time.time_left(CALENDAR, at("06/03 16:00"), at("09/03 09:00"))
        self.assertEqual(left.total_seconds(), 3 * 3600)

    def test_time_left_is_negative_after_the_due_date(self):
        left = working_time.time_left(CALENDAR, at("09/03 09:00"), at("06/03 16:00"))
        self.assertEqual(left.total_seconds(), -3 * 3600)
