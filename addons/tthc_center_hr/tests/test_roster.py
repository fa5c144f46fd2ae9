import io
from datetime import date
from unittest.mock import patch

import psycopg2
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import DAY, MOMENT, TODAY, HrCase

FRIDAY = TODAY + 4 * DAY
WEEK = "2026-03-02"


class RosterCase(HrCase):
    """The center of the tests with a week of its roster; Monday to Friday, 10 slots."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["manager"]
        cls.shifts = cls.env["tthc.roster.shift"]

    def as_role(self, role):
        return self.center.with_user(self.users[role])

    def week(self, role="manager"):
        return self.as_role(role).roster_week(WEEK)

    def row(self, week, counter=None):
        counter = counter or self.counter
        return next(row for row in week["rows"] if row["id"] == counter.id)

    def names(self, week, slot, counter=None):
        return [p["name"] for p in self.row(week, counter)["cells"][slot]["people"]]

    def absence(self, assignment=None, **values):
        return self.env["tthc.absence"].create(
            {
                "assignment_id": (assignment or self.main).id,
                "kind": "sick",
                "date_from": TODAY,
                "date_to": TODAY,
                **values,
            }
        )


class TestRoster(RosterCase):
    def test_the_week_is_planned_from_the_assignments(self):
        count = self.as_role("manager").roster_fill(WEEK)
        self.assertEqual(count, 10)
        week = self.week()
        self.assertEqual(self.names(week, "2026-03-02_am"), ["Phạm Thị Chính"])
        self.assertEqual(week["gaps"], [])

    def test_a_week_planned_twice_is_planned_once(self):
        self.as_role("manager").roster_fill(WEEK)
        self.assertEqual(self.as_role("manager").roster_fill(WEEK), 0)
        self.assertEqual(self.shifts.search_count([]), 10)

    def test_days_that_are_over_are_not_planned(self):
        with frozen(MOMENT + 2 * DAY):
            self.assertEqual(self.as_role("manager").roster_fill(WEEK), 6)
            with self.assertRaises(UserError):
                self.as_role("manager").roster_fill("2026-02-23")

    def test_a_term_that_ends_in_the_week_leaves_its_days_empty(self):
        self.main._moving().date_to = TODAY + DAY
        self.as_role("manager").roster_fill(WEEK)
        gaps = self.week()["gaps"]
        self.assertEqual(len(gaps), 6)
        self.assertEqual(gaps[0]["date"], "2026-03-04")
        self.assertEqual(gaps[0]["proposal"], "Trần Văn Phòng")

    def test_somebody_is_put_at_one_counter_only(self):
        second = self.counter.copy({"code": "02", "name": "Hộ tịch"})
        second.agency_ids = self.justice
        center = self.as_role("manager")
        center.roster_fill(WEEK)
        center.roster_put(second.id, WEEK, "am", self.main.id)
        week = self.week()
        self.assertEqual(self.names(week, "2026-03-02_am"), [])
        self.assertEqual(self.names(week, "2026-03-02_am", second), ["Phạm Thị Chính"])

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_two_counters_in_a_half_day(self):
        second = self.counter.copy({"code": "02", "name": "Hộ tịch"})
        values = {"day": TODAY, "half": "am", "assignment_id": self.main.id}
        self.shifts.create({"counter_id": self.counter.id, **values})
        with self.assertRaises(psycopg2.errors.UniqueViolation):
            self.shifts.create({"counter_id": second.id, **values}).flush_recordset()

    def test_nobody_is_planned_at_another_center_or_out_of_post(self):
        values = {"day": TODAY, "half": "am", "assignment_id": self.main.id}
        with self.assertRaises(ValidationError):
            self.shifts.create({"counter_id": self.other_counter.id, **values})
        with self.assertRaises(ValidationError):
            self.shifts.create(
                {**values, "counter_id": self.counter.id, "day": date(2027, 3, 1)}
            )

    def test_a_closed_half_day_takes_nobody(self):
        with self.assertRaises(UserError):
            self.as_role("manager").roster_put(
                self.counter.id, "2026-03-08", "am", self.main.id
            )

    def test_what_was_served_is_mended_by_hr_alone(self):
        self.as_role("manager").roster_fill(WEEK)
        shift = self.shifts.search([], limit=1)
        with frozen(MOMENT + DAY):
            with self.assertRaises(UserError):
                self.as_role("manager").roster_take_out(shift.ids)
            self.as_role("hr").roster_take_out(shift.ids)
        self.assertFalse(shift.exists())

    def test_a_sector_that_nobody_knows_is_shown(self):
        known, other = self.env["tthc.sector"].create(
            [{"name": "Hộ tịch thử"}, {"name": "Chứng thực thử"}]
        )
        self.counter.sector_ids = known | other
        self.main.sector_ids = known
        self.as_role("manager").roster_fill(WEEK)
        gaps = self.week()["gaps"]
        self.assertEqual({gap["sector"] for gap in gaps}, {"Chứng thực thử"})
        self.assertEqual(len(gaps), 10)

    def test_the_proposed_substitutes_are_planned_at_once(self):
        self.main._moving().date_to = TODAY + DAY
        center = self.as_role("manager")
        center.roster_fill(WEEK)
        self.assertEqual(center.roster_cover(WEEK), 6)
        self.assertEqual(self.week()["gaps"], [])

    def test_bad_words_from_a_page_are_answered_in_words(self):
        with self.assertRaises(UserError):
            self.as_role("manager").roster_week("hôm qua")
        with self.assertRaises(UserError):
            self.as_role("manager").roster_put(
                self.other_counter.id, WEEK, "am", self.main.id
            )

    def test_the_count_of_queries_does_not_grow_with_the_counters(self):
        self.as_role("manager").roster_fill(WEEK)
        self.env.invalidate_all()
        self.week()
        self.env.invalidate_all()
        with self.assertQueryCount(__system__=60):
            before = self.env.cr.sql_log_count
            self.week()
            few = self.env.cr.sql_log_count - before
        for number in range(2, 22):
            counter = self.counter.copy({"code": f"{number:02d}", "name": "Quầy"})
            counter.agency_ids = self.justice
            self.make_assignment(
                "main", self.make_staff(f"Người {number}"), counter_ids=counter.ids
            )
        with frozen(MOMENT):
            self.shifts.search([]).unlink()
            self.as_role("manager").roster_fill(WEEK)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.week()
        self.assertLessEqual(self.env.cr.sql_log_count - before, few)


class TestAbsence(RosterCase):
    def test_an_absence_that_leaves_nobody_asks_for_the_substitute_first(self):
        absence = self.absence().with_user(self.manager)
        action = absence.action_approve()
        self.assertEqual(action["res_model"], "tthc.absence.cover")
        self.assertEqual(absence.state, "draft")

    def test_the_reserve_stands_in(self):
        absence = self.absence().with_user(self.manager)
        absence.action_approve()
        cover = (
            self.env["tthc.absence.cover"]
            .with_user(self.manager)
            .with_context(default_absence_id=absence.id)
            .create({})
        )
        self.assertEqual(cover.line_ids.substitute_id, self.reserve)
        cover.action_confirm()
        self.assertEqual(absence.state, "approved")
        week = self.week()
        people = self.row(week)["cells"]["2026-03-02_am"]["people"]
        self.assertEqual(
            [(p["name"], p["is_absent"]) for p in people],
            [("Phạm Thị Chính", True), ("Trần Văn Phòng", False)],
        )
        self.assertEqual(people[1]["stands_in"], "Phạm Thị Chính")
        self.assertEqual(week["gaps"], [])
        self.assertEqual(len(absence.stand_in_ids), 2)
        self.assertEqual(self.names(week, "2026-03-03_am"), [])

    def test_the_reserve_has_the_rights_on_these_days_only(self):
        group = self.env.ref("tthc_base.group_reception")
        account = self.reserve.user_id
        self.assertNotIn(group, account.all_group_ids)
        absence = self.absence(date_to=TODAY + DAY)
        absence._approve(dict.fromkeys(absence._holes(), self.reserve))
        substitution = absence.stand_in_ids.substitution_id
        self.assertEqual(len(substitution), 1)
        self.assertEqual(
            (substitution.date_from, substitution.date_to), (TODAY, TODAY + DAY)
        )
        self.assertIn(group, account.all_group_ids)
        absence.with_user(self.manager).action_cancel()
        self.assertNotIn(group, account.all_group_ids)

    def test_without_a_reserve_the_reason_is_asked_for(self):
        self.reserve._moving().date_to = TODAY - DAY
        absence = self.absence()
        absence.action_approve()
        with self.assertRaises(UserError):
            absence._approve({})
        absence._approve({}, "Ít khách, đã thống nhất với Sở")
        self.assertEqual(absence.state, "approved")
        self.assertEqual(len(self.week()["gaps"]), 2)

    def test_where_a_colleague_stays_nobody_is_asked_for(self):
        self.make_assignment(
            "main", self.make_staff("Người Thứ Hai"), counter_ids=self.counter.ids
        )
        absence = self.absence().with_user(self.manager)
        self.assertFalse(absence.action_approve())
        self.assertEqual(absence.state, "approved")

    def test_half_a_day_is_absent_half_a_day(self):
        self.absence(half_from="pm")._approve({}, "Họp")
        cells = self.row(self.week())["cells"]
        self.assertFalse(cells["2026-03-02_am"]["people"][0]["is_absent"])
        self.assertTrue(cells["2026-03-02_pm"]["people"][0]["is_absent"])

    def test_cancelled_the_person_is_back_and_the_substitute_gone(self):
        absence = self.absence(date_to=TODAY + DAY)
        shifts = absence._holes()
        absence._approve(dict.fromkeys(shifts, self.reserve))
        absence.with_user(self.manager).action_cancel()
        self.assertEqual(absence.state, "cancelled")
        self.assertEqual(self.names(self.week(), "2026-03-02_am"), ["Phạm Thị Chính"])
        self.assertFalse(self.shifts.search([("is_served", "=", False)]))

    def test_who_is_absent_is_not_put_anywhere(self):
        self.absence()._approve({}, "Ốm")
        with self.assertRaises(UserError):
            self.as_role("manager").roster_put(
                self.counter.id, WEEK, "am", self.main.id
            )

    def test_two_absences_at_one_time_are_refused(self):
        self.absence(half_to="am")
        self.absence(half_from="pm")
        with self.assertRaises(UserError):
            self.absence()

    def test_an_absence_is_asked_for_by_oneself_and_decided_by_the_manager(self):
        clerk = self.users["reception"]
        absence = (
            self.env["tthc.absence"]
            .with_user(clerk)
            .create(
                {
                    "assignment_id": self.main.id,
                    "date_from": FRIDAY,
                    "date_to": FRIDAY,
                }
            )
        )
        for action in ("action_approve", "action_refuse", "action_cancel"):
            with self.subTest(action), self.assertRaises(AccessError):
                getattr(absence, action)()
        with self.assertRaises(AccessError):
            absence.state = "approved"
        with self.assertRaises(AccessError):
            absence.create(
                {
                    "assignment_id": self.main.id,
                    "date_from": TODAY,
                    "date_to": TODAY,
                    "state": "approved",
                }
            )
        absence.with_user(self.manager).action_refuse()
        self.assertEqual(absence.state, "refused")

    def test_no_absence_is_asked_for_somebody_else(self):
        with self.assertRaises(AccessError):
            self.absence(self.reserve).with_user(self.users["reception"]).note = "x"
        with self.assertRaises(AccessError):
            self.env["tthc.absence"].with_user(self.users["courier"]).create(
                {
                    "assignment_id": self.main.id,
                    "date_from": TODAY,
                    "date_to": TODAY,
                }
            )

    def test_another_centers_manager_decides_nothing(self):
        stranger = self._new_user(
            "manager", "other_manager", tthc_center_id=self.other_center.id
        )
        absence = self.absence()
        with self.assertRaises(AccessError):
            absence.with_user(stranger).action_approve()
        with self.assertRaises(AccessError):
            self.center.with_user(stranger).roster_week(WEEK)
        with self.assertRaises(AccessError):
            self.center.with_user(stranger).roster_fill(WEEK)

    def test_clerks_read_the_roster_and_plan_nothing(self):
        self.as_role("manager").roster_fill(WEEK)
        self.assertEqual(len(self.week("reception")["rows"]), 1)
        self.assertFalse(self.week("reception")["can_write"])
        for name, args in (
            ("roster_fill", [WEEK]),
            ("roster_cover", [WEEK]),
            ("roster_put", [self.counter.id, WEEK, "am", self.main.id]),
            ("roster_take_out", [self.shifts.search([]).ids]),
            ("roster_candidates", [self.counter.id, WEEK, "am"]),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(self.as_role("reception"), name)(*args)


class TestCoverageTold(RosterCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(type(self.env["ir.cron"]), "_commit_progress"))

    def test_the_manager_is_told_ahead_once_and_no_longer_than_needed(self):
        self.main._moving().date_to = TODAY + 6 * DAY
        activities = self.center.activity_ids
        self.env["tthc.center"]._cron_coverage()
        activity = self.center.activity_ids - activities
        self.assertEqual(activity.user_id, self.manager)
        self.assertEqual(activity.date_deadline, TODAY + 7 * DAY)
        self.assertIn("Trần Văn Phòng", activity.note)
        self.env["tthc.center"]._cron_coverage()
        self.assertEqual(self.center.activity_ids - activities, activity)
        self.main._moving().date_to = date(2026, 12, 31)
        self.env["tthc.center"]._cron_coverage()
        self.assertFalse(self.center.activity_ids - activities)


class TestShiftNote(RosterCase):
    def note(self, **values):
        return (
            self.env["tthc.shift.note"]
            .with_user(self.users["reception"])
            .create(
                {
                    "counter_id": self.counter.id,
                    "receiver_id": self.users["specialist"].id,
                    "cash": 250_000,
                    "folder_count": 12,
                    **values,
                }
            )
        )

    def test_a_note_is_handed_over_and_taken_over_once(self):
        note = self.note()
        note.action_give()
        with self.assertRaises(AccessError):
            note.cash = 0
        with self.assertRaises(AccessError):
            note.action_take()
        note.with_user(self.users["specialist"]).action_take("Thiếu 1 hồ sơ")
        self.assertEqual((note.state, note.objection), ("taken", "Thiếu 1 hồ sơ"))
        with self.assertRaises(UserError):
            note.with_user(self.users["specialist"]).action_take()

    def test_nobody_hands_over_for_another_or_to_nobody(self):
        with self.assertRaises(UserError):
            self.note(receiver_id=False).action_give()
        with self.assertRaises(AccessError):
            self.note(giver_id=self.users["leader"].id)
        with self.assertRaises(AccessError):
            self.note(state="taken")
        with self.assertRaises(AccessError):
            self.note().with_user(self.users["leader"]).note = "x"


class TestRosterSheet(RosterCase):
    def test_the_week_is_printed_on_one_landscape_sheet(self):
        self.as_role("manager").roster_fill(WEEK)
        action = self.as_role("reception").roster_print(WEEK)
        self.assertEqual(action["report_name"], "tthc_center_hr.print_roster")
        sheet = self.env["tthc.roster.sheet"].browse(action["context"]["active_ids"])
        content, extension = (
            self.env["ir.actions.report"]
            .with_user(self.users["reception"])
            ._render(action["report_name"], sheet.ids)
        )
        self.assertEqual(extension, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        self.assertEqual(len(pages), 1)
        self.assertGreater(pages[0].mediabox.width, pages[0].mediabox.height)
        text = " ".join(pages[0].extract_text().split())
        self.assertIn("Phạm Thị Chính", text)
        self.assertIn("02/03", text)

    def test_a_day_with_the_same_people_is_one_cell_of_the_sheet(self):
        here, away = ({"name": name, "is_absent": False} for name in "AB")
        here, away = (
            here | {"stands_in": ""},
            away | {"stands_in": "", "is_absent": True},
        )
        stand = {"name": "C", "stands_in": "B", "is_absent": False}
        column = {"date": "2026-03-02", "halves": ["am", "pm"]}
        sheet = self.env["tthc.roster.sheet"]

        def cells(morning, afternoon):
            row = {
                "cells": {
                    f"2026-03-02_{half}": {"people": people, "is_empty": not people}
                    for half, people in (("am", morning), ("pm", afternoon))
                }
            }
            return [
                (cell["span"], cell["people"], cell["is_empty"])
                for cell in sheet._sheet_cells(row, column)
            ]

        self.assertEqual(cells([here], [here]), [(2, [("A", "")], False)])
        self.assertEqual(cells([], []), [(2, [], True)])
        self.assertEqual(
            cells([here], [away, stand]),
            [(1, [("A", "")], False), (1, [("C", "B")], False)],
        )
        self.assertEqual(cells([here], []), [(1, [("A", "")], False), (1, [], True)])
