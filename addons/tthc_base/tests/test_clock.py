from datetime import UTC, date, datetime
from threading import Thread

from freezegun import freeze_time

from odoo.tests import BaseCase

from odoo.addons.tthc_base.tools import clock

OPENING_2017 = datetime(2017, 5, 15, 1, 0)
LATER = datetime(2017, 5, 16, 1, 0)


class TestClock(BaseCase):
    @freeze_time("2026-03-02 02:00:00.900")
    def test_now_is_naive_utc_in_whole_seconds(self):
        self.assertEqual(clock.now(), datetime(2026, 3, 2, 2, 0))

    @freeze_time("2026-03-02 18:00:00")
    def test_today_is_of_the_time_zone(self):
        self.assertEqual(clock.today("Asia/Ho_Chi_Minh"), date(2026, 3, 3))
        self.assertEqual(clock.today("UTC"), date(2026, 3, 2))

    def test_frozen_holds_within_the_block_only(self):
        with clock.frozen(OPENING_2017):
            self.assertEqual(clock.now(), OPENING_2017)
            self.assertEqual(clock.today("Asia/Ho_Chi_Minh"), date(2017, 5, 15))
        self.assertGreater(clock.now().year, 2017)

    def test_frozen_blocks_can_be_nested(self):
        with clock.frozen(OPENING_2017):
            with clock.frozen(LATER):
                self.assertEqual(clock.now(), LATER)
            self.assertEqual(clock.now(), OPENING_2017)

    def test_frozen_ends_with_an_error_too(self):
        with self.assertRaises(ZeroDivisionError), clock.frozen(OPENING_2017):
            _ = 1 / 0
        self.assertGreater(clock.now().year, 2017)

    def test_frozen_does_not_reach_other_threads(self):
        seen = []
        with clock.frozen(OPENING_2017):
            other = Thread(target=lambda: seen.append(clock.now()))
            other.start()
            other.join()
        self.assertGreater(seen[0].year, 2017)

    def test_frozen_refuses_a_time_zone(self):
        with (
            self.assertRaises(ValueError),
            clock.frozen(OPENING_2017.replace(tzinfo=UTC)),
        ):
            self.fail("an aware instant was taken")
