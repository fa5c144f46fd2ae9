from datetime import date, datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.tthc_base.tools.clock import frozen

from ..models.transition_table import NATIONAL_CODES, STATES, TRANSITIONS
from .common import THURSDAY, DossierCase

REASON = "Lý do thử"
NEW_DATE = date(2026, 9, 10)
LATER_DATE = date(2026, 9, 15)
METHODS = {
    "submit": ("action_submit", {}),
    "guide": ("action_guide", {"reason": REASON, "lines": [{"name": "Bản vẽ"}]}),
    "refuse_intake": ("action_refuse_intake", {"reason": REASON}),
    "receive": ("action_receive", {}),
    "receive_late": ("action_receive_late", {"received_at": THURSDAY}),
    "return_now": ("action_return_now", {}),
    "transfer": ("action_transfer", {}),
    "finish_step": ("action_finish_step", {"outcome": "granted"}),
    "take": ("action_take", {}),
    "assign": ("action_assign", {}),
    "reassign": ("action_reassign", {}),
    "pass_on": ("action_pass_on", {}),
    "ask_supplement": (
        "action_ask_supplement",
        {"reason": REASON, "lines": [{"name": "Bản vẽ"}]},
    ),
    "allow_late_supplement": ("action_allow_late_supplement", {"reason": REASON}),
    "request_supplement": ("action_request_supplement", {}),
    "accept_supplement": ("action_accept_supplement", {}),
    "expire_supplement": ("action_expire_supplement", {}),
    "refuse_supplement": ("action_refuse_supplement", {}),
    "ask_fee": ("action_ask_fee", {"reason": REASON}),
    "confirm_fee": ("action_confirm_fee", {"proof": "BL 01"}),
    "consult": (
        "action_consult",
        {"reason": REASON, "value": 2, "unit": "working_day"},
    ),
    "check_field": (
        "action_check_field",
        {"reason": REASON, "value": 2, "unit": "working_day"},
    ),
    "end_pause": ("action_end_pause", {"answer": "Đồng ý"}),
    "resolve": ("action_resolve", {"outcome": "granted"}),
    "notify_result": ("action_notify_result", {"means": "phone"}),
    "give_back": (
        "action_give_back",
        {"proof": "receipt", "means": "phone", "originals": True},
    ),
    "withdraw": ("action_withdraw", {"reason": REASON, "originals": True}),
    "stop": ("action_stop", {"reason": REASON}),
    "correct_receipt": (
        "action_correct_receipt",
        {"reason": REASON, "values": {"owner_name": "Nguyễn Văn Đúc"}},
    ),
    "annul": ("action_annul", {"reason": REASON}),
    "apologise": ("action_apologise", {"reason": REASON, "new_date": NEW_DATE}),
    "draft_apology": (
        "action_draft_apology",
        {"reason": REASON, "new_date": NEW_DATE},
    ),
    "overrule_apology": (
        "action_overrule_apology",
        {"reason": REASON, "new_date": LATER_DATE},
    ),
    "issue_apology": ("action_issue_apology", {"means": "phone"}),
    "recount": ("action_recount", {"ground": "TB 1/2026"}),
    "undo": ("action_undo", {}),
    "give_originals": ("action_give_originals", {}),
    "carry_over": ("_carry_over", {}),
    "remind_result": ("action_remind_result", {}),
    "end_keeping": ("action_end_keeping", {}),
    "close_file": (
        "action_close_file",
        {"documents": [{"name": "Đơn", "sheet_count": 2}]},
    ),
    "reopen_file": ("action_reopen_file", {"reason": REASON}),
}
ROLES = (
    "clerk",
    "other_clerk",
    "specialist",
    "other_specialist",
    "leader",
    "manager",
    "inspector",
    "courier",
    "editor",
    "hr",
    "reporter",
)
#: States of the table, and within one state what makes a difference to an action:
#: decision is processing at its last step; asked has a request on its way to the
#: citizen; consulting has an open consultation; overdue is a supplement whose time has
#: passed; apologised has a signed letter of apology that waits to be handed over;
#: taken has a handler; passing waits at the desk for another agency; unasked is past
#: the days to ask for a supplement; paying waits for the citizen to pay while papers
#: wait at the desk.
PLACES = {
    **{state: state for state, _label in STATES},
    "decision": "processing",
    "asked": "processing",
    "consulting": "processing",
    "taken": "processing",
    "passing": "processing",
    "overdue": "supplement",
    "apologised": "processing",
    "unasked": "processing",
    "paying": "fee_wait",
}
BEFORE_RECEIPT = ("draft", "submitted", "intake_supplement")
IN_PROCESSING = (
    "processing",
    "decision",
    "asked",
    "consulting",
    "taken",
    "passing",
    "apologised",
    "unasked",
)
WAITING = ("supplement", "overdue", "fee_wait", "paying")
#: (place, action, role) → state in which the dossier is afterwards. All others refuse.
ALLOWED = {
    ("draft", "submit", "clerk"): "submitted",
    ("draft", "guide", "clerk"): "intake_supplement",
    ("submitted", "guide", "clerk"): "intake_supplement",
    **{
        (place, action, "clerk"): target
        for place in BEFORE_RECEIPT
        for action, target in (
            ("receive", "received"),
            ("return_now", "returned"),
            ("refuse_intake", "refused_intake"),
        )
    },
    ("draft", "receive_late", "clerk"): "received",
    ("draft", "carry_over", "manager"): "processing",
    ("intake_supplement", "receive_late", "clerk"): "received",
    ("received", "transfer", "clerk"): "processing",
    ("received", "annul", "clerk"): "stopped",
    **{
        (place, action, role): target
        for place in ("processing", "consulting", "taken", "apologised")
        for role in ("specialist", "leader")
        for action, target in (
            ("finish_step", "processing"),
            ("ask_supplement", "processing"),
            ("ask_fee", "fee_wait"),
            ("consult", "processing"),
            ("check_field", "processing"),
        )
    },
    **{
        ("unasked", action, role): target
        for role in ("specialist", "leader")
        for action, target in (
            ("finish_step", "processing"),
            ("ask_fee", "fee_wait"),
            ("consult", "processing"),
            ("check_field", "processing"),
            ("take", "processing"),
        )
    },
    ("unasked", "allow_late_supplement", "manager"): "processing",
    ("unasked", "assign", "leader"): "processing",
    ("unasked", "undo", "clerk"): "received",
    **{
        ("decision", action, "leader"): target
        for action, target in (
            ("finish_step", "processing"),
            ("ask_supplement", "processing"),
            ("ask_fee", "fee_wait"),
            ("consult", "processing"),
            ("check_field", "processing"),
            ("resolve", "resolved"),
        )
    },
    **{
        ("asked", action, role): "processing"
        for action in ("consult", "check_field")
        for role in ("specialist", "leader")
    },
    **{
        (place, "take", role): PLACES[place]
        for place in ("processing", "asked", "consulting", "apologised", *WAITING)
        for role in ("specialist", "leader")
    },
    ("decision", "take", "leader"): "processing",
    **{
        (place, "assign", "leader"): PLACES[place]
        for place in (
            *("processing", "decision", "asked", "consulting", "apologised"),
            *WAITING,
        )
    },
    ("taken", "reassign", "leader"): "processing",
    ("passing", "pass_on", "clerk"): "processing",
    ("consulting", "end_pause", "specialist"): "processing",
    ("consulting", "end_pause", "leader"): "processing",
    ("consulting", "end_pause", "other_specialist"): "processing",
    ("asked", "request_supplement", "clerk"): "supplement",
    ("supplement", "accept_supplement", "clerk"): "processing",
    ("overdue", "accept_supplement", "clerk"): "processing",
    ("overdue", "expire_supplement", "clerk"): "stopped",
    ("overdue", "refuse_supplement", "leader"): "resolved",
    ("fee_wait", "confirm_fee", "clerk"): "processing",
    ("paying", "confirm_fee", "clerk"): "processing",
    ("paying", "pass_on", "clerk"): "fee_wait",
    ("paying", "undo", "specialist"): "processing",
    ("resolved", "notify_result", "clerk"): "resolved",
    ("resolved", "give_back", "clerk"): "returned",
    **{
        (place, "withdraw", "clerk"): "withdrawn"
        for place in (
            "submitted",
            "intake_supplement",
            "received",
            *IN_PROCESSING,
            *WAITING,
        )
    },
    **{(place, "stop", "leader"): "stopped" for place in (*IN_PROCESSING, *WAITING)},
    **{
        (place, "correct_receipt", "clerk"): PLACES[place]
        for place in ("received", *IN_PROCESSING, *WAITING, "resolved")
    },
    **{
        (place, action, role): PLACES[place]
        for place in (
            *("received", "processing", "decision", "asked", "consulting"),
            *("taken", "passing", "unasked"),
        )
        for action, role in (
            ("apologise", "leader"),
            ("draft_apology", "leader"),
            ("draft_apology", "specialist"),
        )
    },
    ("apologised", "overrule_apology", "manager"): "processing",
    ("apologised", "issue_apology", "clerk"): "processing",
    ("processing", "undo", "clerk"): "received",
    ("decision", "undo", "specialist"): "processing",
    ("passing", "undo", "specialist"): "processing",
    ("asked", "undo", "specialist"): "processing",
    ("consulting", "undo", "specialist"): "processing",
    ("fee_wait", "undo", "specialist"): "processing",
    ("resolved", "undo", "leader"): "processing",
    **{
        (place, "give_originals", "clerk"): state
        for place, state in PLACES.items()
        if place not in ("draft", "returned", "withdrawn")
    },
    ("resolved", "remind_result", "clerk"): "resolved",
    ("returned", "close_file", "clerk"): "returned",
    ("withdrawn", "close_file", "clerk"): "withdrawn",
}
#: How a dossier comes to a place: (role, action) one after another from the draft.
WAYS = {
    "draft": (),
    "submitted": ("clerk submit",),
    "intake_supplement": ("clerk guide",),
    "refused_intake": ("clerk refuse_intake",),
    "received": ("clerk receive",),
    "returned": ("clerk return_now",),
    "withdrawn": ("clerk receive", "clerk withdraw"),
    "stopped": ("clerk receive", "clerk transfer", "leader stop"),
    "processing": ("clerk receive", "clerk transfer"),
}
WAYS |= {
    "decision": (*WAYS["processing"], "specialist finish_step"),
    "asked": (*WAYS["processing"], "specialist ask_supplement"),
    "passing": (*WAYS["processing"], "specialist finish_step"),
    "taken": (*WAYS["processing"], "specialist take"),
    "unasked": WAYS["processing"],
    "consulting": (*WAYS["processing"], "specialist consult"),
    "fee_wait": (*WAYS["processing"], "specialist ask_fee"),
    "apologised": (*WAYS["processing"], "leader apologise"),
}
WAYS |= {
    "supplement": (*WAYS["asked"], "clerk request_supplement"),
    "overdue": (*WAYS["asked"], "clerk request_supplement"),
    "resolved": (*WAYS["decision"], "leader resolve"),
    "paying": (*WAYS["passing"], "specialist ask_fee"),
}


@tagged("tthc_transitions")
class TestTransition(DossierCase):
    def _in_place(self, place, version):
        """A dossier that came to a place by its actions."""
        versions = {"passing": self.between, "paying": self.beside}
        dossier = self._draft(versions.get(place, version))
        for step in WAYS[place]:
            role, action = step.split()
            self._call(dossier, action, role)
        if place == "overdue":
            dossier.supplement_ids._write_as_action(
                {"window_due": THURSDAY - timedelta(days=1)}
            )
        if place == "unasked":
            dossier.with_context(**dossier._move_context()).write(
                {"received_at": THURSDAY - timedelta(days=30)}
            )
        return dossier

    def _draft(self, version=None):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        papers = (version or self.version).component_ids
        rows = [{"id": row.id, "original": 1, "to_give_back": True} for row in papers]
        intake = self.intake(version, components=rows)
        values = desk._dossier_values(self.clerk, intake)
        return self.env["tthc.dossier"].with_user(self.clerk).create(values)

    def test_every_cell_of_the_table(self):
        """Each place, action and role: allowed moves arrive, others change nothing."""
        self.assertEqual(set(METHODS), set(TRANSITIONS))
        version = self.make_version(self.env, "1.999008", "Trả ngay", 1, immediate=True)
        self.center.desk_pass_from = "2017-10-01"
        self.between = self.make_version(
            self.env,
            "1.999009",
            "Liên thông",
            1,
            step_ids=[
                Command.create({"sequence": 1, "name": "Mình"}),
                Command.create(
                    {"sequence": 2, "name": "Bạn", "agency_id": self.other_agency.id}
                ),
                Command.create({"sequence": 3, "name": "Ký", "role": "leader"}),
            ],
        )
        self.pack = self.make_outage(THURSDAY)
        self.beside = self.make_version(
            self.env,
            "1.999010",
            "Song song",
            1,
            step_ids=[
                Command.create({"sequence": 1, "name": "Mình"}),
                Command.create({"sequence": 2, "name": "Thuế"}),
                Command.create(
                    {"sequence": 2, "name": "Bạn", "agency_id": self.other_agency.id}
                ),
                Command.create({"sequence": 3, "name": "Ký", "role": "leader"}),
            ],
        )
        cells = [(action, role) for action in METHODS for role in ROLES]
        with frozen(THURSDAY):
            for place in PLACES:
                unmoved = self._in_place(place, version)
                self.assertEqual(unmoved.state, PLACES[place])
                for action, role in cells:
                    with self.subTest(place=place, action=action, role=role):
                        target = ALLOWED.get((place, action, role))
                        if target:
                            dossier = self._in_place(place, version)
                            self.check_moves(dossier, action, role, target)
                        else:
                            self.check_stays(unmoved, action, role)

    def _call(self, dossier, action, role):
        method, arguments = METHODS[action]
        if action == "consult":
            arguments = {**arguments, "agency": self.other_agency}
        if action == "carry_over":
            arguments = {"carried": {dossier.id: self._facts(dossier)}}
        if action == "receive_late":
            kept = self.pack.blank_ids.filtered(lambda blank: blank.state == "kept")
            arguments = {**arguments, "number": kept[:1].code}
        if action in ("assign", "reassign"):
            arguments = {"user": self.leader}
        getattr(dossier.with_user(getattr(self, role)), method)(**arguments)

    def _facts(self, dossier):
        """What a file of an earlier system says of a dossier in processing."""
        empty = dict.fromkeys(
            (
                *("waiting_since", "waiting_for", "window_due", "outcome"),
                *("resolved_at", "result_number", "old_register", "monitor_center_id"),
                *("opening_id", "row", "code_day", "code_number", "transfer_due"),
                *("limit_value", "fee_amount", "fee_text"),
            ),
            False,
        )
        return {
            **empty,
            "state": "processing",
            "code": f"CU-{dossier.id}",
            "opening_day": THURSDAY.date(),
            "register_agency_id": self.agency.id,
            "regulation_id": self.env["tthc.regulation"]._at(THURSDAY.date()).id,
            "agency_id": self.agency.id,
            "agency_ids": self.agency.ids,
            "received_at": THURSDAY - timedelta(days=7),
            "limit_unit": "working_day",
            "due_original": THURSDAY + timedelta(days=7),
            "due": THURSDAY + timedelta(days=7),
            "steps": [],
        }

    def check_moves(self, dossier, action, role, target):
        count = dossier.event_count
        self._call(dossier, action, role)
        self.assertEqual(dossier.state, target)
        self.assertEqual(dossier.event_count, count + 1)
        self.assertEqual(dossier.event_ids.sorted("seq")[-1:].kind, action)

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
                "yes" if row.undoable else "",
            )
            self.assertIn(f"| {' | '.join(cells)} |", readme)
        shown = [
            line
            for line in readme.splitlines()
            if line.startswith("| `") and line.count("|") == 8
        ]
        self.assertEqual(len(shown), len(TRANSITIONS))

    def test_every_state_but_draft_has_a_national_code(self):
        self.assertEqual(
            {state for state, _label in STATES} - {"draft"}, set(NATIONAL_CODES)
        )

    def test_state_is_not_written_by_anybody_with_any_context(self):
        dossier = self.receive()
        key = dossier._move_key()
        attempts = ({}, {key: True}, {key: {}}, {key: 1})
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
        dossier.with_user(self.clerk).action_give_back(proof="receipt", means="phone")
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
