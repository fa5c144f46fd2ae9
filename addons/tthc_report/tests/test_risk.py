from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import (
    AFTER_FIVE_WORKING_DAYS,
    THURSDAY,
    DossierCase,
)

from .risk_common import RiskData

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class TestRisk(RiskData, DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_risk_data(cls.env)

    def processing(self, version=None, **values):
        """A dossier that was handed over at 09:00."""
        dossier = self.receive(version=version or self.two_steps, **values)
        with frozen(THURSDAY):
            dossier.with_user(self.clerk).action_transfer()
        return dossier

    # -- what is left -------------------------------------------------------------

    def test_weekends_holidays_and_make_up_days_count_as_the_calendar_says(self):
        dossier = self.processing()
        self.assertEqual(dossier.due, AFTER_FIVE_WORKING_DAYS)
        calendar = self.center.resource_calendar_id
        whole = calendar.tthc_working_minutes_between(THURSDAY, dossier.due)
        self.assertEqual(self.reckon(dossier, THURSDAY)["left"], whole)
        friday_closing = self.reckon(dossier, THURSDAY + DAY + 8 * HOUR)
        saturday_night = self.reckon(dossier, THURSDAY + 2 * DAY + 14 * HOUR)
        sunday = self.reckon(dossier, THURSDAY + 3 * DAY)
        self.assertGreater(friday_closing["left"], saturday_night["left"])
        self.assertEqual(saturday_night["left"], sunday["left"])

    def test_the_clock_of_a_pause_stands_still(self):
        dossier = self.processing()
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.specialist).action_ask_fee(reason="Nộp thuế")
        then = self.reckon(dossier, THURSDAY + HOUR)
        later = self.reckon(dossier, THURSDAY + 5 * DAY)
        self.assertEqual(later["left_due"], then["left_due"])
        self.assertEqual(later["lines"][0]["spent"], then["lines"][0]["spent"])

    def test_who_waits_for_the_citizen_is_at_no_risk(self):
        dossier = self.processing()
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.specialist).action_ask_fee(reason="Nộp thuế")
        with self.usual((90, 99), (90, 99)):
            answer = self.reckon(dossier, THURSDAY + 2 * HOUR)
        self.assertEqual(answer["level"], "waiting")

    def test_time_spent_waiting_is_no_time_of_the_step(self):
        dossier = self.processing()
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.specialist).action_ask_fee(reason="Nộp thuế")
        with frozen(THURSDAY + 5 * DAY):
            dossier.with_user(self.clerk).action_confirm_fee(proof="BL 12")
        answer = self.reckon(dossier, THURSDAY + 5 * DAY + HOUR)
        self.assertEqual(answer["lines"][0]["spent"], 2 * 60)

    def test_late_is_late_whatever_is_needed(self):
        dossier = self.processing()
        answer = self.reckon(dossier, dossier.due + DAY)
        self.assertEqual(answer["level"], "late")
        self.assertLess(answer["left"], 0)

    def test_nothing_is_reckoned_without_a_date_or_after_the_end(self):
        dossier = self.resolved()
        endless = self.make_stepped(
            self.env,
            "1.999003",
            (10, self.agency),
            limit_unit=False,
            limit_value=0,
            no_legal_limit=True,
        )
        open_one = self.processing(version=endless)
        self.assertFalse(open_one.due)
        with frozen(THURSDAY + DAY):
            both = self.env["tthc.risk.reckoning"]._reckon(dossier | open_one)
        self.assertEqual(both, {})

    # -- what is needed -----------------------------------------------------------

    def test_needed_is_the_sum_of_the_usual_times_less_what_is_spent(self):
        dossier = self.processing()
        with self.usual((6, 10), (3, 4)):
            answer = self.reckon(dossier, THURSDAY + 2 * HOUR)
        self.assertEqual([line["rest"] for line in answer["lines"]], [4 * 60, 3 * 60])
        self.assertEqual(answer["needed"], 7 * 60)
        self.assertEqual(answer["most"], 12 * 60)
        self.assertEqual(answer["slack"], answer["left"] - 7 * 60)
        self.assertEqual(answer["level"], "fine")

    def test_levels_follow_the_median_and_nine_in_ten(self):
        dossier = self.processing()
        moment = dossier.due - 6 * HOUR  # 11:00 on the last day
        left = self.reckon(dossier, moment)["left"] / 60
        for median, most, level in (
            (left + 30, left + 40, "will_be_late"),
            (0.5, left + 40, "tight"),
        ):
            with self.subTest(level=level), self.usual((0, 0), (median, most)):
                answer = self.reckon(dossier, moment)
                self.assertEqual(answer["level"], level)

    def test_a_step_slower_than_half_is_measured_by_nine_in_ten(self):
        dossier = self.processing()
        with self.usual((1, 6), (1, 1)):
            answer = self.reckon(dossier, THURSDAY + 2 * HOUR)
        self.assertEqual(answer["lines"][0]["rest"], 4 * 60)

    def test_a_step_slower_than_nine_in_ten_is_tight_at_best(self):
        dossier = self.processing()
        with self.usual((0.5, 1), (1, 1)):
            answer = self.reckon(dossier, THURSDAY + 2 * HOUR)
        self.assertTrue(answer["lines"][0]["overrun"])
        self.assertEqual(answer["lines"][0]["rest"], 0)
        self.assertEqual(answer["level"], "tight")

    def test_too_few_done_falls_back_on_the_plan_and_says_so(self):
        dossier = self.processing()
        with self.usual(None, (3, 4)):
            answer = self.reckon(dossier, THURSDAY)
        first, second = answer["lines"]
        step = dossier.step_ids[0]
        calendar = self.center.resource_calendar_id
        self.assertEqual(first["source"], "planned")
        self.assertEqual(
            first["rest"], calendar.tthc_working_minutes_between(THURSDAY, step.due)
        )
        self.assertEqual(second["source"], "usual")
        with self.usual():
            waiting = self.reckon(dossier, THURSDAY)["lines"][1]
        self.assertEqual((waiting["source"], waiting["rest"]), ("planned", 8 * 60))

    def test_of_interlinked_steps_side_by_side_the_longest_counts(self):
        version = self.make_stepped(
            self.env,
            "1.999004",
            (10, self.agency),
            (10, self.other_agency),
            (20, self.agency),
        )
        dossier = self.processing(version=version)
        with self.usual((4, 20), (9, 10), (2, 3)):
            answer = self.reckon(dossier, THURSDAY)
        self.assertEqual(
            [line["counted"] for line in answer["lines"]], [False, True, True]
        )
        self.assertEqual(answer["needed"], (9 + 2) * 60)
        self.assertEqual(answer["most"], (20 + 3) * 60)

    def test_a_step_that_the_procedure_does_not_count_needs_nothing(self):
        version = self.make_stepped(
            self.env,
            "1.999005",
            (10, self.agency),
            (20, self.agency, {"excluded_from_clock": True}),
        )
        dossier = self.processing(version=version)
        with self.usual((4, 5), (9, 10)):
            answer = self.reckon(dossier, THURSDAY)
        self.assertEqual(answer["needed"], 4 * 60)
        self.assertFalse(answer["lines"][1]["counted"])

    # -- rounds -------------------------------------------------------------------

    def test_the_last_round_in_time_sets_the_end(self):
        self.make_route()
        afternoon = self.make_route(
            code="T1-15H",
            departure=15.0,
            loading_cutoff=14.75,
            return_at=16.5,
            stop_ids=[
                Command.create(
                    {"sequence": 10, "agency_id": self.agency.id, "arrival": 15.5}
                )
            ],
        )
        dossier = self.processing()
        answer = self.reckon(dossier, dossier.due - 8 * HOUR)  # 09:00
        self.assertEqual(answer["round"]["route_id"], afternoon.id)
        self.assertEqual(answer["round"]["at"], str(dossier.due - 1.5 * HOUR))
        self.assertEqual(answer["left"], answer["left_due"] - 90)

    def test_a_round_of_the_afternoon_that_has_passed_saves_nothing(self):
        self.make_route()
        dossier = self.processing()
        answer = self.reckon(dossier, dossier.due - 6 * HOUR)  # 11:00, gone at 10:15
        self.assertTrue(answer["round_missed"])
        self.assertIsNone(answer["round"])
        self.assertEqual(answer["level"], "will_be_late")

    def test_a_round_that_is_back_after_the_date_saves_nothing(self):
        self.make_route(
            departure=16.0,
            loading_cutoff=16.0,
            return_at=17.5,
            stop_ids=[
                Command.create(
                    {"sequence": 10, "agency_id": self.agency.id, "arrival": 16.5}
                )
            ],
        )
        dossier = self.processing()
        answer = self.reckon(dossier, dossier.due - 8 * HOUR)
        self.assertTrue(answer["round_missed"])
        day_before = self.reckon(dossier, dossier.due - DAY - 8 * HOUR)
        self.assertEqual(day_before["round"]["at"], str(dossier.due - DAY - HOUR / 2))

    def test_a_cancelled_round_saves_nothing(self):
        route = self.make_route()
        dossier = self.processing()
        day = self.center._local_day(dossier.due)
        run = route._make_rounds(day)
        with frozen(dossier.due - 9 * HOUR):
            run.with_user(self.manager).action_cancel("Xe hỏng")
        answer = self.reckon(dossier, dossier.due - 8 * HOUR)
        self.assertTrue(answer["round_missed"])

    def test_no_round_runs_on_a_day_off(self):
        self.make_route()
        visit = self.env["tthc.risk.round"]._timetable(self.center, THURSDAY)
        sunday = THURSDAY + 3 * DAY + 8 * HOUR
        found = visit.last(self.center, self.agency, sunday, THURSDAY)
        self.assertEqual(found.stop_at, THURSDAY + 2 * DAY + 1.25 * HOUR)

    def test_a_result_that_goes_online_waits_for_no_round(self):
        self.make_route()
        dossier = self.processing(result_channel="online")
        answer = self.reckon(dossier, dossier.due - 6 * HOUR)
        self.assertFalse(answer["round_missed"])
        self.assertEqual(answer["left"], answer["left_due"])

    def test_a_file_at_the_counter_waits_for_the_next_round(self):
        self.make_route()
        dossier = self.receive(version=self.two_steps)
        with self.usual((4, 5), (2, 3)):
            before = self.reckon(dossier, THURSDAY)  # 09:00, the round stops at 10:15
            after = self.reckon(dossier, THURSDAY + HOUR)  # loading has closed
        self.assertEqual(before["start"]["minutes"], 75)
        self.assertEqual(before["needed"], 75 + 6 * 60)
        self.assertEqual(after["start"]["at"], str(THURSDAY + DAY + 1.25 * HOUR))

    # -- the list -----------------------------------------------------------------

    def refreshed(self, moment, user=None):
        with frozen(moment):
            self.env["tthc.risk"].with_user(user or self.manager).action_refresh()

    def of(self, dossier):
        return self.env["tthc.risk"].search([("dossier_id", "=", dossier.id)])

    def test_the_list_tells_as_of_when_and_the_opened_one_is_reckoned_now(self):
        dossier = self.processing()
        with self.usual((6, 10), (3, 4)):
            self.refreshed(THURSDAY + HOUR)
            risk = self.of(dossier)
            self.assertEqual(risk.as_of, THURSDAY + HOUR)
            self.assertEqual(risk.needed_minutes, 8 * 60)
            with frozen(THURSDAY + 2 * HOUR):
                self.assertEqual(risk.reckoning["needed"], 7 * 60)
                self.assertEqual(risk.needed_minutes, 8 * 60)

    def test_what_has_ended_leaves_the_list(self):
        dossier = self.processing()
        self.refreshed(THURSDAY)
        self.assertTrue(self.of(dossier))
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_withdraw("Không làm nữa")
        self.refreshed(THURSDAY + 2 * HOUR)
        self.assertFalse(self.of(dossier))

    def test_the_job_takes_off_the_last_dossier_of_a_center(self):
        dossier = self.processing()
        self.refreshed(THURSDAY)
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_withdraw("Không làm nữa")
            self.assertIn(self.center, self.env["tthc.risk"]._stale_centers())
            self.env["tthc.risk"]._refresh(self.center)
        self.assertFalse(self.of(dossier))

    def test_the_job_rests_while_nobody_works(self):
        self.processing()
        self.refreshed(THURSDAY + 8 * HOUR)  # 17:00
        stale = self.env["tthc.risk"]._stale_centers
        with frozen(THURSDAY + 12 * HOUR):
            self.assertNotIn(self.center, stale())
        with frozen(THURSDAY + DAY):
            self.assertIn(self.center, stale())

    def test_the_job_reckons_every_center(self):
        dossier = self.processing()
        with frozen(THURSDAY), self.enter_registry_test_mode():
            self.env.ref("tthc_report.cron_risk").method_direct_trigger()
        self.assertTrue(self.of(dossier))

    def test_the_words_say_what_is_needed_and_what_is_there(self):
        dossier = self.processing()
        words = dossier._risk_words
        self.assertEqual(words("tight", 9 * 60, 6 * 60), "needs 9 h, has 6 h")
        self.assertEqual(words("late", 90, -30), "needs 1 h 30 min, is over by 30 min")

    def test_each_line_says_from_where_its_time_is_known(self):
        version = self.make_stepped(
            self.env,
            "1.999006",
            (10, self.agency),
            (10, self.other_agency),
            (20, self.agency, {"limit_value": 0, "limit_unit": False}),
            (30, self.agency, {"excluded_from_clock": True}),
        )
        dossier = self.processing(version=version)
        with (
            self.usual((0.5, 1), (9, 10), None, (1, 1)),
            frozen(THURSDAY + 4 * HOUR),
        ):
            told = dossier.with_user(self.manager).risk_reckoning
        self.assertEqual(
            [line["source_words"] for line in told["lines"]],
            [
                "of 40 done; beside a longer one",
                "of 40 done",
                "too few done, no limit in the plan",
                "not counted by the procedure",
            ],
        )
        dossier = self.processing()
        with self.usual((0.5, 1), None), frozen(THURSDAY + 4 * HOUR):
            first, second = dossier.risk_reckoning["lines"]
        self.assertEqual(
            first["source_words"], "of 40 done; has taken longer than that"
        )
        self.assertEqual(second["source_words"], "too few done: the limit of the plan")

    # -- scale and roles ----------------------------------------------------------

    def test_queries_do_not_grow_with_the_dossiers(self):
        self.make_route()
        dossiers = self.processing() | self.processing(owner="Trần B")
        counts = []
        for _turn in range(3):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["tthc.risk"]._put(dossiers, THURSDAY)
            counts.append(self.env.cr.sql_log_count - before)
            for number in range(5):
                dossiers |= self.processing(owner=f"Lê {number} {len(dossiers)}")
        self.assertEqual(counts[1], counts[2])

    def test_each_role_sees_the_risk_of_its_own_dossiers_only(self):
        dossier = self.processing()
        self.refreshed(THURSDAY)
        risk = self.of(dossier)
        for user in (self.manager, self.leader, self.specialist, self.inspector):
            with self.subTest(user=user.login):
                self.assertEqual(risk.with_user(user).search([]) & risk, risk)
        for user in (self.other_clerk, self.other_specialist):
            with self.subTest(user=user.login):
                self.assertFalse(risk.with_user(user).search([]) & risk)
                with self.assertRaises(AccessError):
                    risk.with_user(user).read(["level"])
        for user in (self.courier, self.editor, self.hr, self.reporter):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                risk.with_user(user).search([])

    def test_nobody_writes_the_list(self):
        dossier = self.processing()
        self.refreshed(THURSDAY)
        risk = self.of(dossier)
        for user in (self.manager, self.leader, self.clerk, self.inspector):
            with self.subTest(user=user.login):
                own = risk.with_user(user)
                with self.assertRaises(AccessError):
                    own.write({"level": "fine"})
                with self.assertRaises(AccessError):
                    own.unlink()

    def test_a_clerk_does_not_reckon_the_list_anew(self):
        with self.assertRaises(AccessError):
            self.refreshed(THURSDAY, self.clerk)
