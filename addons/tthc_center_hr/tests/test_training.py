from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tests.table_common import TableWalk
from odoo.addons.tthc_base.tools.clock import frozen

from ..models.training_table import ATTENDEE_MOVES, RESULT_MOVES, SESSION_MOVES
from ..models.tthc_training_attendee import STATES
from ..models.tthc_training_session import STATES as SESSION_STATES
from .common import DAY, MOMENT, TODAY
from .training_common import TrainingCase

HR, MANAGER = "tthc_base.group_hr_logistics", "tthc_base.group_center_manager"
WORDS = {HR: "HR", MANAGER: "manager"}


class TestTrainingMoves(TableWalk, TrainingCase):
    """Every cell of state × action × role, of sessions and of attendance."""

    def test_every_move_of_a_session(self):
        sessions = {
            state: self.make_session(self.main, state=state)
            for state, _label in SESSION_STATES
        }

        def tick(session, name, _state):
            if name == "close" and session.state == "invited":
                session.attendee_ids.action_attend()

        self.check_table(SESSION_MOVES, sessions, self.move, tick)

    def test_every_move_of_attendance(self):
        rows = {}
        for state, _label in STATES:
            session = self.make_session(
                self.main, state="invited", topic_id=self.exam.id
            )
            rows[state] = self.bring(session.attendee_ids, state)
        self.check_table(ATTENDEE_MOVES, rows, self.move)

    def test_readme_shows_both_tables(self):
        for heading, moves in (
            ("### States of a training", SESSION_MOVES),
            ("### States of attendance", ATTENDEE_MOVES),
        ):
            with self.subTest(heading):
                self.check_readme("tthc_center_hr", heading, moves, WORDS)

    def test_no_state_is_written_by_hand(self):
        session = self.make_session(self.main, state="invited")
        row = session.attendee_ids
        for record, values in (
            (session, {"state": "held"}),
            (session, {"reason": "Vì"}),
            (session, {"topic_id": self.exam.id}),
            (row, {"state": "passed"}),
            (row, {"assignment_id": self.reserve.id}),
            (row, {"marked_by_id": 1}),
        ):
            record = record.with_user(self.users["hr"]).with_context(
                **{f"{record._name}.move": True}
            )
            with self.subTest(values), self.assertRaises(AccessError):
                record.write(values)
        for values in ({"state": "held"}, {"reason": "Vì"}):
            with self.subTest(values), self.assertRaises(AccessError):
                self.env["tthc.training.session"].with_user(self.users["hr"]).create(
                    {"topic_id": self.topic.id, "center_id": self.center.id, **values}
                )
        with self.assertRaises(AccessError):
            self.env["tthc.training.attendee"].with_user(self.users["hr"]).create(
                {
                    "session_id": self.training.id,
                    "assignment_id": self.main.id,
                    "state": "attended",
                }
            )


class TestTrainingSession(TrainingCase):
    """Days, seats, notices and ticks."""

    def test_half_days_are_those_that_the_center_works(self):
        # Friday afternoon to Monday morning: the weekend is none.
        self.training.write(
            {
                "date_from": "2026-03-06",
                "half_from": "pm",
                "date_to": "2026-03-09",
                "half_to": "am",
            }
        )
        self.assertEqual(self.training.half_day_count, 2)

    def test_nobody_is_invited_to_a_day_that_is_not_worked(self):
        session = self.make_session(self.main, date_from="2026-03-07")
        with self.assertRaisesRegex(UserError, "09/03/2026"):
            session.action_invite()
        self.assertEqual(session.state, "draft")

    def test_invitation_needs_people_and_place(self):
        with self.assertRaisesRegex(UserError, "nobody"):
            self.training.action_invite()
        session = self.make_session(self.main, place=False)
        with self.assertRaisesRegex(UserError, "place"):
            session.action_invite()

    def test_no_more_people_than_seats(self):
        with self.assertRaisesRegex(UserError, "1 seats, 2 people"):
            self.make_session(self.main, self.reserve, capacity=1)
        session = self.make_session(self.main, capacity=1)
        with self.assertRaises(UserError):
            self.env["tthc.training.attendee"].create(
                {"session_id": session.id, "assignment_id": self.reserve.id}
            )

    @mute_logger("odoo.sql_db")
    def test_a_person_stands_on_a_list_once(self):
        twice = self.make_assignment("postal", self.main.staff_id)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.make_session(self.main, twice)

    def test_only_people_in_post_come(self):
        proposal = self.make_assignment(
            "main", self.make_staff("Đề Xuất"), state="proposed"
        )
        over = self.make_assignment(
            "main",
            self.make_staff("Đã Hết"),
            date_from="2025-01-01",
            date_to="2025-12-31",
        )
        for post in (proposal, over):
            with self.subTest(post.name), self.assertRaisesRegex(UserError, post.name):
                self.make_session(post)

    def readers(self):
        """Names of who is told of ``self.main``: the person and the reporters."""
        group = self.env.ref("tthc_base.group_agency_reporter")
        reporters = group.all_user_ids.filtered(
            lambda user: self.justice in user.tthc_agency_ids
        )
        self.assertIn(self.users["reporter"], reporters)
        return {*(reporters | self.main.user_id).mapped("name")}

    def test_those_invited_and_their_reporter_are_told(self):
        self.make_session(self.main, state="invited")
        session = self.make_session(self.main, state="invited", place="Phòng 1")
        told = self.told(session)
        self.assertEqual({*told}, {"Invited"})
        self.assertEqual({*told["Invited"]}, self.readers())
        self.assertEqual(len(told["Invited"]), len(self.readers()))

    def test_changed_days_are_told_and_reminded_anew(self):
        session = self.make_session(self.main, state="invited", date_from="2026-03-03")
        session._cron_remind()
        self.assertEqual(session.reminded_on, TODAY)
        session.place = "Hội trường"
        self.assertNotIn("Changed", self.told(session))
        session.write({"date_from": "2026-03-05", "date_to": "2026-03-05"})
        self.assertEqual({*self.told(session)["Changed"]}, self.readers())
        self.assertFalse(session.reminded_on)
        with self.assertRaises(UserError):
            session.write({"date_from": "2026-03-07", "date_to": "2026-03-08"})

    def test_reminded_once_on_the_working_day_before(self):
        session = self.make_session(self.main, state="invited", date_from="2026-03-09")
        everybody = len(self.readers())
        for day, count in ((3, 0), (4, everybody), (5, everybody)):
            # Thursday, Friday, Saturday: the training is on Monday
            with frozen(MOMENT + day * DAY):
                session._cron_remind()
            told = self.told(session).get("Reminder", [])
            with self.subTest(day):
                self.assertEqual(len(told), count)

    def test_cancelling_tells_those_invited_why(self):
        session = self.make_session(self.main, state="invited")
        with self.assertRaisesRegex(UserError, "why"):
            session.action_cancel(" ")
        session.action_cancel("Mưa bão")
        self.assertEqual({*self.told(session)["Cancelled"]}, self.readers())
        draft = self.make_session(self.main)
        draft.action_cancel("Trùng lịch")
        self.assertFalse(self.told(draft))

    def test_a_training_that_people_came_to_is_not_cancelled(self):
        session = self.make_session(self.main, state="invited")
        session.attendee_ids.action_attend()
        with self.assertRaisesRegex(UserError, "1 people came"):
            session.action_cancel("Nhầm")
        session.attendee_ids.action_undo()
        session.action_cancel("Nhầm")

    def test_who_comes_late_to_the_list_is_told_and_who_is_taken_off_too(self):
        session = self.make_session(self.main, state="invited")
        self.env["tthc.training.attendee"].create(
            {"session_id": session.id, "assignment_id": self.reserve.id}
        )
        self.assertIn(self.users["specialist"].name, self.told(session)["Invited"])
        row = session.attendee_ids.filtered(lambda row: row.name == self.reserve.name)
        row.unlink()
        self.assertIn(self.users["specialist"].name, self.told(session)["Taken off"])
        session.attendee_ids.action_attend()
        with self.assertRaisesRegex(UserError, "Take the tick back"):
            session.attendee_ids.unlink()

    def test_attendance_is_not_ticked_before_the_day(self):
        session = self.make_session(self.main, state="invited", date_from="2026-03-03")
        with self.assertRaisesRegex(UserError, "03/03/2026"):
            session.attendee_ids.action_attend()
        # an excuse comes ahead of the day
        session.attendee_ids.action_excuse("Nghỉ phép")

    def test_tick_and_its_undo_are_one_switch(self):
        session = self.make_session(self.main, state="invited")
        row = session.attendee_ids.with_user(self.users["manager"])
        row.is_present = True
        self.assertEqual(row.state, "attended")
        self.assertEqual(row.marked_by_id, self.users["manager"])
        row.is_present = True
        row.is_present = False
        self.assertEqual(row.state, "invited")

    def test_closing_asks_for_everybody(self):
        session = self.make_session(self.main, self.reserve, state="invited")
        session.attendee_ids[0].action_attend()
        with self.assertRaisesRegex(UserError, session.attendee_ids[1].name):
            session.action_close()
        session.attendee_ids[1].action_excuse("Ốm")
        session.action_close()
        with self.assertRaises(UserError):
            session.attendee_ids[0].action_undo()
        session.action_reopen("Nhầm người")
        session.attendee_ids[0].action_undo()

    def test_results_come_from_scores(self):
        posts = [
            self.make_assignment("main", self.make_staff(f"Người {n}"))
            for n in range(3)
        ]
        session = self.make_session(*posts, state="invited", topic_id=self.exam.id)
        session.action_all_came()
        good, bad, unmarked = session.attendee_ids.sorted("name")
        good.score, bad.score = 5, 0
        session.action_close()
        session.action_grade()
        self.assertEqual(
            [row.state for row in (good, bad, unmarked)],
            ["passed", "failed", "attended"],
        )

    def test_a_topic_without_a_test_has_no_results(self):
        session = self.make_session(self.main, state="invited")
        session.attendee_ids.action_attend()
        for name in RESULT_MOVES[:2]:
            with (
                self.subTest(name),
                self.assertRaisesRegex(UserError, "without a test"),
            ):
                self.move(session.attendee_ids, name)
        with self.assertRaisesRegex(UserError, "no least score"):
            session.action_grade()

    def test_no_score_of_who_did_not_come(self):
        session = self.make_session(self.main, state="invited", topic_id=self.exam.id)
        with self.assertRaisesRegex(UserError, "did not come"):
            session.attendee_ids.score = 9

    def test_who_is_at_a_counter_at_that_time_is_shown(self):
        self.env["tthc.roster.shift"].create(
            [
                {
                    "counter_id": self.counter.id,
                    "day": "2026-03-02",
                    "half": half,
                    "assignment_id": self.main.id,
                }
                for half in ("am", "pm")
            ]
        )
        session = self.make_session(self.main, self.reserve, half_to="am")
        busy = {row.name: row.busy_count for row in session.attendee_ids}
        self.assertEqual(busy, {self.main.name: 1, self.reserve.name: 0})

    def test_printed_sheets_name_all(self):
        session = self.make_session(self.main, self.reserve, state="invited")
        self.assertEqual(
            session._print_slots(),
            [("T2", "02/03", "Sáng"), ("T2", "02/03", "Chiều")],
        )
        self.assertEqual(session._print_time(), "sáng và chiều ngày 02/03/2026")
        self.assertEqual(len(session._print_people()), 2)
