from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.tthc_base.tools.clock import frozen

from .common import DUE, ReadinessCase

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@tagged("post_install", "-at_install")
class TestReadinessReminder(ReadinessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign.with_user(cls.users["coordinator"]).due_at = DUE + timedelta(
            days=3
        )
        cls.due = DUE + timedelta(days=3)  # Friday, 6 March 2026, 16:30

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(type(self.env["ir.cron"]), "_commit_progress"))

    def _run(self, moment):
        """Run the job at a moment; what the justice department was told by it."""
        before = self.report.reminder_ids
        with frozen(moment):
            self.env.invalidate_all()
            self.env["tthc.readiness.campaign"]._cron_remind()
        self.report.invalidate_recordset(["reminder_ids"])
        return (self.report.reminder_ids - before).mapped("stage")

    def _told(self, record):
        """Messages that somebody was sent about a record."""
        return self.env["mail.message"].search(
            [
                ("model", "=", record._name),
                ("res_id", "=", record.id),
                ("message_type", "=", "user_notification"),
            ]
        )

    def test_each_moment_is_told_once(self):
        self.assertEqual(self._run(self.due - timedelta(days=2)), ["opened"])
        self.assertEqual(self._run(self.due - timedelta(days=2) + HOUR), [])
        self.assertEqual(self._run(self.due - timedelta(days=1)), ["day"])
        self.assertEqual(self._run(self.due - timedelta(days=1) + HOUR), [])
        self.assertEqual(self._run(self.due - 2 * HOUR), ["hours"])
        self.assertEqual(self._run(self.due - HOUR), [])
        self.assertEqual(self._run(self.due), [])
        self.assertEqual(self._run(self.due + MINUTE), ["late"])
        self.assertEqual(self._run(self.due + 5 * HOUR), [])

    def test_after_downtime_the_latest_is_told_and_nothing_twice(self):
        self._run(self.due - timedelta(days=2))
        self.assertEqual(self._run(self.due - HOUR), ["hours"])
        self.assertEqual(self._run(self.due + timedelta(days=3)), ["late"])

    def test_day_before_a_monday_is_the_friday(self):
        monday = datetime(2026, 3, 9, 9, 30)
        self.campaign.with_user(self.users["coordinator"]).due_at = monday
        self._run(self.due - timedelta(days=2))
        self.assertEqual(self._run(monday - timedelta(days=3) - MINUTE), [])
        self.assertEqual(self._run(monday - timedelta(days=3)), ["day"])

    def test_who_has_filed_is_reminded_no_more(self):
        self._run(self.due - timedelta(days=2))
        self.file(self.report)
        self.assertEqual(self._run(self.due - HOUR), [])
        self.assertEqual(self._run(self.due + HOUR), [])

    def test_extension_is_reminded_of_anew(self):
        self._run(self.due - HOUR)
        later = self.due + timedelta(days=4)
        self.as_user(self.report, "coordinator").action_extend(later, "Mất điện")
        self.assertEqual(self._run(self.due + HOUR), [])
        self.assertEqual(self._run(later - HOUR), ["hours"])

    def test_closed_campaign_reminds_nobody(self):
        self.campaign.with_user(self.users["coordinator"]).action_close()
        self.assertEqual(self._run(self.due + HOUR), [])

    def test_reminder_goes_to_the_reporters_of_the_agency(self):
        self._run(self.due - HOUR)
        told = self.report.reminder_ids.user_ids
        self.assertIn(self.users["reporter"], told)
        self.assertNotIn(self.building_reporter, told)
        (message,) = self._told(self.report)
        self.assertIn("16:30 06/03/2026", message.subject)

    def test_leader_with_whom_it_lies_is_reminded_too(self):
        self.as_user(self.report, "leader").action_toggle_approval()
        self.as_user(self.report, "reporter").action_submit()
        self._run(self.due - HOUR)
        self.assertIn(self.users["leader"], self.report.reminder_ids.user_ids)

    def test_coordinator_is_told_once_who_is_late(self):
        self._run(self.due + MINUTE)
        self.assertEqual(self.campaign.late_told_at, self.due)
        (message,) = self._told(self.campaign)
        self.assertIn("2", message.subject)
        self.assertIn("Tư pháp", message.body)
        self.assertEqual(message.partner_ids, self.users["coordinator"].partner_id)
        self._run(self.due + HOUR)
        self.assertEqual(self._told(self.campaign), message)

    def test_opening_wakes_the_job_for_each_moment(self):
        cron = self.env.ref("tthc_rollout.cron_readiness_remind")
        moments = set(
            self.env["ir.cron.trigger"]
            .search([("cron_id", "=", cron.id)])
            .mapped("call_at")
        )
        self.assertLessEqual(
            {
                self.due - timedelta(days=1),
                self.due - 2 * HOUR,
                self.due + timedelta(seconds=1),
            },
            moments,
        )

    def test_one_failing_campaign_stops_no_other(self):
        other = self.make_readiness_campaign(
            name="Đợt phường",
            center_id=self.other_center.id,
            agency_ids=self.ward.ids,
            due_at=self.due,
        )
        self.users["reporter"].tthc_agency_ids |= self.ward
        other.with_user(self.users["coordinator"]).action_open()
        failing = min(self.campaign.id, other.id)

        def remind(campaign):
            if campaign.id == failing:
                raise ValueError("boom")
            return origin(campaign)

        model = type(self.env["tthc.readiness.campaign"])
        origin = model._remind
        self.patch(model, "_remind", remind)
        with self.assertLogs("odoo.addons.tthc_rollout", "WARNING"):
            self._run(self.due - HOUR)
        self.assertTrue(other.report_ids.reminder_ids)

    def test_duty_ends_with_the_filing(self):
        self._run(self.due - timedelta(days=2))
        duties = self.report._duties()
        self.assertEqual(
            duties.user_id & self.users["reporter"], self.users["reporter"]
        )
        self.file(self.report)
        self.assertFalse(duties.exists())
