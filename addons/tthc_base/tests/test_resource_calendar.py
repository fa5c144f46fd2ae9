from datetime import date, datetime, time, timedelta

import pytz
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from odoo.addons.tthc_base.tools.due_date import Due

MONDAY_9 = datetime(2031, 3, 3, 2, 0)  # 09:00 in Vietnam
SATURDAY = date(2031, 3, 8)

repeatable = settings(
    derandomize=True,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)


def utc(text):
    """Return naive UTC for a Vietnamese wall clock text."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M") - timedelta(hours=7)


class ResourceCalendarCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.days = cls.env["tthc.calendar.day"]
        cls.calendar = cls._calendar()

    @classmethod
    def _calendar(cls, **vals):
        """Create a calendar of administrative hours; 2031 has no days of its own."""
        sessions = [("morning", 7, 11.5), ("afternoon", 13.5, 17)]
        return cls.env["resource.calendar"].create(
            {
                "name": "Giờ thử nghiệm",
                "company_id": False,
                "tz": "Asia/Ho_Chi_Minh",
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": period,
                                "dayofweek": str(weekday),
                                "day_period": period,
                                "hour_from": start,
                                "hour_to": end,
                            }
                        )
                        for weekday in range(5)
                        for period, start, end in sessions
                    ),
                ],
                **vals,
            }
        )

    def due(self, start, amount, unit, **options):
        return self.calendar.tthc_due(utc(start), amount, unit, **options).at

    def make_up(self, **vals):
        """Declare Saturday 8 March 2031 worked instead of Thursday 13 March."""
        return self.days.create(
            {
                "name": "Làm bù",
                "date": SATURDAY,
                "kind": "make_up",
                "replaced_date": date(2031, 3, 13),
                **vals,
            }
        )


class TestTthcDue(ResourceCalendarCase):
    def test_naive_utc_in_and_out(self):
        due = self.calendar.tthc_due(MONDAY_9, 2, "working_day")
        self.assertEqual(due.at, datetime(2031, 3, 5, 10, 0))  # 17:00 in Vietnam
        self.assertEqual(due.lines[0].at, datetime(2031, 3, 3, 9, 0))

    def test_evening_in_utc_is_the_next_day_in_vietnam(self):
        due = self.calendar.tthc_due(datetime(2031, 3, 3, 22, 0), 1, "working_day")
        self.assertEqual(due.at, datetime(2031, 3, 5, 10, 0))

    def test_cutoff_is_a_time_or_hours_of_a_float_field(self):
        for cutoff in (time(15), 15.0):
            with self.subTest(cutoff=cutoff):
                due = self.due("2031-03-03 15:01", 1, "same_day", cutoff=cutoff)
                self.assertEqual(due, utc("2031-03-04 17:00"))

    def test_empty_cutoff_is_none(self):
        for cutoff in (None, False, 0.0):
            with self.subTest(cutoff=cutoff):
                due = self.due("2031-03-03 15:01", 1, "same_day", cutoff=cutoff)
                self.assertEqual(due, utc("2031-03-03 17:00"))

    def test_keep_hour(self):
        due = self.due("2031-03-03 09:20", 1, "working_day", keep_hour=True)
        self.assertEqual(due, utc("2031-03-04 09:20"))

    def test_pauses_are_naive_utc(self):
        pause = (utc("2031-03-03 10:00"), utc("2031-03-05 09:00"))
        due = self.due("2031-03-03 09:00", 2, "working_day", pauses=[pause])
        self.assertEqual(due, utc("2031-03-07 17:00"))

    def test_other_time_zone(self):
        self.calendar.tz = "Asia/Tokyo"
        due = self.calendar.tthc_due(MONDAY_9, 1, "working_day")
        self.assertEqual(due.at, datetime(2031, 3, 4, 8, 0))

    def test_helpers_speak_naive_utc(self):
        calendar = self.calendar
        sunday = utc("2031-03-09 10:00")
        self.assertEqual(calendar.tthc_next_opening(sunday), utc("2031-03-10 07:00"))
        self.assertEqual(
            calendar.tthc_add_working_time(sunday, timedelta(hours=5)),
            utc("2031-03-10 14:00"),
        )
        self.assertEqual(
            calendar.tthc_working_minutes_between(sunday, utc("2031-03-10 14:00")), 300
        )
        self.assertEqual(
            calendar.tthc_time_left(utc("2031-03-10 14:00"), sunday),
            timedelta(hours=-5),
        )
        self.assertTrue(calendar.tthc_is_working_day(date(2031, 3, 10)))
        self.assertFalse(calendar.tthc_is_working_day(date(2031, 3, 9)))
        self.assertEqual(
            calendar.tthc_previous_working_day(date(2031, 3, 10)), date(2031, 3, 7)
        )

    def test_r05_transfer_due(self):
        received = utc("2031-03-07 15:01")
        for cutoff in (time(15), 15.0):
            with self.subTest(cutoff=cutoff):
                due = self.calendar.tthc_transfer_due(received, cutoff)
                self.assertEqual(due, utc("2031-03-10 07:00"))

    def test_r08_apology_deadline(self):
        deadline = self.calendar.tthc_apology_deadline(utc("2031-03-10 17:00"))
        self.assertEqual(deadline, utc("2031-03-07 17:00"))

    def test_flexible_calendar_tells_what_to_do(self):
        self.calendar.schedule_type = "flexible"
        with self.assertRaisesRegex(UserError, "Giờ thử nghiệm.*fully fixed"):
            self.due("2031-03-03 09:00", 1, "hour")

    def test_limit_that_cannot_be_counted_tells_what_to_do(self):
        with self.assertRaisesRegex(UserError, "1.5 .*working_day.*half_day"):
            self.due("2031-03-03 09:00", 1.5, "working_day")

    def test_calendar_without_sessions_tells_what_to_do(self):
        self.calendar.attendance_ids.unlink()
        with self.assertRaisesRegex(UserError, "Giờ thử nghiệm.*sessions"):
            self.due("2031-03-03 09:00", 1, "hour")

    def test_two_week_calendar_follows_the_week(self):
        self.calendar.switch_calendar_type()
        second = self.calendar.attendance_ids.filtered(
            lambda a: a.week_type == "1" and not a.display_type
        )
        second.unlink()
        week = self.env["resource.calendar.attendance"].get_week_type
        for day in (date(2031, 3, 3), date(2031, 3, 10)):
            with self.subTest(day=day):
                worked = self.calendar.tthc_is_working_day(day)
                self.assertEqual(worked, week(day) == 0)

    def test_default_calendar_has_administrative_hours(self):
        calendar = self.env.ref("tthc_base.calendar_administrative")
        start = datetime(2031, 3, 3, 0, 0)
        due = calendar.tthc_due(start, 1, "working_day")
        self.assertEqual(due.at, datetime(2031, 3, 4, 10, 0))
        minutes = calendar.tthc_working_minutes_between(start, due.at)
        self.assertEqual(minutes, 2 * 8 * 60)


class TestCompiledCalendar(ResourceCalendarCase):
    """The compiled calendar is cached, and never stale."""

    def test_warm_due_needs_no_query(self):
        self.due("2031-03-03 09:00", 5, "working_day")
        self.env.invalidate_all()
        with self.assertQueryCount(0):
            self.due("2031-03-03 09:00", 5, "working_day")

    def test_new_day_off_counts_at_once(self):
        self.assertEqual(
            self.due("2031-03-03 09:00", 1, "working_day"), utc("2031-03-04 17:00")
        )
        day = self.days.create({"name": "Nghỉ", "date": date(2031, 3, 4)})
        self.assertEqual(
            self.due("2031-03-03 09:00", 1, "working_day"), utc("2031-03-05 17:00")
        )
        day.date = date(2031, 3, 5)
        self.assertEqual(
            self.due("2031-03-03 09:00", 1, "working_day"), utc("2031-03-04 17:00")
        )
        day.date = date(2031, 3, 4)
        day.active = False
        self.assertEqual(
            self.due("2031-03-03 09:00", 1, "working_day"), utc("2031-03-04 17:00")
        )
        day.active = True
        day.unlink()
        self.assertEqual(
            self.due("2031-03-03 09:00", 1, "working_day"), utc("2031-03-04 17:00")
        )

    def test_changed_session_counts_at_once(self):
        self.due("2031-03-03 09:00", 1, "working_day")
        tuesday = self.calendar.attendance_ids.filtered(
            lambda a: a.dayofweek == "1" and a.day_period == "afternoon"
        )
        tuesday.hour_to = 16.5
        self.assertEqual(
            self.due("2031-03-03 09:00", 1, "working_day"), utc("2031-03-04 16:30")
        )
        tuesday.unlink()
        self.assertEqual(
            self.due("2031-03-03 09:00", 1, "working_day"), utc("2031-03-04 11:30")
        )
        self.calendar.attendance_ids = [
            Command.create(
                {
                    "name": "tối",
                    "dayofweek": "1",
                    "day_period": "afternoon",
                    "hour_from": 18,
                    "hour_to": 20,
                }
            )
        ]
        self.assertEqual(
            self.due("2031-03-03 09:00", 1, "working_day"), utc("2031-03-04 20:00")
        )

    def test_every_user_gets_the_same_calendar(self):
        user = new_test_user(self.env, "nv.gio", groups="tthc_base.group_reception")
        self.days.create({"name": "Nghỉ", "date": date(2031, 3, 4)})
        due = self.calendar.with_user(user).tthc_due(MONDAY_9, 1, "working_day")
        self.assertEqual(due.at, utc("2031-03-05 17:00"))

    def test_archived_day_counts_in_no_context(self):
        day = self.days.create({"name": "Nghỉ", "date": date(2031, 3, 4)})
        day.active = False
        calendar = self.calendar.with_context(active_test=False)
        due = calendar.tthc_due(MONDAY_9, 1, "working_day")
        self.assertEqual(due.at, utc("2031-03-04 17:00"))


class TestExplain(ResourceCalendarCase):
    def explain(self, start, amount, unit, **options):
        due = self.calendar.tthc_due(utc(start), amount, unit, **options)
        stored = Due.from_dict(due.as_dict())
        return self.calendar._tthc_explain(stored.lines)

    def test_working_days_over_a_make_up_saturday_and_a_holiday(self):
        self.make_up()
        self.days.create({"name": "Nghỉ", "date": date(2031, 3, 10)})
        self.assertEqual(
            self.explain("2031-03-07 09:05", 2, "working_day"),
            [
                "Received Fri 07/03/2031, 09:05",
                "The first day, Fri 07/03/2031, is not counted",
                "2 working day(s) counted from Sat 08/03/2031 to Tue 11/03/2031",
                "Days of weekly rest passed over: 1",
                "Sat 08/03/2031 is a working day: Làm bù",
                "Mon 10/03/2031 is not counted: Nghỉ",
                "Due Tue 11/03/2031, 17:00",
            ],
        )

    def test_vietnamese_names_weekdays_by_number(self):
        self.calendar = self.calendar.with_context(lang="vi_VN")
        texts = self.explain("2031-03-05 14:20", 3, "working_day")
        self.assertIn("T4 05/03/2031, 14:20", texts[0])
        self.assertIn("3 ngày làm việc", texts[2])
        self.assertIn("T2 10/03/2031, 17:00", texts[-1])

    def test_hours_with_a_pause_from_a_day_off(self):
        self.days.create({"name": "Nghỉ", "date": date(2031, 3, 3)})
        pause = (utc("2031-03-04 08:00"), utc("2031-03-04 09:00"))
        self.assertEqual(
            self.explain("2031-03-03 09:00", 1.5, "hour", pauses=[pause]),
            [
                "Received Mon 03/03/2031, 09:00",
                "On a day off (Nghỉ): counts as received Tue 04/03/2031, 07:00",
                "Paused from Tue 04/03/2031, 08:00 to Tue 04/03/2031, 09:00:"
                " 60 minute(s) given back",
                "1.50 hour(s) of working time counted from Tue 04/03/2031, 07:00"
                " to Tue 04/03/2031, 09:30",
                "Due Tue 04/03/2031, 09:30",
            ],
        )

    def test_every_kind_of_line_has_words(self):
        pauses = [(utc("2031-06-02 08:00"), utc("2031-06-03 08:00"))]
        texts = [
            *self.explain("2031-03-03 15:30", 1, "same_day", cutoff=15, pauses=pauses),
            *self.explain("2031-03-06 05:00", 2, "day"),
            *self.explain("2031-03-08 05:00", 1, "half_day"),
            *self.explain("2031-03-06 12:00", 30, "minute"),
            *self.explain("2031-03-06 18:00", 1, "month"),
        ]
        for expected in (
            "After 15:00: moved to the next working day, Tue 04/03/2031",
            "The pause from Mon 02/06/2031, 08:00 to Tue 03/06/2031, 08:00 began after"
            " the limit had ended: nothing given back",
            "Before opening time: counts as received Thu 06/03/2031, 07:00",
            "Sat 08/03/2031 is not a working day: the limit ends on the next one,"
            " Mon 10/03/2031",
            "On a weekly rest day: counts as received Mon 10/03/2031, 07:00",
            "During the break: counts as received Thu 06/03/2031, 13:30",
            "After closing time: counts as received Fri 07/03/2031, 07:00",
            "1 month(s) counted from Sat 08/03/2031 to Mon 07/04/2031",
        ):
            with self.subTest(expected=expected):
                self.assertIn(expected, texts)


class TestOdooWorkingTime(ResourceCalendarCase):
    """Odoo's own apps see the same holidays and make-up days as the engine."""

    def intervals(self, day, resource=None):
        zone = pytz.timezone(self.calendar.tz)
        start = zone.localize(datetime.combine(day, time.min))
        resource = resource or self.env["resource.resource"]
        batch = self.calendar._work_intervals_batch(
            start, start + timedelta(days=1), resources=resource
        )
        return [
            (a.hour + a.minute / 60, b.hour + b.minute / 60)
            for a, b, _r in batch[resource.id]
        ]

    def test_make_up_day_has_the_sessions_of_the_day_it_replaces(self):
        self.assertEqual(self.intervals(SATURDAY), [])
        thursday = self.calendar.attendance_ids.filtered(lambda a: a.dayofweek == "3")
        thursday.filtered(lambda a: a.day_period == "afternoon").hour_to = 16
        self.make_up()
        self.assertEqual(self.intervals(SATURDAY), [(7.0, 11.5), (13.5, 16.0)])

    def test_make_up_day_replaces_the_ordinary_sessions(self):
        self.calendar.attendance_ids = [
            Command.create(
                {
                    "name": "sáng",
                    "dayofweek": "5",
                    "day_period": "morning",
                    "hour_from": 6,
                    "hour_to": 10,
                }
            )
        ]
        self.assertEqual(self.intervals(SATURDAY), [(6.0, 10.0)])
        self.make_up()
        self.assertEqual(self.intervals(SATURDAY), [(7.0, 11.5), (13.5, 17.0)])

    def test_make_up_day_counts_for_a_resource(self):
        self.make_up()
        resource = self.env["resource.resource"].create(
            {"name": "Quầy 1", "calendar_id": self.calendar.id, "tz": self.calendar.tz}
        )
        self.assertEqual(
            self.intervals(SATURDAY, resource), [(7.0, 11.5), (13.5, 17.0)]
        )

    def test_make_up_day_is_cut_to_the_window(self):
        self.make_up()
        count = self.calendar.get_work_hours_count(
            utc("2031-03-08 09:00").replace(tzinfo=pytz.utc),
            utc("2031-03-08 14:30").replace(tzinfo=pytz.utc),
        )
        self.assertEqual(count, 3.5)

    def test_make_up_day_of_another_calendar_does_not_count(self):
        self.make_up(calendar_id=self._calendar().id)
        self.assertEqual(self.intervals(SATURDAY), [])
        self.assertFalse(self.calendar.tthc_is_working_day(SATURDAY))

    def test_day_off_is_not_worked(self):
        self.days.create({"name": "Nghỉ", "date": date(2031, 3, 4)})
        self.assertEqual(self.intervals(date(2031, 3, 4)), [])
        self.assertEqual(self.intervals(date(2031, 3, 5)), [(7.0, 11.5), (13.5, 17.0)])

    def test_own_day_goes_before_the_general_one(self):
        day = date(2031, 3, 4)
        self.days.create({"name": "Nghỉ", "date": day})
        own = {"name": "Vẫn làm việc", "date": day, "kind": "make_up"}
        self.days.create(
            {**own, "replaced_weekday": "1", "calendar_id": self.calendar.id}
        )
        self.assertEqual(self.intervals(day), [(7.0, 11.5), (13.5, 17.0)])
        self.assertTrue(self.calendar.tthc_is_working_day(day))
        self.assertFalse(self._calendar().tthc_is_working_day(day))

    @repeatable
    @given(
        st.integers(0, 1000 * 1440),
        st.integers(1, 400),
        st.sampled_from([60, 30, 15]),
    )
    def test_hours_are_those_of_plan_hours(self, start, amount, minutes):
        """From 2024 to 2026, over real holidays and swapped Saturdays."""
        calendar = self.env.ref("tthc_base.calendar_administrative")
        begin = datetime(2024, 1, 1) + timedelta(minutes=start)
        planned = calendar.plan_hours(amount * minutes / 60, begin, compute_leaves=True)
        due = calendar.tthc_due(begin, amount * minutes, "minute")
        self.assertEqual(due.at, planned)
