import json
from datetime import date, time

from odoo.addons.tthc_base.tools import working_time
from odoo.addons.tthc_base.tools.due_date import Due

from .working_time_common import WorkingTimeCase

CUTOFF = time(15)


class TestExplanation(WorkingTimeCase):
    def kinds(self, *args, **options):
        return [line.kind for line in self.due(*args, **options).lines]

    def test_five_working_days_over_make_up_saturday(self):
        lines = [
            line.as_dict() for line in self.due("20/08 09:00", 5, "working_day").lines
        ]
        self.assertEqual(
            lines,
            [
                {"kind": "start", "at": "2026-08-20T09:00:00"},
                {"kind": "uncounted", "day": "2026-08-20"},
                {
                    "kind": "counted",
                    "day": "2026-08-21",
                    "last_day": "2026-08-26",
                    "amount": 5,
                    "unit": "working_day",
                },
                {"kind": "rest", "amount": 1},
                {"kind": "make_up", "day": "2026-08-22", "name": "Làm bù cho 31/8"},
                {"kind": "result", "at": "2026-08-26T17:00:00"},
            ],
        )

    def test_days_off_are_named_each(self):
        lines = self.due("28/08 09:00", 3, "working_day").lines
        skipped = [(x.day.day, x.name, x.reason) for x in lines if x.kind == "skipped"]
        self.assertEqual(
            skipped,
            [
                (31, "Nghỉ hoán đổi", "swap_off"),
                (1, "Quốc khánh", "holiday"),
                (2, "Quốc khánh", "holiday"),
            ],
        )

    def test_holiday_on_a_weekend_is_weekly_rest(self):
        lines = self.due("24/04 09:00", 1, "working_day").lines
        self.assertEqual([x.day.day for x in lines if x.kind == "skipped"], [27])
        self.assertEqual([x.amount for x in lines if x.kind == "rest"], [2])

    def test_move_to_opening_gives_its_reason(self):
        reasons = {
            "02/03 05:00": ("before_opening", None),
            "02/03 12:00": ("break", None),
            "02/03 17:00": ("after_closing", None),
            "07/03 09:00": ("rest_day", None),
            "26/04 09:00": ("rest_day", None),
            "17/02 09:00": ("holiday", "Tết Nguyên đán"),
            "31/08 09:00": ("swap_off", "Nghỉ hoán đổi"),
        }
        for start, expected in reasons.items():
            with self.subTest(start=start):
                moved = self.due(start, 1, "hour").lines[1]
                self.assertEqual((moved.reason, moved.name), expected)

    def test_end_moved_to_the_next_working_day(self):
        lines = self.due("28/08 09:00", 1, "day").lines
        rolled = next(line for line in lines if line.kind == "rolled")
        self.assertEqual((rolled.day, rolled.last_day.day), (date(2026, 8, 29), 3))
        self.assertEqual([x.day.day for x in lines if x.kind == "skipped"], [31, 1, 2])

    def test_cutoff_tells_the_day_it_moves_to(self):
        lines = self.due("21/08 15:20", 1, "same_day", cutoff=CUTOFF).lines
        cutoff = next(line for line in lines if line.kind == "cutoff")
        self.assertEqual((cutoff.clock, cutoff.day), (CUTOFF, date(2026, 8, 22)))

    def test_pause_tells_what_it_gives_back(self):
        given = {
            ("hour", 4): (180, "minute"),
            ("working_day", 3): (2, "working_day"),
            ("day", 3): (2, "day"),
        }
        ends = {"hour": "02/03 14:00"}
        for (unit, amount), expected in given.items():
            with self.subTest(unit=unit):
                pause = ("02/03 09:00", ends.get(unit, "04/03 09:00"))
                lines = self.due("02/03 08:00", amount, unit, pauses=[pause]).lines
                line = next(line for line in lines if line.kind == "pause")
                self.assertEqual((line.amount, line.unit), expected)

    def test_pause_after_the_end_is_told(self):
        pause = ("03/03 09:00", "04/03 09:00")
        for unit in ("hour", "same_day"):
            with self.subTest(unit=unit):
                kinds = self.kinds("02/03 08:00", 1, unit, pauses=[pause])
                self.assertIn("pause_ignored", kinds)

    def test_pauses_that_touch_are_told_as_one(self):
        pauses = [("02/03 10:00", "03/03 10:00"), ("03/03 10:00", "04/03 10:00")]
        kinds = self.kinds("02/03 08:00", 3, "working_day", pauses=pauses)
        self.assertEqual(kinds.count("pause"), 1)

    def test_day_of_receipt_is_not_told_as_passed_over(self):
        kinds = self.kinds("22/08 08:00", 1, "working_day")
        self.assertNotIn("make_up", kinds)

    def test_explanation_survives_json(self):
        pause = ("02/03 09:00", "04/03 14:00")
        for unit in working_time.UNITS:
            with self.subTest(unit=unit):
                due = self.due("28/02 08:00", 1, unit, cutoff=CUTOFF, pauses=[pause])
                copy = Due.from_dict(json.loads(json.dumps(due.as_dict())))
                self.assertEqual(copy, due)
