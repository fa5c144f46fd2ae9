from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from odoo.addons.tthc_base.tools.clock import frozen

from ..models.notice_table import NOTICE_EVENTS
from .common import AFTER_FIVE_WORKING_DAYS, THURSDAY
from .notice_common import EMAIL, HOUR, MINUTE, NoticeCase

DAY = timedelta(days=1)


class TestNotice(NoticeCase):
    """Who is told of what, by which way, and what is on record of it."""

    def _told(self, dossier):
        return [
            (notice.event, notice.channel, notice.state)
            for notice in dossier.notice_ids.sorted("id")
        ]

    def _asked(self, dossier):
        """Ask the citizen for a supplement."""
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_ask_supplement(
                "Thiếu bản vẽ", [{"name": "Bản vẽ"}]
            )
            dossier.with_user(self.clerk).action_request_supplement()
        return dossier

    def _apologised(self):
        dossier = self.receive_with()
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.leader).action_apologise(
                "Chờ kết quả đo đạc", date(2026, 8, 28)
            )
        return dossier

    # -- what is queued ----------------------------------------

    def test_what_the_citizen_left_says_how_they_are_told(self):
        for email, phone, channels in (
            (None, "0912 345 678", ["sms"]),
            (EMAIL, None, ["email"]),
            (EMAIL, "+84 912 345 678", ["sms", "email"]),
            (None, None, []),
        ):
            with self.subTest(email=email, phone=phone):
                dossier = self.receive_with(email=email, phone=phone)
                self.assertEqual(
                    [notice.channel for notice in dossier.notice_ids.sorted("id")],
                    channels,
                )
                self.assertEqual(
                    set(dossier.notice_ids.mapped("state")) or {"waiting"}, {"waiting"}
                )
                self.assertFalse(self.gateway.requests)

    def test_each_event_of_the_law_is_told(self):
        received = self.receive_with()
        self.assertEqual(self._told(received)[0], ("received", "sms", "waiting"))
        self.assertEqual(self._told(self._asked(received))[1][0], "supplement")
        self.assertEqual(self._told(self._apologised())[1][0], "apology")
        early = self.resolved()
        self.assertEqual(self._told(early)[1][0], "early")
        ready = self.resolved(AFTER_FIVE_WORKING_DAYS - 4 * HOUR)
        ready_at = ready.resolved_at
        self.assertEqual(ready.punctuality, "early")
        self.assertTrue(ready_at)
        self.assertEqual(self._told(ready)[1][0], "early")
        refused = self.receive_with()
        with frozen(THURSDAY + HOUR):
            refused.with_user(self.clerk).action_transfer()
            refused.with_user(self.specialist).action_finish_step("refused")
            refused.with_user(self.leader).action_resolve(note="Không đủ điều kiện")
        self.assertEqual(self._told(refused)[1][0], "refused")

    def test_result_on_its_day_is_told_as_ready(self):
        dossier = self.receive_with()
        with frozen(AFTER_FIVE_WORKING_DAYS - HOUR):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_finish_step("granted")
            dossier.with_user(self.leader).action_resolve()
        self.assertEqual(self._told(dossier)[1][0], "ready")

    def test_who_stands_at_the_counter_is_not_written_to(self):
        for channel, events in (("direct", []), ("online", ["supplement"])):
            dossier = (
                self.env["tthc.dossier"]
                .with_user(self.clerk)
                .create(
                    {
                        "version_id": self.version.id,
                        "center_id": self.center.id,
                        "channel": channel,
                        "owner_name": "Nguyễn Văn Đức",
                        "owner_phone": "0912345678",
                    }
                )
            )
            lines = [{"component_id": paper.id} for paper in self.version.component_ids]
            dossier.action_guide("Thiếu giấy tờ", lines)
            self.assertEqual(dossier.sudo().notice_ids.mapped("event"), events)

    def test_hook_of_higher_floors_tells_once_of_what_waits(self):
        dossiers = self.resolved() | self.resolved(THURSDAY + DAY)
        dossiers._tell_citizen("parcel")
        self.assertFalse(dossiers._tell_citizen("parcel"))
        parcels = dossiers.notice_ids.filtered(lambda row: row.event == "parcel")
        self.assertEqual(len(parcels), 2)

    def test_center_switches_an_event_off(self):
        text = self.env["tthc.notice.template"]._of("received", "sms")
        text.off_center_ids = self.center
        self.assertFalse(self.receive_with().notice_ids)
        text.off_center_ids = self.other_center
        self.assertTrue(self.receive_with().notice_ids)
        text.active = False
        self.assertFalse(self.receive_with().notice_ids)

    # -- what telling does to the dossier ----------------------------------------

    def test_r09_notice_that_was_sent_is_the_one_an_early_result_needs(self):
        dossier = self.resolved()
        clerk = dossier.with_user(self.clerk)
        with frozen(THURSDAY + 4 * HOUR), self.assertRaises(UserError):
            clerk.action_give_back(proof="receipt")
        self.run_job(THURSDAY + 4 * HOUR)
        self.assertEqual(dossier.notified_by, "sms")
        with frozen(THURSDAY + 5 * HOUR):
            clerk.action_give_back(proof="receipt")
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(self._told(dossier)[1], ("early", "sms", "sent"))

    def test_r09_notice_that_only_waits_is_none(self):
        dossier = self.resolved()
        self.run_job(THURSDAY + 3 * HOUR + MINUTE)
        self.assertEqual(self._told(dossier)[1], ("early", "sms", "waiting"))
        with frozen(THURSDAY + 4 * HOUR), self.assertRaises(UserError):
            dossier.with_user(self.clerk).action_give_back(proof="receipt")

    def test_r09_trial_without_a_gateway_tells_nobody(self):
        self.provider.active = False
        dossier = self.resolved()
        self.run_job(THURSDAY + 4 * HOUR)
        self.assertEqual(self._told(dossier)[1], ("early", "sms", "logged"))
        self.assertFalse(dossier.notified_at)
        self.assertNotIn("told", dossier.event_ids.mapped("kind"))
        with frozen(THURSDAY + 5 * HOUR), self.assertRaises(UserError):
            dossier.with_user(self.clerk).action_give_back(proof="receipt")

    def test_r08_letter_counts_as_handed_over_when_the_new_date_was_sent(self):
        dossier = self._apologised()
        self.run_job(THURSDAY + 2 * HOUR)
        letter = dossier.apology_ids
        self.assertEqual((letter.state, letter.means), ("issued", "sms"))
        with self.assertRaises(UserError):
            dossier.with_user(self.clerk).action_issue_apology("phone")

    def test_who_was_told_by_staff_gets_no_message_of_the_same(self):
        early, apologised = self.resolved(), self._apologised()
        with frozen(THURSDAY + 3 * HOUR):
            early.with_user(self.clerk).action_notify_result("phone")
            apologised.with_user(self.clerk).action_issue_apology("in_person")
        self.run_job(THURSDAY + 4 * HOUR)
        self.assertEqual(
            self._told(early)[1:],
            [("early", "sms", "cancelled"), ("early", "phone", "told")],
        )
        self.assertEqual(
            self._told(apologised)[1:],
            [("apology", "sms", "cancelled"), ("apology", "in_person", "told")],
        )
        self.assertNotIn("Ngày hẹn mới", str(self.gateway.sent()))

    def test_means_said_at_the_return_stand_among_the_notices(self):
        dossier = self.resolved()
        with frozen(THURSDAY + 3 * HOUR + MINUTE):
            dossier.with_user(self.clerk).action_give_back(
                proof="receipt", means="in_person"
            )
        self.assertIn(("early", "in_person", "told"), self._told(dossier))
        self.assertFalse(
            dossier.notice_ids.filtered(
                lambda row: row.event == "early" and row.state == "waiting"
            )
        )

    def test_decision_that_the_citizen_knows_of_is_not_taken_back(self):
        dossier = self.resolved()
        self.assertTrue(dossier.with_user(self.leader).can_undo)
        self.run_job(THURSDAY + 4 * HOUR)
        with self.assertRaises(UserError):
            dossier.with_user(self.leader).action_undo()

    def test_decision_taken_back_in_time_is_never_told(self):
        dossier = self.resolved()
        with frozen(THURSDAY + 3 * HOUR + MINUTE):
            dossier.with_user(self.leader).action_undo()
        self.run_job(THURSDAY + 4 * HOUR)
        self.assertEqual(self._told(dossier)[1], ("early", "sms", "cancelled"))

    def test_log_says_who_was_told_what_and_nothing_personal(self):
        dossier = self.receive_with(email=EMAIL)
        with self.mail_server():
            self.run_job()
        entries = dossier.event_ids.filtered(lambda entry: entry.kind == "told")
        self.assertEqual(len(entries), 2)
        text = "".join(entries.mapped("payload"))
        for personal in ("0912", EMAIL, "Đức", "075088001234"):
            self.assertNotIn(personal, text)
        self.assertIn('"about":"received"', text)
        self.assertEqual(set(entries.mapped("source")), {"job"})
        self.assertFalse(self.env["tthc.dossier.event"]._broken_chains(dossier))
        self.assertIn("SMS", "".join(entries.mapped("explanation")))

    # -- told by phone, sent again ----------------------------------------

    def _failed(self):
        self.gateway.default = "refusal"
        dossier = self.receive_with()
        self.run_job()
        notice = dossier.notice_ids
        self.assertEqual(notice.state, "failed")
        return notice

    def test_manager_tells_by_phone_what_could_not_be_sent(self):
        notice = self._failed().with_user(self.manager)
        wizard = (
            self.env["tthc.notice.told"]
            .with_user(self.manager)
            .with_context(active_ids=notice.ids)
            .create({"note": "Con trai nghe máy"})
        )
        wizard.action_confirm()
        self.assertEqual((notice.state, notice.channel), ("told", "phone"))
        self.assertEqual(notice.user_id, self.manager)
        entry = notice.dossier_id.sudo().event_ids[0]
        self.assertEqual((entry.kind, entry.user_id), ("told", self.manager))
        self.assertNotIn("Con trai", entry.payload)
        with self.assertRaises(UserError):
            notice.action_told()

    def test_sent_again_goes_to_the_address_of_today(self):
        notice = self._failed()
        self.gateway.default = "success"
        with frozen(THURSDAY + HOUR):
            notice.dossier_id.with_user(self.clerk).action_correct_receipt(
                "Sai số", {"owner_phone": "0987654321"}
            )
            notice.with_user(self.clerk).action_resend()
        self.assertEqual((notice.state, notice.tries), ("waiting", 0))
        self.run_job(THURSDAY + HOUR)
        self.assertEqual(notice.state, "sent")
        self.assertEqual(self.gateway.sent()[-1]["to"], "84987654321")
        with self.assertRaisesRegex(UserError, "by now"):
            notice.with_user(self.clerk).action_resend()

    def test_waiting_message_goes_where_the_corrected_receipt_says(self):
        dossier = self.receive_with()
        with frozen(THURSDAY + MINUTE):
            dossier.with_user(self.clerk).action_correct_receipt(
                "Sai số", {"owner_phone": "0987654321"}
            )
        self.run_job(THURSDAY + MINUTE)
        self.assertEqual(self.gateway.sent()[0]["to"], "84987654321")

    def test_second_click_on_send_again_is_refused(self):
        notice = self._failed().with_user(self.clerk)
        notice.action_resend()
        with self.assertRaises(UserError):
            notice.action_resend()

    def test_what_is_true_no_more_is_not_sent_again(self):
        notice = self._failed()
        notice.dossier_id.with_user(self.clerk).action_withdraw("Đơn xin rút")
        with self.assertRaises(UserError):
            notice.with_user(self.clerk).action_resend()

    def test_task_of_the_manager_ends_when_the_citizen_is_told(self):
        notice = self._failed()
        tasks = notice.dossier_id._notice_activities()
        self.assertEqual(tasks.user_id, self.manager)
        notice.with_user(self.clerk).action_resend()
        self.assertFalse(notice.dossier_id._notice_activities())

    # -- rights ----------------------------------------

    def test_nobody_writes_a_notice_past_its_actions(self):
        notice = self.receive_with().notice_ids
        for user in (self.clerk, self.manager, self.inspector, self.leader):
            own = notice.with_user(user).with_context(**{"tthc.notice.move": True})
            with self.assertRaises(AccessError):
                own.write({"state": "sent"})
            with self.assertRaises(AccessError):
                own.unlink()
            with self.assertRaises(AccessError):
                own.create(
                    {
                        "dossier_id": notice.dossier_id.id,
                        "center_id": self.center.id,
                        "event": "ready",
                        "channel": "sms",
                    }
                )
        with self.assertRaises(AccessError):
            notice.write({"state": "sent"})

    def test_roles_see_the_notices_of_their_dossiers_only(self):
        notice = self.receive_with().notice_ids
        notices = self.env["tthc.notice"]
        for user in (self.clerk, self.manager, self.inspector, self.specialist):
            self.assertIn(notice, notices.with_user(user).search([]), user.login)
        for user in (self.other_clerk, self.other_specialist):
            self.assertNotIn(notice, notices.with_user(user).search([]), user.login)
        for user in (self.courier, self.hr, self.editor, self.reporter):
            with self.assertRaises(AccessError):
                notices.with_user(user).search([])

    def test_only_counter_and_manager_send_again_or_tell(self):
        notice = self._failed()
        for user in (self.specialist, self.leader, self.inspector):
            for method in ("action_resend", "action_told", "action_cancel"):
                with self.assertRaises(AccessError):
                    getattr(notice.with_user(user), method)()
        with self.assertRaises(AccessError):
            notice.with_user(self.other_clerk).action_resend()

    def test_r25_address_is_closed_to_staff(self):
        notice = self.receive_with(email=EMAIL).notice_ids
        clerk = notice.with_user(self.clerk)
        self.assertEqual(
            clerk.sorted("id").mapped("address_masked"),
            ["••••••5678", "n•••@example.com"],
        )
        with self.assertRaises(AccessError):
            clerk.mapped("address")
        with self.assertRaises(AccessError):
            clerk.search([("address", "=", "0912345678")])

    def test_notices_are_exported_without_what_is_personal(self):
        notice = self.receive_with().notice_ids.with_user(self.clerk)
        for name in ("address_masked", "body", "note"):
            with self.assertRaises(AccessError):
                notice.export_data([name])
        self.assertTrue(notice.export_data(["event", "state"])["datas"])

    def test_texts_and_gateways_are_the_administrators(self):
        text = self.env["tthc.notice.template"]._of("received", "sms")
        for user in (self.clerk, self.manager, self.leader, self.inspector):
            with self.assertRaises(AccessError):
                text.with_user(user).write({"body": "{code}"})
            with self.assertRaises(AccessError):
                self.provider.with_user(user).read(["token"])
        admin = new_test_user(self.env, "tthc_admin_n", groups="tthc_base.group_admin")
        text.with_user(admin).write({"body": "Hồ sơ {code}"})
        self.assertEqual(self.provider.with_user(admin).token, "bi-mat")

    def test_every_event_has_a_text_for_each_channel(self):
        texts = self.env["tthc.notice.template"]
        for event in NOTICE_EVENTS:
            for channel in ("sms", "email"):
                self.assertTrue(texts._of(event, channel), (event, channel))
