from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import AFTER_FIVE_WORKING_DAYS, THURSDAY, DossierCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MONDAY = THURSDAY + 4 * DAY


class TestConsultation(DossierCase):
    """Consultation and field check (Decree 61/2018 Art 19.3, 19.5)."""

    def _consulted(self, code, kind="consultation", **step):
        version = self.make_version(
            self.env,
            code,
            "Có lấy ý kiến",
            1,
            step_ids=[
                Command.create({"sequence": 1, "name": "Thẩm định"}),
                Command.create(
                    {"sequence": 2, "name": "Hỏi ý kiến", "kind": kind, **step}
                ),
                Command.create({"sequence": 3, "name": "Ký", "role": "leader"}),
            ],
        )
        dossier = self.receive(version=version)
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
        with frozen(THURSDAY + 2 * HOUR):
            if kind == "consultation":
                dossier.with_user(self.specialist).action_consult(
                    self.other_agency, "Có phù hợp quy hoạch không?", 2, "working_day"
                )
            else:
                dossier.with_user(self.specialist).action_check_field(
                    "Xem thực địa thửa đất", 2, "working_day"
                )
        return dossier

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("tthc_dossier.cron_waiting").method_direct_trigger()

    def test_t6_question_and_time_to_answer_are_kept(self):
        pause = self._consulted("1.999050").pause_ids
        self.assertEqual(pause.agency_id, self.other_agency)
        self.assertEqual(pause.reason, "Có phù hợp quy hoạch không?")
        self.assertEqual(pause.due, datetime(2026, 8, 22, 10, 0))

    def test_consultation_needs_agency_question_and_time(self):
        dossier = self._consulted("1.999051").with_user(self.specialist)
        for arguments in (
            (None, "Hỏi", 2, "working_day"),
            (self.other_agency, "", 2, "working_day"),
            (self.other_agency, "Hỏi", 0, None),
        ):
            with self.subTest(arguments=arguments), self.assertRaises(UserError):
                dossier.action_consult(*arguments)

    def test_consulted_agency_sees_the_dossier_and_answers(self):
        dossier = self._consulted("1.999052")
        seen = dossier.with_user(self.other_specialist)
        self.assertEqual(seen.search([("id", "=", dossier.id)]), dossier)
        with frozen(MONDAY):
            seen.action_end_pause(answer="Phù hợp")
        self.assertEqual(dossier.pause_ids.answer, "Phù hợp")
        self.assertEqual(dossier.pause_ids.ending, "answered")

    def test_agency_whose_question_was_taken_back_takes_no_part(self):
        dossier = self._consulted("1.999061")
        self.assertIn(self.other_agency, dossier.agency_ids)
        dossier.with_user(self.specialist).action_undo()
        self.assertEqual(dossier.agency_ids, self.agency)

    def test_clock_runs_on_unless_the_procedure_excludes_it(self):
        dossier = self._consulted("1.999053")
        self.assertFalse(dossier.paused_at)
        with frozen(MONDAY):
            dossier.with_user(self.specialist).action_end_pause(answer="Phù hợp")
        self.assertEqual(dossier.due, AFTER_FIVE_WORKING_DAYS)

    def test_excluded_time_is_given_back(self):
        for code, kind in (("1.999054", "consultation"), ("1.999055", "field_check")):
            with self.subTest(kind=kind):
                dossier = self._consulted(code, kind, excluded_from_clock=True)
                self.assertEqual(dossier.paused_at, THURSDAY + 2 * HOUR)
                self.assertEqual(dossier.state, "processing")
                with frozen(MONDAY):
                    dossier.with_user(self.specialist).action_end_pause(answer="Xong")
                self.assertEqual(dossier.due, datetime(2026, 9, 3, 10, 0))
                self.assertEqual(dossier.due_original, AFTER_FIVE_WORKING_DAYS)
                self.assertFalse(dossier.paused_at)

    def test_t6_silence_is_no_consent_and_the_head_of_the_center_learns_of_it(self):
        dossier = self._consulted("1.999056")
        for _day in range(2):
            with frozen(MONDAY):
                self._run_job()
        self.assertFalse(dossier.pause_ids.ended_at)
        self.assertEqual(dossier.activity_ids.user_id, self.manager)
        self.assertEqual(dossier.event_ids.mapped("kind").count("silence"), 1)
        with frozen(MONDAY), self.assertRaises(UserError):
            dossier.with_user(self.specialist).action_end_pause()

    def test_silence_is_consent_where_the_procedure_says_so(self):
        dossier = self._consulted("1.999057", tacit_consent=True)
        with frozen(THURSDAY + 3 * HOUR), self.assertRaises(UserError):
            dossier.with_user(self.specialist).action_end_pause()
        with frozen(MONDAY):
            self._run_job()
        self.assertEqual(dossier.pause_ids.ending, "tacit")
        self.assertFalse(dossier.activity_ids)

    def test_step_that_is_not_counted_stops_the_clock_by_itself(self):
        dossier = self._consulted(
            "1.999059", excluded_from_clock=True, agency_id=self.other_agency.id
        )
        dossier.with_user(self.specialist).action_undo()
        self.assertFalse(dossier.pause_ids)
        self.assertIn(self.other_agency, dossier.agency_ids)
        with frozen(THURSDAY + 3 * HOUR):
            dossier.with_user(self.specialist).action_finish_step("granted")
        self.assertEqual(dossier.paused_at, THURSDAY + 3 * HOUR)
        self.assertEqual(dossier.pause_ids.agency_id, self.other_agency)
        with frozen(MONDAY):
            dossier.with_user(self.other_specialist).action_finish_step()
        self.assertFalse(dossier.paused_at)
        self.assertEqual(dossier.due, datetime(2026, 9, 3, 10, 0))

    def test_answer_does_not_wait_for_the_decision(self):
        dossier = self._consulted("1.999058", excluded_from_clock=True)
        for user, outcome in ((self.specialist, "granted"), (self.specialist, None)):
            with frozen(MONDAY):
                dossier.with_user(user).action_finish_step(outcome)
        with frozen(MONDAY + HOUR):
            dossier.with_user(self.leader).action_resolve()
        self.assertEqual(dossier.pause_ids.mapped("ending"), ["dropped", "answered"])
        self.assertFalse(dossier.paused_at)
        self.assertEqual(dossier.punctuality, "early")

    def test_question_stays_open_while_the_citizen_pays_or_completes(self):
        for code, ask, end in (
            (
                "1.999150",
                self._ask_fee,
                lambda dossier: dossier.action_confirm_fee("1"),
            ),
            (
                "1.999151",
                self._ask_supplement,
                lambda dossier: dossier.action_accept_supplement(),
            ),
        ):
            with self.subTest(code=code):
                dossier = self._consulted(code, excluded_from_clock=True)
                question = dossier.pause_ids
                with frozen(THURSDAY + 3 * HOUR):
                    ask(dossier)
                with frozen(THURSDAY + 20 * HOUR):
                    end(dossier.with_user(self.clerk))
                self.assertEqual(dossier.state, "processing")
                self.assertFalse(question.ended_at or question.answer)
                self.assertTrue(dossier.paused_at)
                with frozen(MONDAY):
                    dossier.with_user(self.other_specialist).action_end_pause(
                        answer="Phù hợp"
                    )
                self.assertEqual(question.answer, "Phù hợp")
                self.assertFalse(dossier.paused_at)

    def _ask_fee(self, dossier):
        dossier.with_user(self.specialist).action_ask_fee("Thông báo 01")

    def _ask_supplement(self, dossier):
        dossier.with_user(self.specialist).action_ask_supplement(
            "Thiếu", [{"name": "Bản vẽ"}]
        )
        dossier.with_user(self.clerk).action_request_supplement()

    def test_asked_agency_answers_while_the_citizen_pays(self):
        dossier = self._consulted("1.999152", excluded_from_clock=True)
        with frozen(THURSDAY + 3 * HOUR):
            self._ask_fee(dossier)
        question = dossier.pause_ids.filtered(lambda row: row.kind == "consultation")
        self.assertTrue(question.with_user(self.other_specialist).can_answer)
        with frozen(THURSDAY + 20 * HOUR):
            dossier.with_user(self.other_specialist).action_end_pause(answer="Được")
        self.assertEqual((dossier.state, question.ending), ("fee_wait", "answered"))
        self.assertTrue(dossier.paused_at)
        with frozen(MONDAY):
            dossier.with_user(self.clerk).action_confirm_fee("BL 01")
        # Friday, the make-up Saturday and Monday are given back once, not twice.
        self.assertEqual(dossier.due, datetime(2026, 9, 3, 10, 0))
