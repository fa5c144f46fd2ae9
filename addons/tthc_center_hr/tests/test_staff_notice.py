import io
import json
from datetime import date, datetime

import psycopg2
from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tests.common import ROLES
from odoo.addons.tthc_base.tests.table_common import TableWalk
from odoo.addons.tthc_base.tools.clock import frozen

from ..models.staff_notice_table import MOVES
from ..models.tthc_staff_notice import STATES
from .staff_notice_common import MONTH, StaffNoticeCase

NAMES = {
    "tthc_base.group_hr_logistics": "HR",
    "tthc_base.group_center_manager": "manager",
}


class TestStaffNotice(StaffNoticeCase):
    """What a notice says, and what it does not claim to know."""

    def test_one_line_a_person_in_post_in_the_month(self):
        self.make_assignment("leader", self.make_staff("Lê Lãnh Đạo"))
        self.make_assignment(
            "main", self.make_staff("Người Sau"), date_from="2026-03-01"
        )
        over = self.make_assignment(
            "main", self.make_staff("Người Trước"), date_to="2026-02-10"
        )
        notice = self.make_notice()
        self.assertEqual(notice.line_ids.assignment_id, self.main + self.reserve + over)
        self.assertEqual(self.line(notice, over).days_in_post, 10)
        self.assertEqual(self.line(notice, self.main).days_in_post, 28)

    def test_half_days_come_from_the_roster(self):
        self.serve(self.main, 10, absent=3)
        line = self.line(self.make_notice(), self.main)
        self.assertEqual((line.planned, line.served, line.absent), (10, 7, 3))
        self.assertTrue(line.roster_known)

    def test_what_nothing_counted_says_so_and_is_no_zero(self):
        line = self.line(self.make_notice(), self.reserve)
        self.assertFalse(line.roster_known)
        self.assertIn("roster: no data", line.time_text)
        # What bridges count is theirs to test; without them there is no figure.
        line._moving().write(
            dict.fromkeys(("attendance_known", "progress_known", "rating_known"), False)
        )
        self.assertIn("check-ins: no data", line.time_text)
        self.assertIn("No data", line.progress_text)
        self.assertIn("Ratings: no data", line.attitude_text)
        for text in (line.progress_text, line.attitude_text):
            self.assertNotIn("0", text)
        book = load_workbook(io.BytesIO(line.notice_id._workbook()))
        cells = [cell.value for cell in book.active[6]]
        self.assertEqual(cells[6:19], ["chưa có dữ liệu"] * 13)

    def test_counted_up_to_the_day_that_is_set_on_the_center(self):
        self.center.notice_cutoff = 20
        notice = self.make_notice()
        self.assertEqual(
            (notice.date_from, notice.date_to), (date(2026, 1, 21), date(2026, 2, 20))
        )
        self.assertEqual(self.line(notice, self.main).days_in_post, 31)

    def test_one_notice_an_agency_and_month(self):
        self.make_notice(month="2026-02-17")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            self.make_notice(month="2026-02-20")

    def test_remarks_stay_when_figures_are_taken_anew(self):
        notice = self.make_notice()
        self.line(notice, self.main).note = "Tận tình"
        self.serve(self.main, 4)
        notice.action_gather()
        line = self.line(notice, self.main)
        self.assertEqual((line.note, line.served), ("Tận tình", 4))

    def test_queries_do_not_grow_with_the_people(self):
        def count():
            notice = self.make_notice()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            notice._line_values()
            used = self.env.cr.sql_log_count - before
            notice.unlink()
            return used

        count()  # fills the caches
        few = count()
        for number in range(46):
            person = self.make_staff(f"Người {number}")
            self.serve(self.make_assignment("main", person), 1)
            self.env["tthc.roster.shift"].search([]).unlink()
        self.assertEqual(count(), few)

    def test_print_and_excel_tell_the_same(self):
        self.serve(self.main, 10, absent=3)
        notice = self.make_notice()
        self.line(notice, self.main).note = "Tận tình"
        form = self.env.ref("tthc_center_hr.form_thong_bao_nhan_su")
        (page,) = self.env["ir.actions.report"]._tthc_sheets(form, notice, {})
        for text in (
            "Phạm Thị Chính",
            "Trần Văn Phòng",
            "Tận tình",
            self.justice.name,
            "Bản nháp",
            "01/02/2026",
        ):
            self.assertIn(text, page.decode())
        book = load_workbook(io.BytesIO(notice._workbook()))
        row = [cell.value for cell in book.active[5]]
        self.assertEqual(row[1:9:7] + row[5:9], ["Phạm Thị Chính", 3, 28, 10, 7, 3])


class TestStaffNoticeMoves(TableWalk, StaffNoticeCase):
    """States, who moves them, and what is fixed."""

    def test_every_move_in_every_state_by_every_role(self):
        notices = dict.fromkeys(dict(STATES), self.make_notice())
        self.check_table(
            MOVES,
            notices,
            lambda notice, name: getattr(notice, f"action_{name}")(),
            lambda notice, _name, state: notice._moving().write({"state": state}),
        )

    def test_readme_shows_the_table(self):
        heading = "### States of a monthly notice"
        self.check_readme("tthc_center_hr", heading, MOVES, NAMES)

    def test_month_that_is_not_over_is_not_checked(self):
        notice = self.make_notice(month="2026-03-01")
        with self.assertRaisesRegex(UserError, "not over"):
            notice.action_check()

    def test_figures_taken_before_the_end_of_the_month_are_not_checked(self):
        with frozen(datetime(2026, 2, 20, 3, 0)):
            notice = self.make_notice()
        with self.assertRaisesRegex(UserError, "not those of the whole month"):
            notice.action_check()
        notice.action_gather()
        notice.action_check()
        self.assertEqual(notice.state, "checked")

    def test_a_sent_notice_never_changes(self):
        notice = self.send(self.make_notice())
        line = notice.line_ids[0]
        for role in ("hr", "manager"):
            user = self.users[role]
            for record, values in (
                (notice, {"note": "Khác"}),
                (notice, {"number": "1/TB"}),
                (notice, {"hash": "0"}),
                (line, {"note": "Khác"}),
                (line, {"served": 40}),
            ):
                with self.subTest(role=role, values=values):
                    with self.assertRaises(AccessError):
                        record.with_user(user).write(values)
            with self.assertRaises(UserError):
                notice.with_user(user).unlink()
            with self.assertRaises(AccessError):
                line.with_user(user).unlink()
        self.assertTrue(notice._is_intact())
        line._moving().note = "Sửa lén"
        self.assertFalse(notice._is_intact())

    def test_what_is_sent_is_kept_with_its_hash(self):
        notice = self.make_notice()
        self.line(notice, self.main).note = "Tận tình"
        self.send(notice)
        told = json.loads(notice.payload)
        (line,) = (row for row in told["lines"] if row["note"])
        self.assertEqual(
            (line["name"], line["days_in_post"], line["note"]),
            ("Phạm Thị Chính", 28, "Tận tình"),
        )
        self.assertEqual(len(notice.hash), 64)

    def test_a_correction_is_a_new_notice_that_says_what_differs(self):
        notice = self.send(self.make_notice())
        self.serve(self.main, 10, absent=1)
        action = notice.with_user(self.users["manager"]).action_correct("Thiếu lịch")
        new = self.env["tthc.staff.notice"].browse(action["res_id"])
        self.assertEqual(
            (new.state, new.corrects_id, new.reason), ("draft", notice, "Thiếu lịch")
        )
        self.assertIn("Phạm Thị Chính", new.differences)
        self.assertIn("served 9 of 10", new.differences)
        self.assertNotIn("Trần Văn Phòng", new.differences)
        self.send(new)
        self.assertTrue(notice._is_intact() and new._is_intact())
        form = self.env.ref("tthc_center_hr.form_thong_bao_nhan_su")
        (page,) = self.env["ir.actions.report"]._tthc_sheets(form, new, {})
        self.assertIn("Đính chính", page.decode())
        with self.assertRaisesRegex(UserError, "corrected already"):
            notice.action_correct("Nữa")
        self.assertTrue(new.action_correct("Nữa"))

    def test_correction_needs_a_reason_and_somebody_who_may(self):
        notice = self.send(self.make_notice())
        with self.assertRaises(UserError):
            notice.action_correct("  ")
        for role in ROLES:
            if role not in ("hr", "manager", "admin"):
                with self.subTest(role), self.assertRaises(AccessError):
                    notice.with_user(self.users[role]).action_correct("Sai")

    def test_manager_of_another_center_does_nothing(self):
        notice = self.make_notice()
        self.users["manager"].tthc_center_id = self.other_center
        mine = notice.with_user(self.users["manager"])
        self.assertFalse(mine.search([]))
        for action in (mine.action_gather, mine.action_check):
            with self.assertRaises(AccessError):
                action()


class TestStaffNoticeRoles(StaffNoticeCase):
    """Who reads which notices."""

    def seen(self, role, model="tthc.staff.notice"):
        return self.env[model].with_user(self.users[role]).search([])

    def test_a_draft_is_read_by_who_keeps_it_and_the_inspector(self):
        self.make_notice()
        for role in ROLES:
            may = role in ("hr", "manager", "inspector", "admin")
            for model in ("tthc.staff.notice", "tthc.staff.notice.line"):
                with self.subTest(role=role, model=model):
                    try:
                        found = self.seen(role, model)
                    except AccessError:
                        found = self.env[model]
                    self.assertEqual(bool(found), may)

    def test_an_agency_reads_what_was_sent_to_it_and_nothing_else(self):
        self.send(self.make_notice())
        self.make_assignment("main", self.make_staff("Người Khác", self.building))
        self.send(self.make_notice(agency_id=self.building.id))
        for role in ("leader", "reporter"):
            notices = self.seen(role)
            self.assertEqual(notices.agency_id, self.justice)
            self.assertEqual(len(notices.line_ids.mapped("time_text")), 2)
            for right in ("write", "create", "unlink"):
                self.assertFalse(notices.has_access(right))
            with self.assertRaises(AccessError):
                notices.told_ids.mapped("name")

    def test_a_person_reads_the_own_line_once_it_was_sent(self):
        notice = self.make_notice()
        clerk = self.users["reception"]
        self.assertEqual(self.line(notice, self.main).user_id, clerk)
        self.assertFalse(self.seen("reception", "tthc.staff.notice.line"))
        self.send(notice)
        lines = self.seen("reception", "tthc.staff.notice.line")
        self.assertEqual(lines.mapped("name"), ["Phạm Thị Chính"])
        self.assertTrue(lines.time_text)
        with self.assertRaises(AccessError):
            self.seen("reception")
        with self.assertRaises(AccessError):
            lines.write({"note": "Rất tốt"})

    def test_nobody_writes_figures_or_state_by_hand(self):
        notice = self.make_notice()
        line = self.line(notice, self.main)
        for role in ROLES:
            user = self.users[role]
            for record, values in (
                (notice, {"state": "sent"}),
                (notice, {"corrects_id": notice.id}),
                (notice, {"agency_id": self.building.id}),
                (line, {"days_in_post": 1}),
                (line, {"rating_known": True}),
            ):
                with self.subTest(role=role, values=values):
                    with self.assertRaises(AccessError):
                        record.with_user(user).write(values)
        with self.assertRaises(AccessError):
            notice.with_user(self.users["hr"]).create(
                {
                    "center_id": self.center.id,
                    "agency_id": self.building.id,
                    "month": MONTH,
                    "state": "sent",
                }
            )

    def test_a_leader_of_two_agencies_reads_both(self):
        self.send(self.make_notice())
        self.make_assignment("main", self.make_staff("Người Khác", self.building))
        self.send(self.make_notice(agency_id=self.building.id))
        self.users["leader"].tthc_agency_ids = [Command.link(self.building.id)]
        self.assertEqual(self.seen("leader").agency_id, self.justice + self.building)
