import io
from itertools import product

from docx import Document

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import file_open

from odoo.addons.tthc_base.tests.common import ROLES

from ..models.problem_table import PROBLEM_MOVES
from .voice_common import DAY, TODAY, VoiceCase

ARGUMENTS = {"answer": ["Đã cấp thêm máy in"], "reopen": ["Máy in vẫn hỏng"]}


class TestProblem(VoiceCase):
    """Difficulties: every move by every role, who sees what, reports upward."""

    def make(self, state="draft", **values):
        problem = (
            self.env["tthc.problem"]
            ._moving()
            .create(
                {
                    "name": "Máy in biên nhận hay kẹt giấy",
                    "kind": "premises",
                    "agency_id": self.justice.id,
                    "center_id": self.center.id,
                    "state": state,
                    "owner_agency_id": self.building.id,
                    "due_on": TODAY + DAY,
                    **values,
                }
            )
        )
        # not in the hand of an action any more
        return self.env["tthc.problem"].browse(problem.id)

    def run_move(self, name, problem):
        arguments = {"take": [self.building.id, TODAY + DAY], **ARGUMENTS}
        return getattr(problem, f"action_{name}")(*arguments.get(name, []))

    def test_every_move_in_every_state_by_every_role(self):
        members = self.users["reporter"] | self.users["leader"]
        self.justice.user_ids = members | self.users["coordinator"]
        self.building.user_ids = members
        self.users["manager"].tthc_center_id = self.center
        states = dict(self.env["tthc.problem"]._fields["state"].selection)
        problems = {state: self.make(state) for state in states}
        for name, state, role in product(PROBLEM_MOVES, states, ROLES):
            move, user = PROBLEM_MOVES[name], self.users[role]
            may = any(map(user.has_group, move.groups))
            with self.subTest(move=name, state=state, role=role):
                savepoint = self.env.cr.savepoint()
                problem = problems[state]
                if may and state in move.sources:
                    self.run_move(name, problem.with_user(user))
                    self.assertEqual(problem.state, move.target)
                else:
                    with self.assertRaises(UserError) as caught:
                        self.run_move(name, problem.with_user(user))
                    self.assertEqual(isinstance(caught.exception, AccessError), not may)
                    self.assertEqual(problem.state, state)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_readme_shows_the_table(self):
        with file_open("tthc_rollout/README.md") as handle:
            text = handle.read()
        for name, move in PROBLEM_MOVES.items():
            with self.subTest(name):
                row = f"| {', '.join(move.sources)} | {name} | {move.target} |"
                self.assertIn(row, text)

    def test_difficulty_goes_to_its_owner_and_back_solved(self):
        problem = (
            self.env["tthc.problem"]
            .with_user(self.reporter)
            .create({"name": "Thiếu ghế chờ", "kind": "premises"})
        )
        self.assertEqual(problem.agency_id, self.justice)
        problem.action_raise()
        self.assertNotIn(problem, self.seen(self.other_reporter))
        problem.with_user(self.coordinator).action_take(
            self.building.id, TODAY + 2 * DAY
        )
        theirs = problem.with_user(self.other_reporter)
        self.assertIn(theirs, self.seen(self.other_reporter))
        tasks = self.env["mail.activity"].search(
            [("res_model", "=", "tthc.problem"), ("res_id", "=", problem.id)]
        )
        self.assertEqual(tasks.user_id, self.other_reporter)
        self.assertEqual(tasks.date_deadline, TODAY + 2 * DAY)
        theirs.action_answer("Đã kê thêm 20 ghế")
        self.assertFalse(tasks.exists())
        with self.assertRaisesRegex(UserError, "matter of"):
            theirs.action_close()
        problem.action_reopen("Mới có 5 ghế")
        theirs.action_answer("Đã đủ 20 ghế")
        problem.action_close()
        self.assertEqual(problem.state, "closed")
        self.assertIn("Mới có 5 ghế", str(problem.message_ids.mapped("body")))

    def seen(self, user):
        return self.env["tthc.problem"].with_user(user).search([])

    def test_overdue_is_reckoned_and_searched_alike(self):
        late = self.make("taken", due_on=TODAY - DAY)
        others = self.make("taken", due_on=TODAY) | self.make(
            "closed", due_on=TODAY - DAY
        )
        rows = late | others
        self.assertEqual(rows.filtered("is_overdue"), late)
        domain = [("id", "in", rows.ids)]
        found = rows.search([*domain, ("is_overdue", "=", True)])
        self.assertEqual(found, late)
        self.assertEqual(rows.search([*domain, ("is_overdue", "=", False)]), others)

    def test_what_was_raised_is_not_rewritten(self):
        problem = self.make("raised")
        mine = problem.with_user(self.reporter)
        for values in ({"name": "Khác"}, {"kind": "law"}):
            with self.subTest(values), self.assertRaises(UserError):
                mine.write(values)
        for values in ({"state": "closed"}, {"answer": "Xong"}, {"report_id": 1}):
            with self.subTest(values), self.assertRaises(AccessError):
                mine.write(values)
        with self.assertRaisesRegex(UserError, "not deleted"):
            mine.unlink()

    def test_nobody_raises_for_another_unit(self):
        problem = self.make()
        problem._moving().owner_agency_id = self.building
        theirs = problem.with_user(self.other_reporter)
        for action in (theirs.action_raise, lambda: theirs.write({"name": "Khác"})):
            with self.assertRaisesRegex(UserError, "matter of"):
                action()
        self.assertEqual(problem.state, "draft")

    def test_giving_needs_an_agency_and_a_day_to_come(self):
        problem = self.make("raised").with_user(self.coordinator)
        for agency, day in (
            (None, TODAY),
            (self.building.id, None),
            (self.building.id, TODAY - DAY),
            (10**9, TODAY),
        ):
            with self.subTest(agency=agency, day=day):
                with self.assertRaisesRegex(UserError, "who solves it"):
                    problem.action_take(agency, day)
        with self.assertRaisesRegex(UserError, "no member"):
            problem.action_take(self.building.id, TODAY, self.reporter.id)
        self.assertEqual(problem.state, "raised")

    def test_who_may_not_move_it_is_shown_no_button(self):
        problem = self.make("raised")
        self.justice.user_ids = [Command.link(self.users["inspector"].id)]
        mine = problem.with_user(self.reporter)
        self.assertTrue(mine.is_own)
        self.assertFalse(mine.can_answer)
        seen = problem.with_user(self.users["inspector"])
        self.assertFalse(seen.is_own or seen.can_answer)

    def test_report_upward_stays_as_it_was_sent(self):
        problem = self.make("answered", answer="Đã báo cáo")
        report = (
            self.env["tthc.problem.report"]
            .with_user(self.coordinator)
            .create({"name": "Tháng đầu", "receiver": "UBND tỉnh"})
        )
        with self.assertRaisesRegex(UserError, "Choose the difficulties"):
            report.action_send()
        report.problem_ids = problem
        with self.assertRaisesRegex(UserError, "number and date"):
            report.action_send()
        report.write({"dispatch_number": "12/BC", "dispatch_date": TODAY})
        report.action_send()
        sent = report._rows()
        self.assertEqual(problem.report_id, report)
        problem._moving().answer = "Khác hẳn"
        self.assertEqual(report._rows(), sent)
        table = Document(io.BytesIO(report._document())).tables[1]
        self.assertEqual([cell.text for cell in table.rows[1].cells], sent[0])
        with self.assertRaises(UserError):
            report.name = "Khác"
        with self.assertRaises(UserError):
            report.unlink()
        with self.assertRaises(AccessError):
            report.content = []

    def test_units_see_only_what_concerns_them(self):
        mine, theirs = self.make("raised"), self.make("raised")
        theirs._moving().write(
            {"agency_id": self.building.id, "center_id": self.other_center.id}
        )
        mine._moving().owner_agency_id = False
        manager = self.users["manager"]
        manager.tthc_center_id = self.center
        for user, seen in (
            (self.reporter, mine),
            (self.other_reporter, theirs),
            (manager, mine),
            (self.coordinator, mine | theirs),
            (self.users["inspector"], mine | theirs),
        ):
            with self.subTest(user.login):
                self.assertEqual(self.seen(user) & (mine | theirs), seen)
        for role in ("courier", "editor", "hr", "reception"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.seen(self.users[role])
        with self.assertRaises(AccessError):
            mine.with_user(self.users["inspector"]).action_raise()
