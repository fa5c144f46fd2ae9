from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from .duty_common import DAY, DUE, DUE_DAY, MOMENT, DutyCase

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
#: 08:00 in Vietnam on the day on which it is due, and three days before.
MORNING = DUE - timedelta(hours=15, minutes=59, seconds=59)
BEFORE = MORNING - 3 * DAY


@tagged("post_install", "-at_install")
class TestDutyReminder(DutyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.share = cls.give()

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(type(self.env["ir.cron"]), "_commit_progress"))

    def run_job(self, moment):
        """What the justice department was told by the job at a moment."""
        reminders = self.env["tthc.duty.reminder"]
        domain = [("share_id", "=", self.share.id)]
        before = reminders.search(domain)
        self.set_clock(moment)
        self.env.invalidate_all()
        self.env["tthc.duty.share"]._cron_remind()
        return (reminders.search(domain) - before).mapped("stage")

    def told(self, user):
        """Messages that somebody was sent about duties."""
        return self.env["mail.message"].search(
            [
                ("model", "=", "tthc.duty.share"),
                ("partner_ids", "=", user.partner_id.id),
            ]
        )

    def test_each_moment_is_told_once(self):
        self.assertEqual(self.run_job(MOMENT), ["given"])
        self.assertEqual(self.run_job(MOMENT + HOUR), [])
        self.assertEqual(self.run_job(BEFORE - SECOND), [])
        self.assertEqual(self.run_job(BEFORE), ["before"])
        self.assertEqual(self.run_job(BEFORE + HOUR), [])
        self.assertEqual(self.run_job(MORNING), ["day"])
        self.assertEqual(self.run_job(DUE), [])
        self.assertEqual(self.run_job(DUE + SECOND), ["late"])
        self.assertEqual(self.run_job(DUE + 30 * DAY), [])

    def test_after_downtime_the_latest_is_told_and_nothing_twice(self):
        self.run_job(MOMENT)
        self.assertEqual(self.run_job(MORNING + HOUR), ["day"])
        self.assertEqual(self.run_job(DUE + DAY), ["late"])

    def test_days_before_are_those_of_the_dispatch(self):
        self.dispatch.with_user(self.coordinator).days_before = 5
        self.run_job(MOMENT)
        self.assertEqual(self.run_job(BEFORE - 2 * DAY), ["before"])

    def test_default_of_the_days_is_a_setting(self):
        self.env["ir.config_parameter"].set_param("tthc_rollout.duty_days_before", 7)
        self.assertEqual(self.make_dispatch(number="k").days_before, 7)

    def test_who_has_reported_is_reminded_no_more_until_it_is_returned(self):
        self.run_job(MOMENT)
        self.report(self.share)
        self.assertEqual(self.run_job(BEFORE), [])
        self.share.with_user(self.coordinator).action_return("Thiếu số liệu")
        self.assertEqual(self.run_job(MORNING), ["day"])

    def test_deadline_that_was_moved_is_reminded_of_anew(self):
        self.run_job(BEFORE)
        self.share.with_user(self.coordinator).action_defer(
            DUE_DAY + 10 * DAY, "Mất điện", "15/UBND"
        )
        self.assertEqual(self.run_job(MORNING), [])
        self.assertEqual(self.run_job(BEFORE + 10 * DAY), ["before"])

    def test_duty_without_a_day_is_told_once(self):
        self.share = self.give(
            self.make_dispatch(
                number="k", duty={"due_kind": "words", "due_words": "khẩn trương"}
            )
        )
        self.assertEqual(self.run_job(MOMENT), ["given"])
        self.assertEqual(self.run_job(MOMENT + 300 * DAY), [])

    def test_reminder_goes_to_the_reporters_of_the_agency(self):
        self.run_job(MOMENT)
        self.assertEqual(len(self.told(self.reporter)), 1)
        message = self.told(self.building_reporter)
        self.assertEqual(len(message), 1)
        self.assertEqual(message.res_id, self.share_of(self.building).id)
        self.assertIn("12/UBND-HCC", message.subject)

    def test_two_duties_of_a_dispatch_are_told_in_one_message(self):
        dispatch = self.make_dispatch(number="k", duty_ids=False)
        self.env["tthc.duty"].create(
            [
                {
                    "dispatch_id": dispatch.id,
                    "text": f"Việc {number}",
                    "lead_ids": self.building.ids,
                }
                for number in range(3)
            ]
        )
        self.give(dispatch)
        self.run_job(MOMENT)
        messages = self.told(self.building_reporter)
        self.assertEqual(len(messages), 2)
        self.assertIn("Việc 2", str(messages.mapped("body")))

    def test_who_follows_up_is_told_who_is_late_and_who_reported(self):
        follower = self._new_user("coordinator", "test_follower")
        self.dispatch.follower_id = follower
        self.report(self.share)
        self.assertIn("Reported", self.told(follower).subject)
        self.run_job(DUE + SECOND)
        late = self.told(follower)[:1]
        self.assertIn("overdue", late.subject)
        self.assertIn("Xây dựng", late.body)
        self.assertNotIn("Tư pháp", late.body)

    def test_activity_stands_on_the_day_and_ends_with_the_report(self):
        activities = self.share.sudo().activity_ids
        self.assertIn(self.reporter, activities.user_id)
        self.assertEqual({*activities.mapped("date_deadline")}, {DUE_DAY})
        self.share.with_user(self.coordinator).action_defer(
            DUE_DAY + DAY, "Mất điện", "15/UBND"
        )
        activities = self.share.sudo().activity_ids
        self.assertEqual({*activities.mapped("date_deadline")}, {DUE_DAY + DAY})
        self.report(self.share)
        self.assertFalse(activities.exists())
        self.share.with_user(self.coordinator).action_return("Thiếu")
        self.assertTrue(self.share.sudo().activity_ids)
        self.assertIn("Thiếu", str(self.told(self.reporter).mapped("body")))

    def test_giving_wakes_the_job_for_each_moment(self):
        cron = self.env.ref("tthc_rollout.cron_duty_remind")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        moments = {MOMENT, BEFORE, MORNING, DUE + SECOND}
        self.assertLessEqual(moments, {*triggers.mapped("call_at")})

    def test_one_failing_dispatch_stops_no_other(self):
        other = self.give(self.make_dispatch(number="k"))
        model = type(self.env["tthc.duty.share"])
        origin = model._remind

        def remind(shares):
            if shares.dispatch_id == self.dispatch:
                raise ValueError("boom")
            return origin(shares)

        self.patch(model, "_remind", remind)
        with self.assertLogs("odoo.addons.tthc_rollout", "WARNING"):
            self.run_job(MOMENT)
        reminders = self.env["tthc.duty.reminder"]
        self.assertTrue(reminders.search([("share_id", "=", other.id)]))

    def test_dispatch_of_the_past_reminds_nobody(self):
        self.share = self.give(
            self.make_dispatch(
                number="2522/UBND-HCTC",
                date="2017-03-21",
                is_history=True,
                duty={"due_on": "2017-04-15"},
            )
        )
        self.assertEqual(self.run_job(MOMENT), [])
