from datetime import timedelta
from unittest.mock import patch

from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

HOUR = timedelta(hours=1)
#: After the citizen's two working days and the two days of the consultation.
LATER = THURSDAY + timedelta(days=8)
LOGGER = "odoo.addons.tthc_dossier.models.tthc_dossier_job"


class TestJobs(DossierCase):
    """A dossier that fails, of whatever fault, stops no other; managers learn of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.windowed = cls.make_version(
            cls.env,
            "1.999120",
            "Có hạn bổ sung",
            1,
            supplement_window_value=2,
            supplement_window_unit="working_day",
            supplement_window_end="close",
        )

    def _waiting(self, owner):
        dossier = self.receive(version=self.windowed, owner=owner)
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_ask_supplement(
                "Thiếu", [{"name": "Bản vẽ"}]
            )
            dossier.with_user(self.clerk).action_request_supplement()
        return dossier

    def _consulted(self):
        dossier = self.receive()
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_consult(
                self.other_agency, "Phù hợp không?", 2, "working_day"
            )
        return dossier

    def _plant(self, method, bad, fault):
        """Make a method fail for one dossier, after it has written something."""
        dossiers = self.env["tthc.dossier"]
        kept = getattr(type(dossiers), method)

        def failing(dossier, *args, **kwargs):
            answer = kept(dossier, *args, **kwargs)
            if dossier == bad:
                fault()
            return answer

        self.patch(type(dossiers), method, failing)

    def _run(self, moment=LATER):
        with (
            frozen(moment),
            patch.object(type(self.env["ir.cron"]), "_commit_progress"),
        ):
            self.env["tthc.dossier"]._cron_waiting()
        self.env.invalidate_all()

    def _tasks(self, dossier):
        kind = self.env.ref("tthc_dossier.mail_activity_job")
        return dossier.activity_ids.filtered(lambda task: task.activity_type_id == kind)

    def _value_error(self):
        raise ValueError("broken")

    def _database_error(self):
        with mute_logger("odoo.sql_db"):
            self.env.cr.execute("SELECT 1 / 0")

    def test_one_bad_dossier_of_any_fault_stops_no_other(self):
        for fault in (self._value_error, self._database_error):
            with self.subTest(fault=fault.__name__):
                first, bad, last = (self._waiting(name) for name in ("A", "B", "C"))
                silent = self._consulted()
                count = bad.event_count
                self._plant("_end_window", bad, fault)
                with self.assertLogs(LOGGER, "WARNING") as log:
                    self._run()
                self.assertEqual(first.state, "stopped")
                self.assertEqual(last.state, "stopped")
                self.assertTrue(silent.pause_ids.silence_told_at)
                self.assertEqual(bad.state, "supplement")
                self.assertEqual(bad.event_count, count)
                levels = {record.levelname for record in log.records}
                self.assertEqual(levels, {"WARNING"})
                self.assertIn(bad.code, "".join(log.output))

    def test_managers_of_the_center_are_told_once(self):
        bad = self._waiting("B")
        self._plant("_end_window", bad, self._value_error)
        with mute_logger(LOGGER):
            self._run()
            self._run(LATER + 24 * HOUR)
        self.assertEqual(self._tasks(bad).user_id, self.manager)
        self.assertEqual(len(self._tasks(bad)), 1)
        self.assertIn(bad.code, self._tasks(bad).summary)

    def test_bad_consultation_stops_no_other(self):
        bad, good = self._consulted(), self._consulted()
        self._plant("_end_silence", bad, self._value_error)
        with mute_logger(LOGGER):
            self._run()
        self.assertFalse(bad.pause_ids.silence_told_at)
        self.assertTrue(good.pause_ids.silence_told_at)

    def test_administrators_are_told_where_a_center_has_no_manager(self):
        self.manager.tthc_center_id = self.other_center
        bad = self._waiting("B")
        self._plant("_end_window", bad, self._value_error)
        with mute_logger(LOGGER):
            self._run()
        self.assertTrue(self._tasks(bad))
        for user in self._tasks(bad).user_id:
            self.assertTrue(user.has_group("tthc_base.group_admin"))

    def test_bad_warning_stops_no_other(self):
        bad, good = self.receive(), self.receive()
        rules = self.env["tthc.warning.rule"]
        kept = type(rules)._is_reached_by

        def judge(rule, dossier, moment):
            if dossier == bad:
                raise ValueError("broken")
            return kept(rule, dossier, moment)

        self.patch(type(rules), "_is_reached_by", judge)
        with mute_logger(LOGGER), frozen(LATER):
            warned = rules._run_all()
        self.assertEqual(warned & (bad | good), good)
        self.assertEqual(self._tasks(bad).user_id, self.manager)

    def test_bad_finding_of_the_daily_check_stops_no_other(self):
        bad, good = self.receive(), self.receive()
        inspections = self.env["tthc.inspection"]
        rules = self.env["tthc.inspection.rule"]
        kept = type(inspections)._open_found

        def open_found(model, rule, dossiers):
            if bad in dossiers:
                raise ValueError("broken")
            return kept(model, rule, dossiers)

        self.patch(type(inspections), "_open_found", open_found)
        self.patch(type(rules), "_found_date_changed", lambda rule: bad | good)
        with mute_logger(LOGGER), frozen(LATER):
            rules._run_daily()
        found = inspections.search([("rule_id.code", "=", "date_changed")])
        self.assertEqual(found.dossier_id & (bad | good), good)
        self.assertTrue(self._tasks(bad))

    def test_bad_agency_keeps_no_morning_digest_back(self):
        agencies = self.env["tthc.agency"]
        self.other_specialist.group_ids += self.env.ref("tthc_base.group_leader")
        asked = []

        def send(agency, _leaders, _found):
            asked.append(agency)
            raise ValueError("broken")

        def all_have_some(asked_of):
            return dict.fromkeys(asked_of.ids, {})

        self.patch(type(agencies), "_open_by_urgency", all_have_some)
        self.patch(type(agencies), "_send_digest", send)
        with mute_logger(LOGGER), frozen(THURSDAY):
            agencies._send_digests()
        self.assertTrue({self.agency, self.other_agency} <= set(asked))
