from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.tthc_base.tools.clock import frozen

from ..models.transition_table import NATIONAL_CODES, STATES, TRANSITIONS
from .common import THURSDAY, DossierCase

METHODS = {
    "receive": ("action_receive", {}),
    "transfer": ("action_transfer", {}),
    "finish_step": ("action_finish_step", {"outcome": "granted"}),
    "resolve": ("action_resolve", {"outcome": "granted"}),
    "give_back": ("action_give_back", {}),
}
ROLES = (
    "clerk",
    "specialist",
    "leader",
    "manager",
    "inspector",
    "courier",
    "editor",
    "hr",
    "reporter",
)
ALLOWED = {
    ("draft", "receive", "clerk"),
    ("submitted", "receive", "clerk"),
    ("received", "transfer", "clerk"),
    ("processing", "finish_step", "specialist"),
    ("processing", "finish_step", "leader"),
    ("decision", "resolve", "leader"),
    ("decision", "finish_step", "leader"),
    ("resolved", "give_back", "clerk"),
}


@tagged("tthc_transitions")
class TestTransition(DossierCase):
    def _in_state(self, state):
        """A dossier in a state; “decision” is processing at its last step."""
        if state in ("draft", "submitted"):
            dossier = self._draft()
        else:
            dossier = self.receive()
        if state in ("processing", "decision"):
            dossier.with_user(self.clerk).action_transfer()
        if state == "decision":
            dossier.with_user(self.specialist).action_finish_step("granted")
        target = "processing" if state == "decision" else state
        if dossier.state != target:
            dossier.with_context(**dossier._move_context()).write({"state": target})
        return dossier

    def _draft(self):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        values = desk._dossier_values(self.clerk, self.intake())
        return self.env["tthc.dossier"].with_user(self.clerk).create(values)

    def test_every_cell_of_the_table(self):
        """Each state, action and role: allowed moves arrive, others change nothing."""
        states = [state for state, _label in STATES] + ["decision"]
        cells = [(action, role) for action in TRANSITIONS for role in ROLES]
        with frozen(THURSDAY):
            for state in states:
                unmoved = self._in_state(state)
                for action, role in cells:
                    with self.subTest(state=state, action=action, role=role):
                        if (state, action, role) in ALLOWED:
                            self.check_moves(self._in_state(state), action, role)
                        else:
                            self.check_stays(unmoved, action, role)

    def _call(self, dossier, action, role):
        method, arguments = METHODS[action]
        getattr(dossier.with_user(getattr(self, role)), method)(**arguments)

    def check_moves(self, dossier, action, role):
        count = dossier.event_count
        self._call(dossier, action, role)
        self.assertEqual(dossier.state, TRANSITIONS[action].target)
        self.assertEqual(dossier.event_count, count + 1)

    def check_stays(self, dossier, action, role):
        before = (dossier.state, dossier.event_count)
        with self.assertRaises(UserError):
            self._call(dossier, action, role)
        self.assertEqual((dossier.state, dossier.event_count), before)

    def test_readme_shows_the_table_as_it_is(self):
        with file_open("tthc_dossier/README.md") as handle:
            readme = handle.read()
        for row in TRANSITIONS.values():
            cells = (
                f"`{row.action}`",
                ", ".join(row.origins),
                row.target,
                row.group.removeprefix("tthc_base."),
                ", ".join(need.removeprefix("_need_") for need in row.needs),
                row.ground,
            )
            self.assertIn(f"| {' | '.join(cells)} |", readme)
        shown = [
            line
            for line in readme.splitlines()
            if line.startswith("| `") and "NĐ" in line
        ]
        self.assertEqual(len(shown), len(TRANSITIONS))

    def test_every_state_but_draft_has_a_national_code(self):
        self.assertEqual(
            {state for state, _label in STATES} - {"draft"}, set(NATIONAL_CODES)
        )

    def test_state_is_not_written_by_anybody_with_any_context(self):
        dossier = self.receive()
        attempts = ({}, {"tthc_move": True}, {"tthc_move": {}}, {"tthc_move": 1})
        for user in (self.clerk, self.leader, self.env.ref("base.user_admin")):
            for context in attempts:
                with self.subTest(user=user.login, context=context):
                    with self.assertRaises(AccessError):
                        dossier.with_user(user).with_context(**context).write(
                            {"state": "returned"}
                        )
        self.assertEqual(dossier.state, "received")

    def test_due_and_code_are_not_written(self):
        dossier = self.receive()
        for name, value in (
            ("due", datetime(2030, 1, 1)),
            ("due_original", datetime(2030, 1, 1)),
            ("code", "X"),
            ("register_number", 99),
            ("owner_name", "Người khác"),
            ("version_id", self.version.id),
            ("event_head", "0"),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                dossier.with_user(self.clerk).write({name: value})

    def test_draft_is_not_created_with_legal_facts(self):
        for values in ({"state": "received"}, {"code": "H99"}, {"due": "2030-01-01"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.env["tthc.dossier"].with_user(self.clerk).create(
                    {"version_id": self.version.id, **values}
                )

    def test_draft_takes_no_legal_fact_from_the_context(self):
        dossiers = self.env["tthc.dossier"].with_user(self.clerk)
        for name, value in (
            ("state", "received"),
            ("code", "H99"),
            ("outcome", "granted"),
            ("token", "BIET-TRUOC"),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                dossiers.with_context(**{f"default_{name}": value}).create(
                    {"version_id": self.version.id}
                )

    def test_receipt_takes_no_default_from_the_context(self):
        context = {
            "default_state": "done",
            "default_outcome": "granted",
            "default_result_number": "1/GP",
        }
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        answer = desk.with_context(**context).receive(self.intake())
        dossier = self.env["tthc.dossier"].browse(answer["id"])
        self.assertEqual(dossier.state, "received")
        self.assertFalse(dossier.outcome or dossier.result_number)
        self.assertEqual(set(dossier.step_ids.mapped("state")), {"waiting"})

    def test_steps_and_papers_are_fixed_after_the_receipt(self):
        dossier = self.receive().with_user(self.clerk)
        with self.assertRaises(AccessError):
            dossier.step_ids[0].write({"state": "done"})
        with self.assertRaises(AccessError):
            dossier.component_ids[0].unlink()
        with self.assertRaises(AccessError):
            dossier.env["tthc.dossier.component"].create(
                {"dossier_id": dossier.id, "name": "Thêm"}
            )

    def test_steps_are_not_written_by_hand_not_even_on_a_draft(self):
        draft = self._draft()
        with self.assertRaises(AccessError):
            draft.env["tthc.dossier.step"].create(
                {
                    "dossier_id": draft.id,
                    "name": "Xong sẵn",
                    "agency_id": self.agency.id,
                    "role": "leader",
                    "state": "done",
                }
            )

    def test_received_dossier_is_never_deleted(self):
        with self.assertRaises(UserError):
            self.receive().with_user(self.clerk).unlink()

    def test_double_click_on_a_button_is_told_and_done_once(self):
        dossier = self.receive().with_user(self.clerk)
        dossier.action_transfer()
        with self.assertRaises(UserError):
            dossier.action_transfer()
        self.assertEqual(dossier.event_count, 2)

    def test_whole_way_to_the_citizen(self):
        dossier = self.resolved()
        self.assertEqual(dossier.state, "resolved")
        self.assertEqual(dossier.outcome, "granted")
        self.assertEqual(dossier.punctuality, "early")
        self.assertEqual(set(dossier.step_ids.mapped("state")), {"done"})
        dossier.with_user(self.clerk).action_give_back()
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(dossier.receiver_name, "Nguyễn Văn Đức")
        self.assertEqual(
            dossier.event_ids.sorted("seq").mapped("kind"),
            ["receive", "transfer", "finish_step", "resolve", "give_back"],
        )

    def test_result_after_the_day_is_late_for_good(self):
        dossier = self.resolved(THURSDAY)
        late = self.receive()
        late.with_user(self.clerk).action_transfer()
        late.with_user(self.specialist).action_finish_step("granted")
        with frozen(late.due + timedelta(days=1)):
            self.assertTrue(late.is_late)
            late.with_user(self.leader).action_resolve()
        self.assertEqual(late.punctuality, "late")
        self.assertEqual(dossier.punctuality, "early")

    def test_refusal_needs_a_reason(self):
        dossier = self.receive()
        dossier.with_user(self.clerk).action_transfer()
        dossier.with_user(self.specialist).action_finish_step("refused")
        with self.assertRaises(UserError):
            dossier.with_user(self.leader).action_resolve()
        dossier.with_user(self.leader).action_resolve(note="Không phù hợp quy hoạch")
        self.assertEqual(dossier.outcome, "refused")

    def test_other_agency_step_is_not_finished_by_mine(self):
        version = self.make_version(
            self.env,
            "1.999007",
            "Liên thông",
            1,
            step_ids=[
                (0, 0, {"sequence": 1, "name": "Mình"}),
                (
                    0,
                    0,
                    {
                        "sequence": 2,
                        "name": "Bạn",
                        "agency_id": self.other_agency.id,
                    },
                ),
                (0, 0, {"sequence": 3, "name": "Ký", "role": "leader"}),
            ],
        )
        dossier = self.receive(version=version)
        dossier.with_user(self.clerk).action_transfer()
        with self.assertRaises(UserError):
            dossier.with_user(self.other_specialist).action_finish_step("granted")
        dossier.with_user(self.specialist).action_finish_step("granted")
        with self.assertRaisesRegex(UserError, "Tư pháp"):
            dossier.with_user(self.specialist).action_finish_step("granted")
        dossier.with_user(self.other_specialist).action_finish_step()
        dossier.with_user(self.leader).action_resolve()
        self.assertEqual(dossier.state, "resolved")

    def test_many_at_once_cost_no_more_queries_each(self):
        few = self.env["tthc.dossier"].union(*(self.receive() for _n in range(2)))
        many = self.env["tthc.dossier"].union(*(self.receive() for _n in range(12)))
        self.env.flush_all()
        counts = []
        for dossiers in (few, many):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            dossiers.with_user(self.clerk).action_transfer()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 4)
