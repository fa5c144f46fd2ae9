import hashlib
import io
from datetime import datetime, timedelta

from openpyxl import load_workbook
from psycopg2 import Error

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, file_open, mute_logger

from ..models.duty_table import SHARE_MOVES
from .duty_common import DAY, DUE, DUE_DAY, TODAY, DutyCase

SECOND = timedelta(seconds=1)
ROLES = {
    "tthc_base.group_rollout_coordinator": "coordinator",
    "tthc_base.group_agency_reporter": "reporter",
    "tthc_base.group_leader": "leader",
}


@tagged("post_install", "-at_install")
class TestDuty(DutyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.share = cls.give()

    def words(self, name, user):
        """What an action is called with."""
        if name == "report":
            return ("Đã làm", self.make_file(user).ids)
        return ("Bổ sung số liệu",) if name in ("return", "withdraw") else ()

    def test_every_cell_of_the_table(self):
        states = [key for key, _label in self.share._fields["state"].selection]
        for name, move in SHARE_MOVES.items():
            user = self.users[ROLES[move.groups[0]]]
            for state in states:
                with self.subTest(action=name, state=state):
                    self.share._moving().write({"state": state})
                    action = getattr(self.share.with_user(user), f"action_{name}")
                    if state in move.sources:
                        action(*self.words(name, user))
                        self.assertEqual(self.share.state, move.target)
                        continue
                    with self.assertRaises(UserError):
                        action(*self.words(name, user))
                    self.assertEqual(self.share.state, state)

    def test_readme_shows_the_table(self):
        with file_open("tthc_rollout/README.md") as handle:
            text = handle.read()
        for name, move in SHARE_MOVES.items():
            row = f"| duty | {', '.join(move.sources)} | {name} | {move.target} |"
            self.assertIn(row, text)

    def test_each_agency_has_a_share_and_the_duty_is_done_with_the_last(self):
        self.assertEqual(
            self.dispatch.share_ids.agency_id, self.justice | self.building
        )
        self.report(self.share)
        self.share.with_user(self.coordinator).action_accept()
        self.assertRecordValues(
            self.duty, [{"state": "open", "share_count": 2, "accepted_count": 1}]
        )
        theirs = self.share_of(self.building)
        self.report(theirs, self.building_reporter)
        theirs.with_user(self.coordinator).action_accept()
        self.assertEqual(self.duty.state, "done")
        self.assertEqual(self.dispatch.progress, 100)

    def test_withdrawn_share_is_none_that_is_waited_for(self):
        self.report(self.share)
        self.share.with_user(self.coordinator).action_accept()
        theirs = self.share_of(self.building).with_user(self.coordinator)
        with self.assertRaisesRegex(UserError, "Say why"):
            theirs.action_withdraw("  ")
        theirs.action_withdraw("Không có thủ tục tại Trung tâm")
        self.assertEqual(self.duty.state, "done")

    def test_before_a_day_ends_the_day_before_it(self):
        for kind, hour, moment in (
            ("by_day", 0, DUE),
            ("before_day", 0, DUE - DAY),
            ("by_hour", 16.5, datetime(2026, 3, 10, 9, 30)),
        ):
            with self.subTest(kind):
                dispatch = self.make_dispatch(
                    number=kind, duty={"due_kind": kind, "due_hour": hour}
                )
                self.assertEqual(dispatch.duty_ids.due_at, moment)
                share = self.give(dispatch)
                last = DUE_DAY - DAY if kind == "before_day" else DUE_DAY
                self.assertEqual(share.due_day, last)

    def test_a_day_is_entered_or_said_not_to_be_given(self):
        for values in (
            {"due_kind": "by_day", "due_on": False},
            {"due_kind": "words", "due_on": False, "due_words": False},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.make_dispatch(number="x", duty=values)

    def test_reported_in_the_last_second_is_in_time_and_a_second_later_is_late(self):
        self.set_clock(DUE)
        self.report(self.share)
        self.set_clock(DUE + SECOND)
        theirs = self.share_of(self.building)
        self.assertTrue(theirs.is_overdue)
        self.report(theirs, self.building_reporter)
        self.assertFalse(self.share.is_late)
        self.assertTrue(theirs.is_late)
        self.assertFalse(theirs.is_overdue)

    def test_lateness_is_that_of_the_first_report(self):
        self.report(self.share)
        self.set_clock(DUE + DAY)
        self.share.with_user(self.coordinator).action_return("Thiếu số liệu")
        self.assertTrue(self.share.is_overdue)
        self.report(self.share)
        self.assertFalse(self.share.is_late)
        self.assertEqual(
            self.share.event_ids.filtered(lambda row: row.kind == "report").mapped(
                "is_late"
            ),
            [True, False],
        )

    def test_overdue_is_searched_as_it_is_shown(self):
        undated = self.give(self.make_dispatch(number="y", duty={"due_kind": "none"}))
        shares = self.dispatch.share_ids | undated
        for moment, late in ((DUE, 0), (DUE + SECOND, 2)):
            self.set_clock(moment)
            shares.invalidate_recordset()
            found = shares.search([("is_overdue", "=", True), ("id", "in", shares.ids)])
            self.assertEqual(found, shares.filtered("is_overdue"))
            self.assertEqual(len(found), late)
        self.assertFalse(undated.time_text)

    def test_due_soon_is_searched_as_it_is_shown(self):
        for days, soon in ((4, 0), (3, 2), (0, 2), (-1, 0)):
            self.set_clock(datetime(2026, 3, 10, 1) - days * DAY)
            shares = self.dispatch.share_ids
            shares.invalidate_recordset()
            found = shares.search([("is_soon", "=", True), ("id", "in", shares.ids)])
            self.assertEqual(found, shares.filtered("is_soon"))
            self.assertEqual(len(found), soon, days)

    def test_report_needs_words_and_evidence_where_it_is_asked_for(self):
        share = self.share.with_user(self.reporter)
        with self.assertRaisesRegex(UserError, "Say what was done"):
            share.action_report(" ", self.make_file(self.reporter).ids)
        with self.assertRaisesRegex(UserError, "asks for evidence"):
            share.action_report("Đã làm", [])
        free = self.give(self.make_dispatch(number="z", duty={"wants_evidence": False}))
        free.with_user(self.reporter).action_report("Đã làm")
        self.assertEqual(free.state, "reported")

    def test_only_own_uploads_are_handed_in(self):
        foreign = self.make_file(self.building_reporter)
        with self.assertRaisesRegex(UserError, "another record"):
            self.share.with_user(self.reporter).action_report("Đã làm", foreign.ids)
        placed = self.make_file(self.reporter)
        placed.sudo().write({"res_model": "tthc.dispatch", "res_id": self.dispatch.id})
        with self.assertRaisesRegex(UserError, "another record"):
            self.share.with_user(self.reporter).action_report("Đã làm", placed.ids)
        self.assertEqual(self.share.state, "given")

    def test_evidence_stays_as_it_was_handed_in(self):
        self.report(self.share)
        file = self.share.evidence_ids
        self.assertEqual(
            (file.res_model, file.res_id), (self.share._name, self.share.id)
        )
        for user in (self.reporter, self.coordinator):
            for change in (
                lambda mine: mine.unlink(),
                lambda mine: mine.write({"name": "khác.pdf"}),
                lambda mine: mine.write({"raw": b"x"}),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    change(file.with_user(user))
        self.assertEqual(
            self.share.event_ids[:1].evidence,
            f"kết quả.pdf  {hashlib.sha256(b'scan').hexdigest()}",
        )

    def test_mended_report_keeps_the_files_of_the_one_before(self):
        self.report(self.share)
        self.share.with_user(self.coordinator).action_return("Thiếu danh mục")
        act = (
            self.env["tthc.duty.act"]
            .with_user(self.reporter)
            .with_context(
                active_model=self.share._name,
                active_ids=self.share.ids,
                default_mode="report",
            )
            .create({"words": "Đã bổ sung"})
        )
        self.assertEqual(act.evidence_ids, self.share.evidence_ids)
        act.evidence_ids |= self.make_file(self.reporter, "danh mục.pdf")
        act.action_confirm()
        self.assertEqual(self.share.state, "reported")
        self.assertEqual(len(self.share.evidence_ids), 2)
        self.assertFalse(self.share.remarks)

    def test_history_is_kept_by_the_database_too(self):
        self.report(self.share)
        self.share.with_user(self.coordinator).action_accept()
        events = self.share.event_ids
        self.assertEqual(events.mapped("kind"), ["accept", "report", "give"])
        self.assertEqual(events[1].user_id, self.reporter)
        with self.assertRaises(AccessError):
            events[0].sudo().write({"text": "khác"})
        with self.assertRaises(AccessError):
            events.sudo().unlink()
        for statement in (
            SQL("UPDATE tthc_duty_event SET text = 'x' WHERE id = %s", events[0].id),
            SQL("DELETE FROM tthc_duty_event WHERE id = %s", events[0].id),
        ):
            with mute_logger("odoo.sql_db"), self.assertRaises(Error):
                with self.cr.savepoint():
                    self.cr.execute(statement)

    def test_deadline_is_moved_with_a_day_a_reason_and_a_paper_only(self):
        share = self.share.with_user(self.coordinator)
        for words in (
            (None, "Mất điện", "15/UBND"),
            (TODAY - DAY, "Mất điện", "15/UBND"),
            (DUE_DAY + DAY, "", "15/UBND"),
            (DUE_DAY + DAY, "Mất điện", " "),
        ):
            with self.subTest(words), self.assertRaises(UserError):
                share.action_defer(*words)
        share.action_defer(DUE_DAY + DAY, "Mất điện", "15/UBND-HCC")
        self.assertEqual(self.share.due_at, DUE + DAY)
        self.assertEqual(self.share_of(self.building).due_at, DUE)
        self.assertRecordValues(
            self.share.event_ids[:1],
            [{"kind": "defer", "due_before": DUE, "due_after": DUE + DAY}],
        )
        self.report(self.share)
        with self.assertRaises(UserError):
            share.action_defer(DUE_DAY + 2 * DAY, "Mất điện", "16/UBND")

    def test_what_was_given_keeps_its_words(self):
        duty = self.duty.with_user(self.coordinator)
        for values in (
            {"text": "Khác"},
            {"due_on": TODAY},
            {"lead_text": "Sở khác"},
            {"lead_ids": [Command.unlink(self.justice.id)]},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                duty.write(values)
        with self.assertRaises(UserError):
            duty.unlink()
        with self.assertRaises(UserError):
            self.dispatch.with_user(self.coordinator).unlink()
        with self.assertRaises(UserError):
            self.dispatch.with_user(self.coordinator).is_history = True

    def test_further_agencies_get_a_share_of_what_is_under_way(self):
        self.duty.with_user(self.coordinator).lead_ids |= self.ward
        self.assertEqual(self.share_of(self.ward).state, "given")
        self.assertEqual(self.duty.share_count, 3)

    def test_duty_that_nobody_has_to_do_is_not_given(self):
        dispatch = self.make_dispatch(number="v", duty={"lead_ids": False})
        with self.assertRaisesRegex(UserError, "which agencies"):
            dispatch.with_user(self.coordinator).action_give()
        with self.assertRaisesRegex(UserError, "no duty"):
            self.dispatch.with_user(self.coordinator).action_give()

    def test_agency_that_the_suite_does_not_have_stays_words(self):
        before = self.env["tthc.agency"].search_count([])
        dispatch = self.make_dispatch(
            number="t", duty={"lead_ids": False, "lead_text": "Kho bạc Nhà nước tỉnh"}
        )
        self.give(dispatch)
        share = dispatch.share_ids
        self.assertEqual(share.who, "Kho bạc Nhà nước tỉnh")
        self.report(share, self.coordinator)
        self.assertEqual(share.state, "reported")
        self.assertEqual(self.env["tthc.agency"].search_count([]), before)

    def test_dispatch_of_the_past_is_never_due(self):
        dispatch = self.make_dispatch(
            number="2522/UBND-HCTC",
            date="2017-03-21",
            is_history=True,
            duty={"due_on": "2017-04-15", "due_kind": "before_day"},
        )
        share = self.give(dispatch)
        self.assertEqual(share.state, "recorded")
        self.assertFalse(share.is_overdue)
        self.assertFalse(share.time_text)
        self.assertFalse(share.activity_ids)
        self.assertNotIn(share, share.search([("is_overdue", "=", True)]))
        with self.assertRaises(UserError):
            self.report(share)
        self.assertEqual(dispatch.duty_ids.state, "recorded")

    def test_nobody_writes_facts_by_hand(self):
        for user in (self.coordinator, self.reporter, self.users["admin"]):
            for values in (
                {"state": "accepted"},
                {"is_late": False},
                {"report_text": "Khác"},
                {"evidence_ids": [Command.clear()]},
            ):
                with self.subTest(user.login, values=values):
                    with self.assertRaises(AccessError):
                        self.share.with_user(user).write(values)
            with self.assertRaises(AccessError):
                self.share.with_user(user).unlink()
        duty = self.duty.with_user(self.coordinator)
        for values in ({"state": "done"}, {"accepted_count": 9}, {"due_at": DUE}):
            with self.assertRaises(AccessError):
                duty.write(values)
        # A client can send any context, but not the object that actions pass.
        with self.assertRaises(AccessError):
            duty.with_context(**{"tthc.duty.move": True}).write({"state": "done"})

    def test_dispatch_replaces_another_one_but_not_itself(self):
        later = self.make_dispatch(number="13", replaces_id=self.dispatch.id)
        self.assertEqual(self.dispatch.replaced_ids, later)
        with self.assertRaises(UserError):
            self.dispatch.with_user(self.coordinator).replaces_id = later

    def test_excel_has_a_row_a_share_and_keeps_texts(self):
        self.report(self.share, text="=1+1")
        book = load_workbook(io.BytesIO(self.dispatch._workbook()))
        rows = [*book.active.iter_rows(min_row=3, values_only=True)]
        self.assertEqual(rows[0][:3], ("TT", "Văn bản giao", "Điểm"))
        self.assertEqual(len(rows), 3)
        self.assertIn("=1+1", rows[1][9])
        self.assertEqual(rows[1][10], "kết quả.pdf")
        self.assertEqual(book.active.freeze_panes, "D4")

    def test_print_shows_all_shares_on_one_sheet(self):
        self.report(self.share)
        pdf, kind = self.env["ir.actions.report"]._render_tthc_pdf(
            "tthc_rollout.action_report_duty_table", self.dispatch.share_ids.ids
        )
        self.assertEqual(kind, "pdf")
        self.assertTrue(pdf.startswith(b"%PDF"))
