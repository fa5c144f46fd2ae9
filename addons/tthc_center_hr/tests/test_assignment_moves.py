from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import file_open

from odoo.addons.tthc_base.tests.table_common import TableWalk

from ..models.assignment_table import MOVES
from ..models.tthc_assignment import STATES
from .common import DAY, TODAY, HrCase

HR = "tthc_base.group_hr_logistics"


class TestAssignmentMoves(TableWalk, HrCase):
    """Every cell of state × action × role; what an action asks for."""

    def make(self, state, **values):
        person = self.make_staff(f"Người {state}")
        return self.make_assignment("main", person, state=state, **values)

    def run_move(self, name, assignment):
        """Make a move as the user of the record, with all that it asks for."""
        if name == "approve":
            decision = self.make_draft_decision()
            # what HR does before, so that only the move itself is tried
            assignment.sudo()._moving().decision_id = decision
            return decision.with_env(assignment.env).action_issue()
        arguments = {
            "return": ["Bổ sung ngạch"],
            "refuse": ["Không phù hợp"],
            "end": ["asked"],
        }
        return getattr(assignment, f"action_{name}")(*arguments.get(name, []))

    def test_every_move_in_every_state_by_every_role(self):
        posts = {state: self.make(state) for state, _label in STATES}
        self.check_table(MOVES, posts, lambda post, name: self.run_move(name, post))

    def test_readme_shows_the_table(self):
        with file_open("tthc_center_hr/README.md") as handle:
            lines = handle.read().splitlines()
        shown = set()
        for line in lines:
            cells = [cell.strip(" `") for cell in line.strip("|").split("|")]
            if len(cells) == 4 and cells[1] in MOVES:
                shown.add(tuple(cells))
        names = {HR: "HR", "tthc_base.group_agency_reporter": "reporter"}
        expected = {
            (
                ", ".join(move.sources),
                name,
                move.target,
                ", ".join(names.get(group, "manager") for group in move.groups),
            )
            for name, move in MOVES.items()
        }
        self.assertEqual(shown, expected)

    def test_counters_are_those_of_the_center(self):
        with self.assertRaisesRegex(ValidationError, "another center"):
            self.main.counter_ids = self.other_counter

    def test_proposal_needs_its_dates(self):
        for missing in ("date_from", "date_to"):
            draft = self.make("draft", **{missing: False})
            with self.subTest(missing), self.assertRaisesRegex(UserError, "11.4"):
                draft.action_propose()
            draft.unlink()

    def test_return_and_refusal_need_words(self):
        proposed = self.make("proposed")
        for words in (None, "", "  ", 7, ["x"]):
            for action in (proposed.action_return, proposed.action_refuse):
                with self.subTest(words=words), self.assertRaises(UserError):
                    action(words)
        proposed.action_return(" Thiếu ngạch ")
        self.assertEqual(proposed.remarks, "Thiếu ngạch")
        proposed.action_propose()
        self.assertFalse(proposed.remarks)

    def test_end_needs_a_reason_and_a_day_of_the_term(self):
        for reason, day, note in (
            (None, None, None),
            ("boredom", None, None),
            ("other", None, " "),
            ("asked", "2025-12-31", None),
            ("asked", "2027-01-01", None),
        ):
            with self.subTest(reason=reason, day=day), self.assertRaises(UserError):
                self.main.action_end(reason, day, note)
        self.assertEqual(self.main.state, "approved")

    def test_who_is_ended_today_is_out_of_post_today(self):
        self.assertTrue(self.main.in_post)
        self.main.action_end("results")
        self.assertFalse(self.main.in_post)
        self.assertEqual(self.main.last_day, TODAY - DAY)

    def test_who_is_ended_for_a_day_to_come_serves_until_then(self):
        self.main.action_end("left", TODAY + 2 * DAY)
        self.assertTrue(self.main.in_post)
        self.assertFalse(self.main._in_post_at(TODAY + 2 * DAY))

    def test_manager_of_another_center_returns_nothing(self):
        self.users["manager"].tthc_center_id = self.other_center
        proposed = self.make("proposed").with_user(self.users["manager"])
        with self.assertRaises(AccessError):
            proposed.action_return("Không phải của tôi")

    def test_reporter_proposes_nobody_of_another_agency(self):
        person = self.make_staff("Người Khác", self.building)
        draft = self.make_assignment("main", person, state="draft")
        with self.assertRaises(AccessError):
            draft.with_user(self.users["reporter"]).action_propose()

    def test_what_is_proposed_is_not_rewritten(self):
        proposed = self.make("proposed")
        for login, values in (
            ("reporter", {"title": "Trưởng phòng"}),
            ("reporter", {"date_to": "2026-11-30"}),
            ("reporter", {"override_reason": "Vì thế"}),
            ("hr", {"staff_id": self.main.staff_id.id}),
            ("hr", {"role": "director"}),
        ):
            with self.subTest(login, **values), self.assertRaises(AccessError):
                proposed.with_user(self.users[login]).write(values)
        proposed.with_user(self.users["hr"]).date_to = "2026-11-30"

    def test_what_is_decided_keeps_its_dates_and_reasons(self):
        post = self.main.with_user(self.users["hr"])
        for values in ({"date_to": "2027-06-30"}, {"override_reason": "Vì thế"}):
            with self.subTest(**values), self.assertRaises(AccessError):
                post.write(values)
        with self.assertRaises(UserError):
            post.unlink()

    def test_successor_begins_and_predecessor_leaves(self):
        person = self.make_staff("Người Mới")
        successor = self.make_assignment(
            "main",
            person,
            state="proposed",
            date_from="2026-04-01",
            date_to="2027-03-31",
            predecessor_id=self.main.id,
        )
        self.make_draft_decision(successor).action_issue()
        self.assertRecordValues(
            self.main,
            [
                {
                    "state": "ended",
                    "end_reason": "replaced",
                    "ended_on": successor.date_from,
                }
            ],
        )
        self.assertTrue(self.main.in_post)
        self.assertEqual(self.main.successor_ids, successor)
        on_the_day = (self.main | successor)._in_post_at(successor.date_from)
        self.assertEqual(on_the_day, successor)

    def test_term_is_renewed_by_the_same_person(self):
        self.reserve._moving().date_to = False
        wizard = (
            self.env["tthc.assignment.replace"]
            .with_context(active_id=self.main.id)
            .create({"staff_id": self.main.staff_id.id, "title": "Chuyên viên"})
        )
        renewed = self.env["tthc.assignment"].browse(wizard.action_confirm()["res_id"])
        self.assertRecordValues(
            renewed,
            [
                {
                    "state": "draft",
                    "predecessor_id": self.main.id,
                    "date_from": self.main.date_to + DAY,
                }
            ],
        )
        self.assertEqual(str(renewed.date_to), "2027-12-31")
        self.assertEqual(renewed.counter_ids, self.counter)
        renewed.action_propose()
        self.make_draft_decision(renewed).action_issue()
        self.assertEqual(self.main.state, "approved")
