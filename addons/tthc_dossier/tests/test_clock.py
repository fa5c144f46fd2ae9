from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import AFTER_FIVE_WORKING_DAYS, THURSDAY, DossierCase

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
#: The make-up Saturday 22/8 and Monday 24/8/2026, 09:00 in Vietnam.
SATURDAY = THURSDAY + 2 * DAY
MONDAY = THURSDAY + 4 * DAY
REASON = "Thiếu bản vẽ"
LINES = [{"name": "Bản vẽ", "original_count": 1}]

#: Tuesday 25/8/2026 11:00: a supplement could be asked until Monday 17:00.
TOO_LATE = datetime(2026, 8, 25, 4, 0)


class TestClock(DossierCase):
    """The clock under supplements, payments and consultations (received THURSDAY)."""

    def _processing(self, version=None, **values):
        dossier = self.receive(version=version, **values)
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
        return dossier

    def _ask(self, dossier, moment=THURSDAY + 2 * HOUR):
        with frozen(moment):
            dossier.with_user(self.specialist).action_ask_supplement(REASON, LINES)

    def _waiting(self, version=None, moment=THURSDAY + 3 * HOUR):
        dossier = self._processing(version)
        self._ask(dossier)
        with frozen(moment):
            dossier.with_user(self.clerk).action_request_supplement()
        return dossier

    def _accept(self, dossier, moment):
        with frozen(moment):
            dossier.with_user(self.clerk).action_accept_supplement()

    def _version(self, code, **values):
        return self.make_version(self.env, code, f"Thủ tục {code}", 1, **values)

    # -- supplement -----------------------------------------------------------

    def test_r02_supplement_is_asked_at_most_once(self):
        dossier = self._waiting()
        self._accept(dossier, SATURDAY)
        with self.assertRaisesRegex(UserError, dossier.code):
            self._ask(dossier, SATURDAY + HOUR)

    def test_r02_guidance_at_intake_counts_together_by_the_regulation(self):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        with frozen(THURSDAY):
            answer = desk.guide(self.intake(), REASON, LINES)
            dossier = self.env["tthc.dossier"].browse(answer["id"])
            dossier.with_user(self.clerk).action_receive()
            dossier.with_user(self.clerk).action_transfer()
        with self.assertRaises(UserError):
            self._ask(dossier)
        dossier.regulation_id.supplement_scope = "each"
        self._ask(dossier)
        self.assertEqual(
            dossier.supplement_ids.mapped("kind"), ["intake", "processing"]
        )

    def test_r02_request_goes_through_the_center(self):
        dossier = self._processing()
        self._ask(dossier)
        self.assertEqual(dossier.state, "processing")
        self.assertFalse(dossier.supplement_ids.issued_at)
        self.assertFalse(dossier.paused_at)
        with self.assertRaises(UserError):
            dossier.with_user(self.specialist).action_request_supplement()
        with frozen(THURSDAY + 3 * HOUR):
            dossier.with_user(self.clerk).action_request_supplement()
        self.assertEqual(dossier.state, "supplement")
        self.assertEqual(dossier.supplement_ids.issued_by_id, self.clerk)
        self.assertEqual(dossier.supplement_ids.slip, "1/HDHS-2026")

    def test_r03_supplement_is_asked_within_three_working_days(self):
        third_day = datetime(2026, 8, 24, 9, 59)
        self._ask(self._processing(), third_day)
        with self.assertRaisesRegex(UserError, "24/08"):
            self._ask(self._processing(), third_day + DAY)

    def test_r03_procedure_may_give_more_days(self):
        version = self._version("1.999030", supplement_ask_days=4)
        dossier = self._processing(version)
        self._ask(dossier, datetime(2026, 8, 25, 2, 0))
        self.assertEqual(dossier.supplement_ids.state, "asked")

    def _allow_late(self, dossier, user=None, reason="Quy hoạch vừa thay đổi"):
        with frozen(TOO_LATE):
            dossier.with_user(user or self.manager).action_allow_late_supplement(reason)

    def test_r03_director_allows_a_late_supplement_once_with_a_reason(self):
        dossier = self._processing()
        with self.assertRaises(UserError):
            self._allow_late(dossier, reason=" ")
        self._allow_late(dossier)
        self.assertEqual(dossier.late_supplement_by_id, self.manager)
        event = dossier.event_ids.sorted("seq")[-1:]
        self.assertEqual(event.kind, "allow_late_supplement")
        self.assertIn('"against":"R03"', event.payload)
        self.assertNotIn("Quy hoạch", event.payload)
        with self.assertRaisesRegex(UserError, dossier.code):
            self._allow_late(dossier)
        self._ask(dossier, TOO_LATE + HOUR)
        self.assertIn(
            '"after_limit":true', dossier.event_ids.sorted("seq")[-1:].payload
        )
        with frozen(TOO_LATE + 2 * HOUR):
            dossier.with_user(self.clerk).action_request_supplement()
        self.assertEqual(dossier.state, "supplement")

    def test_r03_nobody_but_the_own_director_allows_it_and_not_before(self):
        dossier = self._processing()
        with frozen(THURSDAY + 2 * HOUR), self.assertRaises(UserError):
            dossier.with_user(self.manager).action_allow_late_supplement("Sớm")
        for user in (self.clerk, self.specialist, self.leader, self.inspector):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._allow_late(dossier, user=user)
        self.manager.tthc_center_id = self.other_center
        with self.assertRaises(UserError):
            self._allow_late(dossier)
        self.assertFalse(dossier.late_supplement_at)

    def test_r03_late_supplement_does_not_become_a_second_one(self):
        dossier = self._waiting()
        self._accept(dossier, SATURDAY)
        with self.assertRaises(UserError):
            self._allow_late(dossier)

    def test_r03_late_supplement_is_listed_to_the_inspector(self):
        rules = self.env["tthc.inspection.rule"]
        rule = rules.search([("code", "=", "late_supplement")])
        dossier, timely = self._processing(), self._processing()
        self._ask(timely)
        self._allow_late(dossier)
        with frozen(TOO_LATE + DAY):
            self.assertFalse(rule._found() & (dossier | timely))
        self._ask(dossier, TOO_LATE + HOUR)
        with frozen(TOO_LATE + DAY):
            self.assertEqual(rule._found() & (dossier | timely), dossier)

    def test_r04_limit_restarts_after_the_supplement(self):
        dossier = self._waiting()
        self.assertEqual(dossier.paused_at, THURSDAY + 3 * HOUR)
        self._accept(dossier, MONDAY)
        # Five working days after Monday 24/8: 31/8 to 2/9 are off.
        self.assertEqual(dossier.due, datetime(2026, 9, 3, 10, 0))

    def test_t3_restart_counts_from_zero_and_explains_itself(self):
        dossier = self._waiting()
        self._accept(dossier, SATURDAY)
        self.assertEqual(dossier.due, datetime(2026, 8, 28, 10, 0))
        self.assertEqual(dossier.due_original, AFTER_FIVE_WORKING_DAYS)
        self.assertIn("22/08/2026, 09:00", dossier.due_explanation)
        event = dossier.event_ids.sorted("seq")[-1:]
        self.assertIn(AFTER_FIVE_WORKING_DAYS.isoformat(), event.payload)
        self.assertIn("28/08/2026", event.explanation)
        self.assertFalse(dossier.paused_at)

    def test_r04_waiting_time_is_excluded_where_the_procedure_says(self):
        version = self._version("1.999031", supplement_policy="exclude")
        dossier = self._waiting(version)
        self._accept(dossier, MONDAY)
        # Friday, the make-up Saturday and Monday are given back: 27/8, 28/8, 3/9.
        self.assertEqual(dossier.due, datetime(2026, 9, 3, 10, 0))

    def test_r04_limit_of_its_own_after_the_supplement(self):
        version = self._version(
            "1.999032",
            supplement_policy="exclude_then_new_limit",
            supplement_limit_value=2,
            supplement_limit_unit="working_day",
        )
        dossier = self._waiting(version)
        self._accept(dossier, MONDAY)
        self.assertEqual(dossier.due, datetime(2026, 8, 26, 10, 0))
        self.assertEqual((dossier.clock_value, dossier.clock_unit), (2, "working_day"))
        self.assertEqual(dossier.limit_value, 5)

    def test_waiting_dossier_is_neither_late_nor_due_soon(self):
        dossier = self._waiting()
        late = [("is_late", "=", True), ("id", "=", dossier.id)]
        with frozen(AFTER_FIVE_WORKING_DAYS + 3 * DAY):
            self.assertEqual(dossier.urgency, "stopped")
            self.assertFalse(self.env["tthc.dossier"].search(late))

    def test_late_dossier_gets_no_time_back(self):
        dossier = self._processing()
        dossier.regulation_id.supplement_days = 30
        after = AFTER_FIVE_WORKING_DAYS + DAY
        self._ask(dossier, after)
        with frozen(after + HOUR):
            dossier.with_user(self.clerk).action_request_supplement()
        self.assertEqual(dossier.pause_ids.effect, "none")
        self._accept(dossier, after + 2 * DAY)
        self.assertEqual(dossier.due, AFTER_FIVE_WORKING_DAYS)

    def test_papers_of_the_supplement_join_the_checklist(self):
        dossier = self._waiting()
        self._accept(dossier, SATURDAY)
        brought = dossier.component_ids.filtered("supplement_id")
        self.assertEqual(brought.mapped("name"), ["Bản vẽ"])
        self.assertEqual(brought.original_count, 1)

    def test_due_dates_move_by_actions_only(self):
        dossier = self._waiting()
        with self.assertRaises(UserError):
            dossier.pause_ids.with_user(self.leader).write({"effect": "exclude"})
        with self.assertRaises(UserError):
            dossier.with_user(self.leader).write({"paused_at": False})

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("tthc_dossier.cron_waiting").method_direct_trigger()

    # -- window ---------------------------------------------------------------

    def _windowed(self, code, end):
        return self._version(
            code,
            supplement_window_value=10,
            supplement_window_unit="day",
            supplement_window_end=end,
        )

    def test_window_that_ran_out_stops_the_dossier(self):
        dossiers = [
            self._waiting(self._windowed(code, end))
            for code, end in (("1.999033", "close"), ("1.999034", "stop"))
        ]
        with frozen(THURSDAY + 20 * DAY):
            self._run_job()
        for dossier in dossiers:
            self.assertEqual(dossier.state, "stopped")
            self.assertEqual(dossier.stop_reason, "expired")
            self.assertEqual(dossier.supplement_ids.state, "expired")
            self.assertEqual(dossier.event_ids.sorted("seq")[-1:].source, "job")

    def test_window_that_ran_out_refuses_where_the_procedure_says(self):
        dossier = self._waiting(self._windowed("1.999035", "refuse"))
        with frozen(THURSDAY + 20 * DAY):
            self._run_job()
        self.assertEqual((dossier.state, dossier.outcome), ("resolved", "refused"))

    def test_window_that_ran_out_tells_the_manager_once(self):
        dossier = self._waiting(self._windowed("1.999036", "notify"))
        for _day in range(2):
            with frozen(THURSDAY + 20 * DAY):
                self._run_job()
        self.assertEqual(dossier.state, "supplement")
        self.assertEqual(dossier.activity_ids.user_id, self.manager)
        self.assertEqual(len(dossier.activity_ids), 1)

    def test_job_leaves_what_still_has_time_and_goes_on_after_a_bad_one(self):
        bad, good = (
            self._waiting(self._windowed(code, "close"))
            for code in ("1.999037", "1.999038")
        )
        early = self._waiting(self._windowed("1.999039", "close"))
        early.supplement_ids._write_as_action({"window_due": THURSDAY + 90 * DAY})
        bad.with_context(**bad._move_context()).write({"state": "processing"})
        with (
            frozen(THURSDAY + 20 * DAY),
            self.assertLogs("odoo.addons.tthc_dossier", "WARNING"),
        ):
            self._run_job()
        self.assertEqual(good.state, "stopped")
        self.assertEqual(early.state, "supplement")
        self.assertEqual(bad.state, "processing")

    # -- payment --------------------------------------------------------------

    def _paid(self, version=None):
        dossier = self._processing(version)
        with frozen(THURSDAY + 2 * HOUR):
            dossier.with_user(self.specialist).action_ask_fee("Thông báo thuế 01")
        self.assertEqual(dossier.state, "fee_wait")
        with frozen(MONDAY):
            dossier.with_user(self.clerk).action_confirm_fee("BL 0012")
        self.assertEqual(dossier.state, "processing")
        return dossier

    def test_waiting_for_payment_is_not_counted(self):
        dossier = self._paid()
        self.assertEqual(dossier.due, datetime(2026, 9, 3, 10, 0))
        self.assertEqual(dossier.pause_ids.answer, "BL 0012")
        self.assertFalse(dossier.second_stage_at)

    def test_second_appointment_starts_with_the_proof_of_payment(self):
        version = self._version(
            "1.999040", second_stage_value=2, second_stage_unit="working_day"
        )
        dossier = self._paid(version)
        self.assertEqual(dossier.second_stage_at, MONDAY)
        self.assertEqual(dossier.due, datetime(2026, 8, 26, 10, 0))
        self.assertEqual(dossier.due_original, AFTER_FIVE_WORKING_DAYS)

    # -- date at the center ---------------------------------------------------

    def test_result_is_at_the_center_before_the_citizens_date(self):
        dossier = self.receive()
        # Four working hours before Wednesday 17:00: a half-day.
        calendar = self.center.resource_calendar_id
        left = calendar.tthc_time_left(dossier.due_center, dossier.due)
        self.assertEqual(left, 4 * HOUR)
        self.assertIn(dossier.due_center.date(), (dossier.due.date(),))

    def test_short_limit_has_no_earlier_date_at_the_center(self):
        version = self._version("1.999041", limit_value=2, limit_unit="hour")
        dossier = self.receive(version=version)
        self.assertEqual(dossier.due_center, dossier.due)

    def test_lead_is_a_setting_of_the_center(self):
        self.center.result_lead_hours = 0
        dossier = self.receive()
        self.assertEqual(dossier.due_center, dossier.due)

    # -- rules of the calendar ------------------------------------------------

    def test_t1_paper_is_handed_over_the_same_day_or_next_morning(self):
        self.assertEqual(self.receive().transfer_due, datetime(2026, 8, 20, 10, 0))
        after_15h = self.receive(datetime(2026, 8, 20, 8, 20))
        morning = self.center.resource_calendar_id.tthc_next_opening(
            datetime(2026, 8, 20, 23, 0)
        )
        self.assertEqual(after_15h.transfer_due, morning)

    def test_t1_hand_over_is_a_fact_of_its_own(self):
        dossier = self._processing()
        self.assertEqual(dossier.transferred_at, THURSDAY + HOUR)
        with frozen(THURSDAY + 2 * HOUR):
            dossier.with_user(self.clerk).action_undo()
        self.assertFalse(dossier.transferred_at)

    def test_r05_cutoff_of_the_hand_over_moves_no_due_date(self):
        before, after = (
            self.receive(datetime(2026, 8, 20, hour, 20)) for hour in (7, 8)
        )
        self.assertEqual(before.due, after.due)

    def test_r13_first_day_is_not_counted_and_a_day_off_moves_the_end(self):
        version = self._version("1.999042", limit_value=2, limit_unit="day")
        # Friday 28/8 and two days: Sunday 30/8, then 31/8 to 2/9 are off.
        dossier = self.receive(datetime(2026, 8, 28, 2, 0), version=version)
        self.assertEqual(dossier.due, datetime(2026, 9, 3, 10, 0))

    def test_r23_each_agency_has_its_own_date_and_is_measured_by_it(self):
        dossier = self._processing(self._interlinked("1.999043", (1, 2)))
        mine, other = dossier.step_ids[:2]
        self.assertEqual(mine.due, datetime(2026, 8, 21, 10, 0))
        self.assertFalse(other.due)
        with frozen(MONDAY):
            dossier.with_user(self.specialist).action_finish_step("granted")
        self.assertEqual(mine.punctuality, "late")
        self.assertEqual(other.due, datetime(2026, 8, 26, 10, 0))
        with frozen(MONDAY + HOUR):
            dossier.with_user(self.other_specialist).action_finish_step()
        self.assertEqual(other.punctuality, "early")

    def _interlinked(self, code, order):
        steps = [
            {
                "sequence": sequence,
                "name": agency.name,
                "agency_id": agency.id,
                "limit_value": limit,
                "limit_unit": "working_day",
            }
            for sequence, agency, limit in zip(
                order, self.agency | self.other_agency, (1, 2), strict=True
            )
        ]
        decision = {"sequence": 9, "name": "Ký", "role": "leader"}
        return self._version(
            code, step_ids=[Command.create(step) for step in (*steps, decision)]
        )

    def test_step_counted_from_the_start_is_due_by_the_receipt(self):
        version = self._version(
            "1.999046",
            step_ids=[
                Command.create({"sequence": 1, "name": "Thẩm định"}),
                Command.create(
                    {
                        "sequence": 2,
                        "name": "Ký",
                        "role": "leader",
                        "limit_value": 3,
                        "limit_unit": "working_day",
                        "from_start": True,
                    }
                ),
            ],
        )
        dossier = self._processing(version)
        with frozen(MONDAY):
            dossier.with_user(self.specialist).action_finish_step("granted")
        self.assertEqual(dossier.step_ids[1].due, datetime(2026, 8, 24, 10, 0))

    def test_t7_interlinked_on_paper_goes_in_order(self):
        dossier = self._processing(self._interlinked("1.999044", (1, 2)))
        steps = dossier.step_ids
        self.assertEqual(steps.mapped("state"), ["active", "waiting", "waiting"])
        self.assertEqual(steps[:2].agency_id, self.agency | self.other_agency)
        self.assertEqual(steps[:2].mapped("limit_value"), [1, 2])
        with frozen(THURSDAY + 2 * HOUR), self.assertRaises(UserError):
            dossier.with_user(self.other_specialist).action_finish_step()

    def test_t8_interlinked_electronically_goes_to_all_at_once(self):
        dossier = self._processing(self._interlinked("1.999045", (1, 1)))
        self.assertEqual(
            dossier.step_ids.mapped("state"), ["active", "active", "waiting"]
        )
        self.assertEqual(
            dossier.step_ids[:2].mapped("due"),
            [datetime(2026, 8, 21, 10, 0), datetime(2026, 8, 22, 10, 0)],
        )
