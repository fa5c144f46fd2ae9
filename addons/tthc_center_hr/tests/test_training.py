from datetime import timedelta
from itertools import product

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase
from odoo.tools import file_open, mute_logger

from odoo.addons.tthc_base.tests.common import ROLES, TthcOrganisation
from odoo.addons.tthc_base.tools.clock import frozen

from ..models.training_table import ATTENDEE_MOVES, RESULT_MOVES, SESSION_MOVES
from ..models.tthc_training_attendee import STATES
from ..models.tthc_training_session import STATES as SESSION_STATES
from .common import DAY, MOMENT, TODAY
from .training_common import TrainingData

HR, MANAGER = "tthc_base.group_hr_logistics", "tthc_base.group_center_manager"
WORDS = {HR: "HR", MANAGER: "manager"}


class TrainingCase(TrainingData, TthcOrganisation, TransactionCase):
    """Base of the tests of trainings, at the moment of the HR tests (a Monday)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(frozen(MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.make_training_data()
        for user in cls.users.values():
            user.lang = "en_US"


class TestTrainingMoves(TrainingCase):
    """Every cell of state × action × role, of sessions and of attendance."""

    def walk(self, records, moves, before=None):
        for name, state, role in product(moves, records, ROLES):
            move, user = moves[name], self.users[role]
            may = any(map(user.has_group, move.groups))
            with self.subTest(move=name, state=state, role=role):
                savepoint = self.env.cr.savepoint()
                record = records[state]
                if before:
                    before(record, name)
                if may and state in move.sources:
                    self.move(record.with_user(user), name)
                    self.assertEqual(record.state, move.target)
                else:
                    with self.assertRaises(UserError) as caught:
                        self.move(record.with_user(user), name)
                    self.assertEqual(isinstance(caught.exception, AccessError), not may)
                    self.assertEqual(record.state, state)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_every_move_of_a_session(self):
        sessions = {
            state: self.make_session(self.main, state=state)
            for state, _label in SESSION_STATES
        }

        def tick(session, name):
            if name == "close" and session.state == "invited":
                session.attendee_ids.action_attend()

        self.walk(sessions, SESSION_MOVES, tick)

    def test_every_move_of_attendance(self):
        rows = {}
        for state, _label in STATES:
            session = self.make_session(
                self.main, state="invited", topic_id=self.exam.id
            )
            rows[state] = self.bring(session.attendee_ids, state)
        self.walk(rows, ATTENDEE_MOVES)

    def shown(self, heading, moves):
        with file_open("tthc_center_hr/README.md") as handle:
            text = handle.read().split(heading)[1].split("\n#")[0]
        shown = set()
        for line in text.splitlines():
            cells = [cell.strip(" `") for cell in line.strip("|").split("|")]
            cells[1:2] = [cell.removeprefix("action_") for cell in cells[1:2]]
            if len(cells) == 4 and cells[1] in moves:
                shown |= {
                    (source.strip(), cells[1], cells[2], cells[3])
                    for source in cells[0].split(",")
                }
        return shown

    def test_readme_shows_both_tables(self):
        for heading, moves in (
            ("### States of a training\n", SESSION_MOVES),
            ("### States of attendance\n", ATTENDEE_MOVES),
        ):
            wanted = {
                (source, name, move.target, ", ".join(WORDS[g] for g in move.groups))
                for name, move in moves.items()
                for source in move.sources
            }
            with self.subTest(heading):
                self.assertEqual(self.shown(heading, moves), wanted)

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


class TestTrainingNeed(TrainingCase):
    """Who must be trained follows from posts and rules; untrained follows from both."""

    def train(self, post, day, **values):
        session = self.make_session(post, date_from=day, **values)
        session.action_invite()
        with frozen(MOMENT + 999 * DAY):
            session.attendee_ids.action_attend()
            if session.examined:
                session.attendee_ids.action_pass()
        return session

    def test_who_is_in_post_in_the_role_must(self):
        leader = self.make_assignment("leader", self.make_staff("Lãnh Đạo"))
        coming = self.make_assignment(
            "main", self.make_staff("Sắp Đến"), date_from="2026-06-01"
        )
        needs = self.env["tthc.training.need"].search([])
        self.assertEqual(needs.assignment_id, self.main | self.reserve)
        self.assertEqual(set(needs.mapped("standing")), {"missing"})
        later = self.need_of(coming, "2026-06-01")
        self.assertEqual(later.standing, "missing")
        self.assertFalse(self.need_of(leader))

    def test_a_rule_that_names_no_center_holds_nowhere(self):
        self.rule.center_ids = False
        self.assertFalse(self.env["tthc.training.need"].search([]))
        self.rule.center_ids = self.other_center
        self.assertFalse(self.env["tthc.training.need"].search([]))

    def test_new_people_have_days(self):
        self.rule.new_days = 62
        # 1 January + 62 days: the last of them is 3 March
        for day, standing in (("2026-03-03", "due"), ("2026-03-04", "missing")):
            with self.subTest(day):
                self.assertEqual(self.need_of(self.main, day).standing, standing)

    def test_a_new_rule_gives_people_in_post_its_days(self):
        self.rule.write({"new_days": 10, "date_from": "2026-03-01"})
        self.assertFalse(self.need_of(self.main, "2026-02-28"))
        self.assertEqual(self.need_of(self.main, "2026-03-10").standing, "due")
        self.assertEqual(self.need_of(self.main, "2026-03-11").standing, "missing")

    def test_a_renewed_term_makes_nobody_new(self):
        self.rule.new_days = 30
        renewed = self.make_assignment(
            "main", self.main.staff_id, date_from="2027-01-01", date_to="2027-12-31"
        )
        self.assertEqual(self.need_of(renewed, "2027-01-05").standing, "missing")

    def test_validity_ends_with_its_months(self):
        self.rule.write({"valid_months": 12, "renew_days": 30})
        self.train(self.main, "2026-03-02")
        for day, standing in (
            ("2026-03-01", "missing"),
            ("2026-03-02", "valid"),
            ("2027-01-29", "valid"),
            ("2027-01-30", "expiring"),
            ("2027-03-01", "expiring"),
            ("2027-03-02", "missing"),
        ):
            self.main._moving().write({"date_to": "2027-12-31"})
            with self.subTest(day):
                self.assertEqual(self.need_of(self.main, day).standing, standing)

    def test_once_is_enough_where_no_months_are_told(self):
        self.train(self.main, "2026-03-02")
        self.main._moving().write({"date_to": "2029-12-31"})
        self.assertEqual(self.need_of(self.main, "2029-03-02").standing, "valid")

    def test_strictest_of_two_rules_holds(self):
        self.rule.write({"valid_months": 24, "new_days": 90})
        self.make_rule(self.topic, role="main", valid_months=6, new_days=20)
        need = self.need_of(self.main, "2026-01-21")
        self.assertEqual((len(need), need.standing), (1, "missing"))
        self.assertEqual(self.need_of(self.reserve, "2026-01-21").standing, "due")
        self.train(self.main, "2026-03-02")
        self.assertEqual(str(self.need_of(self.main).valid_until), "2026-09-01")

    def test_only_who_came_is_trained(self):
        for state in ("invited", "absent", "excused"):
            session = self.make_session(self.main, state="invited")
            self.bring(session.attendee_ids, state)
            with self.subTest(state):
                self.assertEqual(self.need_of(self.main).standing, "missing")

    def test_a_test_must_be_passed(self):
        self.make_rule(self.exam)
        session = self.make_session(self.main, state="invited", topic_id=self.exam.id)
        row = session.attendee_ids

        def standing():
            needs = self.need_of(self.main)
            return needs.filtered(lambda need: need.topic_id == self.exam).standing

        for name, wanted in (
            ("attend", "missing"),
            ("fail", "missing"),
            ("pass", "valid"),
            ("unmark", "missing"),
        ):
            self.move(row, name)
            with self.subTest(name):
                self.assertEqual(standing(), wanted)

    def test_a_training_goes_with_the_person(self):
        self.train(self.main, "2026-03-02")
        self.main._moving().write(
            {"state": "ended", "ended_on": "2026-03-03", "end_reason": "other"}
        )
        after = self.make_assignment(
            "center_staff", self.main.staff_id, date_from="2026-03-03"
        )
        self.assertEqual(self.need_of(after, "2026-03-03").standing, "valid")

    def test_only_who_has_a_counter(self):
        self.rule.at_counter = True
        needs = self.env["tthc.training.need"].search([])
        self.assertEqual(needs.assignment_id, self.main)

    def sectors(self):
        return self.env["tthc.sector"].create(
            [
                {"name": f"Lĩnh vực Thử Nghiệm {letter}", "code": f"TN{letter}"}
                for letter in "AB"
            ]
        )

    def test_procedures_are_asked_for_by_sector(self):
        first, second = self.sectors()
        self.topic.by_sector = True
        self.counter.sector_ids = first | second
        needs = self.need_of(self.main)
        self.assertEqual(needs.sector_id, first | second)
        # a reserve without a sector needs one training of the topic
        self.assertEqual(len(self.need_of(self.reserve)), 1)
        self.train(self.main, "2026-03-02", sector_ids=first.ids)
        lacking = self.need_of(self.main).filtered(
            lambda need: need.standing == "missing"
        )
        self.assertEqual(lacking.sector_id, second)
        self.train(self.main, "2026-03-02")
        self.assertEqual(set(self.need_of(self.main).mapped("standing")), {"valid"})

    def test_sectors_of_the_post_come_before_those_of_the_counter(self):
        first, second = self.sectors()
        self.topic.by_sector = True
        self.counter.sector_ids = first | second
        self.main.sector_ids = second
        self.assertEqual(self.need_of(self.main).sector_id, second)

    def test_a_rule_for_some_sectors(self):
        first, second = self.sectors()
        self.rule.sector_ids = first
        self.assertFalse(self.need_of(self.main))
        self.counter.sector_ids = first | second
        self.assertEqual(len(self.need_of(self.main)), 1)
        self.topic.by_sector = True
        self.assertEqual(self.need_of(self.main).sector_id, first)

    def test_list_of_who_lacks_it_goes_onto_the_session(self):
        self.train(self.main, "2026-03-02")
        self.training.action_gather()
        self.assertEqual(self.training.attendee_ids.assignment_id, self.reserve)
        self.assertEqual(self.need_of(self.reserve).session_id, self.training)
        # who is invited to one session is not gathered for the next one
        with self.assertRaisesRegex(UserError, "nobody else"):
            self.make_session().action_gather()

    def test_most_urgent_get_the_seats(self):
        late = self.make_assignment(
            "main", self.make_staff("Đến Trước"), date_from="2025-06-01"
        )
        session = self.make_session(capacity=1)
        session.action_gather()
        self.assertEqual(session.attendee_ids.assignment_id, late)

    def test_session_is_planned_from_the_list(self):
        needs = self.env["tthc.training.need"].search([])
        action = needs.with_user(self.users["hr"]).action_plan()
        session = self.env["tthc.training.session"].browse(action["res_id"])
        self.assertEqual(session.attendee_ids.assignment_id, self.main | self.reserve)
        self.assertEqual((session.topic_id, session.state), (self.topic, "draft"))
        self.make_rule(self.exam)
        with self.assertRaisesRegex(UserError, "one topic"):
            self.env["tthc.training.need"].search([]).action_plan()

    def test_assignments_know_who_lacks_a_training(self):
        posts = self.env["tthc.assignment"]
        found = posts.search([("untrained", "=", True)])
        self.assertEqual(found, self.main | self.reserve)
        self.assertEqual(self.main.training_gaps, self.topic.name)
        self.train(self.main, "2026-03-02")
        posts.invalidate_model()
        self.assertFalse(self.main.untrained)
        self.assertEqual(posts.search([("untrained", "=", True)]), self.reserve)
        self.assertIn(self.main, posts.search([("untrained", "=", False)]))

    def test_roster_shows_it_to_who_plans(self):
        shift = self.env["tthc.roster.shift"].create(
            {
                "counter_id": self.counter.id,
                "day": TODAY,
                "half": "am",
                "assignment_id": self.main.id,
            }
        )
        for role, wanted in (("manager", self.topic.name), ("reception", "")):
            values = shift.with_user(self.users[role])._cell_values()
            with self.subTest(role):
                self.assertEqual(values["training_gaps"], wanted)

    def test_queries_do_not_grow_with_the_people(self):
        def count(number):
            posts = self.env["tthc.assignment"].union(
                *(
                    self.make_assignment("main", self.make_staff(f"Người {n}"))
                    for n in range(number)
                )
            )
            session = self.make_session(*posts, state="invited")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["tthc.training.need"].search([]).mapped("display_name")
            posts.mapped("training_gaps")
            session.attendee_ids.mapped("busy_count")
            session.attendee_ids.action_attend()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.assertEqual(count(3), count(30))

    def test_rule_must_not_renew_all_the_time(self):
        with self.assertRaisesRegex(ValidationError, "days before the end"):
            self.rule.write({"valid_months": 1, "renew_days": 30})

    def test_list_as_of_a_day(self):
        wizard = self.env["tthc.training.day"].create({"day": TODAY + timedelta(3)})
        action = wizard.action_show()
        self.assertEqual(action["context"]["training_day"], "2026-03-05")
