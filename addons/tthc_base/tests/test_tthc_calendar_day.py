from datetime import date, datetime

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import mute_logger

TUESDAY = date(2031, 3, 4)


class CalendarDayCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.days = cls.env["tthc.calendar.day"]
        cls.leaves = cls.env["resource.calendar.leaves"]
        cls.calendar = cls.env.ref("tthc_base.calendar_administrative")

    def day(self, **vals):
        return self.days.create({"name": "Nghỉ", "date": TUESDAY, **vals})

    def make_up(self, **vals):
        saturday = {"name": "Làm bù", "date": date(2031, 3, 8), "kind": "make_up"}
        return self.days.create({**saturday, **vals})


class TestCalendarDay(CalendarDayCase):
    def test_date_has_one_general_entry(self):
        self.day()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.day()

    def test_date_has_one_entry_a_calendar(self):
        self.day()
        self.day(calendar_id=self.calendar.id)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.day(calendar_id=self.calendar.id)

    def test_make_up_day_needs_the_weekday_it_replaces(self):
        with self.assertRaises(ValidationError):
            self.make_up()

    def test_make_up_day_takes_the_weekday_from_the_date_it_replaces(self):
        day = self.make_up(replaced_date=date(2031, 3, 13))
        self.assertEqual(day.replaced_weekday, "3")

    def test_weekday_and_date_replaced_agree(self):
        day = self.make_up(replaced_date=date(2031, 3, 13))
        with self.assertRaises(ValidationError):
            day.replaced_weekday = "1"

    def test_day_is_not_worked_instead_of_itself(self):
        with self.assertRaises(ValidationError):
            self.make_up(replaced_date=date(2031, 3, 8))

    def test_day_off_replaces_nothing(self):
        with self.assertRaises(ValidationError):
            self.day(replaced_date=date(2031, 3, 13))
        with self.assertRaises(ValidationError):
            self.day(replaced_weekday="3")

    def test_make_up_day_of_a_weekday_has_its_sessions(self):
        self.make_up(replaced_weekday="0")
        self.assertTrue(self.calendar.tthc_is_working_day(date(2031, 3, 8)))

    def test_make_up_day_of_a_rest_day_is_not_worked(self):
        self.make_up(replaced_weekday="6")
        self.assertFalse(self.calendar.tthc_is_working_day(date(2031, 3, 8)))

    def test_display_name_has_date_and_name(self):
        self.assertEqual(self.day().display_name, "04/03/2031 Nghỉ")


class TestDerivedLeaves(CalendarDayCase):
    def test_day_off_becomes_time_off_of_each_company(self):
        company = self.env["res.company"].create({"name": "Công ty thử nghiệm"})
        day = self.day()
        self.assertIn(company, day.leave_ids.company_id)
        self.assertEqual(len(day.leave_ids), self.env["res.company"].search_count([]))
        self.assertRecordValues(
            day.leave_ids.filtered(lambda leave: leave.company_id == company),
            [
                {
                    "name": "Nghỉ",
                    "calendar_id": False,
                    "resource_id": False,
                    "time_type": "leave",
                    "date_from": datetime(2031, 3, 3, 17, 0),
                    "date_to": datetime(2031, 3, 4, 16, 59, 59),
                }
            ],
        )

    def test_new_company_gets_the_days_off(self):
        day = self.day()
        company = self.env["res.company"].create({"name": "Công ty thử nghiệm"})
        self.assertIn(company, day.leave_ids.company_id)

    def test_make_up_day_is_no_time_off(self):
        self.assertFalse(self.make_up(replaced_weekday="0").leave_ids)

    def test_time_off_follows_the_day(self):
        day = self.day()
        day.write({"name": "Nghỉ lễ", "date": date(2031, 3, 5)})
        self.assertEqual(day.leave_ids[0].name, "Nghỉ lễ")
        self.assertEqual(day.leave_ids[0].date_from, datetime(2031, 3, 4, 17, 0))
        day.active = False
        self.assertFalse(day.leave_ids)

    def test_time_off_goes_with_the_day(self):
        day = self.day()
        leaves = day.leave_ids
        day.unlink()
        self.assertFalse(leaves.exists())

    def test_day_of_a_calendar_is_time_off_of_that_calendar(self):
        self.calendar.tz = "Asia/Tokyo"
        leave = self.day(calendar_id=self.calendar.id).leave_ids[0]
        self.assertEqual(leave.calendar_id, self.calendar)
        self.assertEqual(leave.date_from, datetime(2031, 3, 3, 15, 0))

    def test_day_of_a_calendar_moves_with_its_time_zone(self):
        day = self.day(calendar_id=self.calendar.id)
        self.calendar.tz = "Asia/Tokyo"
        self.assertEqual(day.leave_ids[0].date_from, datetime(2031, 3, 3, 15, 0))

    def test_derived_time_off_cannot_be_edited_by_hand(self):
        leave = self.day().leave_ids[0]
        for name, change in {
            "write": lambda: leave.write({"name": "x"}),
            "unlink": leave.unlink,
            "guard in the context": lambda: leave.with_context(
                tthc_derivation=True
            ).unlink(),
        }.items():
            with self.subTest(name), self.assertRaisesRegex(UserError, "Nghỉ"):
                change()

    def test_time_off_cannot_be_passed_off_as_derived(self):
        day = self.day()
        vals = {
            "name": "x",
            "date_from": datetime(2031, 3, 10),
            "date_to": datetime(2031, 3, 11),
        }
        with self.assertRaises(UserError):
            self.leaves.create({**vals, "tthc_calendar_day_id": day.id})
        own = self.leaves.create(vals)
        with self.assertRaises(UserError):
            own.tthc_calendar_day_id = day

    def test_other_time_off_stays_free(self):
        own = self.leaves.create(
            {
                "name": "x",
                "date_from": datetime(2031, 3, 10),
                "date_to": datetime(2031, 3, 11),
            }
        )
        own.name = "y"
        self.assertTrue(own.unlink())

    def test_queries_do_not_grow_with_the_days(self):
        def queries(month, count):
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.days.create(
                [
                    {"name": "Nghỉ", "date": date(2032, month, number + 1)}
                    for number in range(count)
                ]
            )
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(1, 1)
        self.assertLessEqual(queries(3, 20), queries(2, 2))


class TestCalendarDayAccess(CalendarDayCase):
    def test_staff_read_and_do_not_write(self):
        user = new_test_user(self.env, "nv.lich", groups="tthc_base.group_reception")
        day = self.day().with_user(user)
        self.assertEqual(day.name, "Nghỉ")
        for operation in (
            lambda: day.write({"name": "x"}),
            day.unlink,
            lambda: self.days.with_user(user).create({"name": "x", "date": TUESDAY}),
        ):
            with self.assertRaises(AccessError):
                operation()

    def test_user_outside_the_center_sees_nothing(self):
        user = new_test_user(self.env, "khach.lich", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.days.with_user(user).search([])

    def test_administrator_needs_no_right_on_odoo_settings(self):
        user = new_test_user(self.env, "qt.lich", groups="tthc_base.group_admin")
        day = self.days.with_user(user).create({"name": "Nghỉ", "date": TUESDAY})
        day.name = "Nghỉ lễ"
        self.assertEqual(day.sudo().leave_ids[0].name, "Nghỉ lễ")
        day.unlink()

    def test_administrator_edits_sessions_and_staff_do_not(self):
        admin = new_test_user(self.env, "qt.gio", groups="tthc_base.group_admin")
        staff = new_test_user(self.env, "nv.gio", groups="tthc_base.group_reception")
        session = self.calendar.attendance_ids[0]
        session.with_user(admin).hour_to = 11
        with self.assertRaises(AccessError):
            session.with_user(staff).hour_to = 11.5


class TestShippedDays(CalendarDayCase):
    def shipped(self, year):
        return self.days.search(
            [
                ("calendar_id", "=", False),
                ("date", ">=", date(year, 1, 1)),
                ("date", "<=", date(year, 12, 31)),
            ]
        )

    def test_every_year_from_2016_to_2027_has_tet_and_national_day(self):
        for year in range(2016, 2028):
            with self.subTest(year=year):
                days = self.shipped(year)
                tet = days.filtered(lambda d: "Tết Nguyên Đán" in d.name)
                self.assertGreaterEqual(len(tet), 4)
                self.assertIn((9, 2), [(d.date.month, d.date.day) for d in days])

    def test_swapped_saturdays_are_worked_and_the_days_for_them_are_not(self):
        for saturday, day_off in {
            "2019-01-05": "2018-12-31",
            "2019-05-04": "2019-04-29",
            "2024-05-04": "2024-04-29",
            "2025-04-26": "2025-05-02",
            "2026-01-10": "2026-01-02",
            "2026-08-22": "2026-08-31",
        }.items():
            with self.subTest(saturday=saturday):
                works = self.calendar.tthc_is_working_day
                self.assertTrue(works(date.fromisoformat(saturday)))
                self.assertFalse(works(date.fromisoformat(day_off)))

    def test_worked_examples_hold_for_the_shipped_days(self):
        due = self.calendar.tthc_due(datetime(2026, 8, 20, 2, 0), 5, "working_day")
        self.assertEqual(due.at, datetime(2026, 8, 26, 10, 0))
        due = self.calendar.tthc_due(datetime(2026, 8, 28, 2, 0), 3, "working_day")
        self.assertEqual(due.at, datetime(2026, 9, 7, 10, 0))

    def test_every_shipped_day_has_its_source(self):
        days = self.days.search([("date", "<=", date(2027, 12, 31))])
        self.assertTrue(all(days.mapped("source")))

    def test_lunar_days_of_2027_wait_for_the_notice(self):
        tet = self.shipped(2027).filtered(lambda d: "Tết Nguyên Đán" in d.name)
        self.assertEqual(set(tet.mapped("verification")), {"unverified"})

    def test_edited_day_survives_an_update(self):
        record = self.env.ref("tthc_base.day_20270206")
        data = self.env["ir.model.data"].search(
            [("model", "=", self.days._name), ("res_id", "=", record.id)]
        )
        self.assertTrue(data.noupdate)


class TestFillFromLibrary(CalendarDayCase):
    def fill(self, year):
        wizard = self.env["tthc.calendar.day.fill"].create({"year": year})
        return self.days.search(wizard.action_fill()["domain"])

    def test_future_year_gets_holidays_marked_as_computed(self):
        days = self.fill(2030)
        self.assertEqual(set(days.mapped("verification")), {"library"})
        self.assertEqual(set(days.mapped(lambda d: d.date.year)), {2030})
        kinds = {d.date: d.kind for d in days}
        self.assertEqual(kinds[date(2030, 2, 3)], "holiday")
        self.assertEqual(kinds[date(2030, 11, 25)], "compensation")
        self.assertFalse(self.calendar.tthc_is_working_day(date(2030, 11, 25)))

    def test_entry_is_never_overwritten(self):
        kept = self.days.create(
            {
                "name": "Theo thông báo",
                "date": date(2030, 1, 1),
                "verification": "verified",
            }
        )
        archived = self.days.create({"name": "Bỏ", "date": date(2030, 9, 2)})
        archived.active = False
        days = self.fill(2030)
        self.assertEqual(days.filtered(lambda d: d.date == kept.date), kept)
        self.assertEqual(kept.name, "Theo thông báo")
        self.assertNotIn(archived.date, days.mapped("date"))

    def test_filling_twice_adds_nothing(self):
        days = self.fill(2030)
        self.assertEqual(self.fill(2030), days)

    def test_shipped_year_is_left_alone(self):
        before = self.days.search([("date", "like", "2024-")]).mapped("name")
        self.fill(2024)
        after = self.days.search([("date", "like", "2024-")]).mapped("name")
        self.assertEqual(before, after)

    def test_swapped_day_brings_its_make_up_day(self):
        vals = {v["date"]: v for v in self.days._library_vals(2019)}
        self.assertEqual(vals[date(2019, 5, 4)]["kind"], "make_up")
        self.assertEqual(vals[date(2019, 5, 4)]["replaced_date"], date(2019, 4, 29))
        self.assertEqual(vals[date(2019, 1, 5)]["replaced_date"], date(2018, 12, 31))
        self.assertEqual(vals[date(2019, 4, 29)]["kind"], "swap_off")

    def test_year_out_of_reach_is_refused(self):
        with self.assertRaisesRegex(UserError, "1990"):
            self.fill(1990)
