from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
#: 05:30 in Vietnam, when the job runs; received THURSDAY, due Wednesday 26/8 17:00.
MONDAY, TUESDAY, WEDNESDAY, NEXT_DAY = (
    datetime(2026, 8, day, 22, 30) - DAY for day in (24, 25, 26, 27)
)
LOGGER = "odoo.addons.tthc_dossier.models.tthc_dossier_job"


class TestApologyJob(DossierCase):
    """R08: a daily job finds what can't be done in time."""

    def _processing(self, **values):
        dossier = self.receive(**values)
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
        return dossier

    def _run(self, moment):
        with (
            frozen(moment),
            patch.object(type(self.env["ir.cron"]), "_commit_progress"),
        ):
            self.env["tthc.dossier"]._cron_apologies()

    def _version(self, code, *days):
        return self.make_version(
            self.env,
            code,
            f"Thủ tục {code}",
            1,
            step_ids=[
                (
                    0,
                    0,
                    {
                        "sequence": number,
                        "name": f"Bước {number}",
                        "limit_value": count,
                        "limit_unit": "working_day",
                        "role": "leader" if number == len(days) else "specialist",
                    },
                )
                for number, count in enumerate(days, start=1)
            ],
        )

    def _people(self, dossier):
        return dossier._apology_activities().user_id

    def test_r08_unfinished_on_the_last_day_for_a_letter_is_drafted(self):
        dossier = self._processing()
        self._run(MONDAY)
        self.assertFalse(dossier.apology_ids)
        self._run(TUESDAY)
        letter = dossier.apology_ids
        self.assertEqual((letter.state, letter.finding), ("draft", "deadline"))
        self.assertEqual(letter.new_date, date(2026, 8, 27))
        self.assertEqual(letter.deadline, datetime(2026, 8, 25, 10, 0))
        self.assertEqual(self._people(dossier), self.leader)
        self.assertEqual(dossier.event_ids.sorted("seq")[-1:].kind, "draft_apology")

    def test_r08_several_dossiers_in_one_run_and_each_once(self):
        dossiers = self.env["tthc.dossier"].union(
            *(self._processing(owner=name) for name in ("An", "Bình", "Chi"))
        )
        self._run(TUESDAY)
        self._run(TUESDAY + HOUR)
        self._run(WEDNESDAY)
        self.assertEqual(len(dossiers.apology_ids), 3)
        self.assertEqual(dossiers.apology_ids.dossier_id, dossiers)

    def test_r08_one_bad_dossier_stops_no_other(self):
        first, bad, last = (
            self._processing(owner=name) for name in ("An", "Bình", "Chi")
        )
        kept = type(bad)._draft_apology

        def draft(dossier, finding, moment):
            if dossier == bad:
                raise ValueError("broken")
            return kept(dossier, finding, moment)

        self.patch(type(bad), "_draft_apology", draft)
        with mute_logger(LOGGER):
            self._run(TUESDAY)
        self.assertFalse(bad.apology_ids)
        self.assertTrue(first.apology_ids)
        self.assertTrue(last.apology_ids)

    def test_r08_forecast_that_fails_stops_no_other(self):
        bad, good = self._processing(), self._processing()
        kept = type(bad)._finding

        def finding(dossier, moment):
            if dossier == bad:
                raise ValueError("broken")
            return kept(dossier, moment)

        self.patch(type(bad), "_finding", finding)
        with mute_logger("odoo.addons.tthc_dossier.models.tthc_dossier_job"):
            self._run(TUESDAY)
        self.assertTrue(good.apology_ids)
        self.assertFalse(bad.apology_ids)

    def test_r08_plan_that_fills_the_limit_is_no_reason(self):
        self.center.result_lead_hours = 0
        dossier = self._processing(version=self._version("1.999082", 3, 2))
        for moment in (MONDAY, TUESDAY):
            self._run(moment)
        self.assertFalse(dossier.apology_ids)

    def test_r08_late_step_after_which_the_rest_does_not_fit(self):
        # The first step was due on Friday 21/8; on Tuesday two days of work are left
        # and Wednesday is promised.
        dossier = self._processing(version=self._version("1.999083", 1, 2, 1))
        self._run(datetime(2026, 8, 21, 22, 30))
        self.assertFalse(dossier.apology_ids)
        self._run(MONDAY + DAY)
        letter = dossier.apology_ids
        self.assertEqual(letter.finding, "steps")
        self.assertEqual(letter.new_date, date(2026, 8, 27))

    def test_r08_steps_to_come_that_end_after_the_day(self):
        # Six days of steps in a limit of five: seen on the first morning.
        dossier = self._processing(version=self._version("1.999084", 3, 3))
        self._run(datetime(2026, 8, 20, 22, 30))
        self.assertEqual(dossier.apology_ids.finding, "steps")

    def test_r08_late_without_a_letter_is_still_drafted(self):
        dossier = self._processing()
        self._run(NEXT_DAY)
        self.assertEqual(dossier.apology_ids.finding, "late")
        self.assertEqual(dossier.apology_ids.new_date, date(2026, 8, 28))

    def test_r08_one_day_limit_waits_until_it_is_late(self):
        version = self.make_version(self.env, "1.999085", "Một ngày", 1, limit_value=1)
        dossier = self._processing(version=version)
        self._run(datetime(2026, 8, 20, 22, 30))
        self.assertFalse(dossier.apology_ids)
        self._run(datetime(2026, 8, 21, 22, 30))
        self.assertEqual(dossier.apology_ids.finding, "late")

    def test_r08_leader_signs_the_draft_and_the_tasks_end(self):
        dossier = self._processing()
        self._run(TUESDAY)
        with frozen(TUESDAY + 5 * HOUR):
            dossier.with_user(self.leader).action_apologise(
                "Chờ kết quả", date(2026, 8, 28)
            )
        self.assertEqual(len(dossier.apology_ids), 1)
        self.assertEqual(dossier.apology_ids.state, "signed")
        self.assertTrue(dossier.apology_ids.in_time)
        self.assertFalse(self._people(dossier))
        self._run(WEDNESDAY)
        self.assertEqual(len(dossier.apology_ids), 1)

    def test_r08_late_again_goes_to_the_director(self):
        dossier = self._processing()
        with frozen(TUESDAY):
            dossier.with_user(self.leader).action_apologise(
                "Chờ kết quả", date(2026, 8, 28)
            )
        self._run(datetime(2026, 9, 3, 22, 30))
        draft = dossier.apology_ids[-1:]
        self.assertEqual((draft.kind, draft.state), ("overrule", "draft"))
        self.assertEqual(self._people(dossier), self.manager)

    def test_r08_draft_is_dropped_when_the_dossier_is_done_or_waits(self):
        done, waiting = self._processing(), self._processing()
        self._run(TUESDAY)
        with frozen(TUESDAY + 4 * HOUR):
            done.with_user(self.specialist).action_finish_step("granted")
            done.with_user(self.leader).action_resolve(number="1")
            waiting.with_user(self.specialist).action_ask_fee("Nộp thuế")
        for dossier in (done, waiting):
            self.assertEqual(dossier.apology_ids.state, "dropped")
            self.assertFalse(self._people(dossier))

    def test_r08_paused_and_closed_dossiers_get_no_letter(self):
        waiting, withdrawn = self._processing(), self._processing()
        with frozen(THURSDAY + 2 * HOUR):
            waiting.with_user(self.specialist).action_ask_fee("Nộp thuế")
            withdrawn.with_user(self.clerk).action_withdraw("Đổi ý")
        self._run(NEXT_DAY)
        self.assertFalse((waiting | withdrawn).apology_ids)

    def test_r08_draft_keeps_the_last_action_undoable(self):
        dossier = self._processing()
        self._run(TUESDAY)
        self.assertTrue(dossier.with_user(self.clerk).can_undo)

    def test_r08_draft_is_not_printed(self):
        dossier = self._processing()
        self._run(TUESDAY)
        reports = self.env["ir.actions.report"].with_user(self.leader)
        with self.assertRaisesRegex(Exception, dossier.code):
            reports._render(
                "tthc_dossier.action_report_apology", dossier.apology_ids.ids
            )

    def test_r08_queries_are_constant_where_nothing_is_due(self):
        version = self._version("1.999086", 3, 2)
        counts = []
        for more in (2, 12):
            for _number in range(more):
                self._processing(version=version)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self._run(datetime(2026, 8, 20, 22, 30))
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(counts[0], counts[1])
        self.assertFalse(
            self.env["tthc.dossier.apology"].search(
                [("dossier_id.version_id", "=", version.id)]
            )
        )

    def test_r08_cron_runs_the_job(self):
        dossier = self._processing()
        with frozen(TUESDAY), self.enter_registry_test_mode():
            self.env.ref("tthc_dossier.cron_apology").method_direct_trigger()
        self.assertTrue(dossier.apology_ids)
