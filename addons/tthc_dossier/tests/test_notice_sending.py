import logging
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.iap.tools import iap_tools
from odoo.addons.tthc_base.tools.clock import frozen

from ..models.tthc_notice_sending import CUT_OFF, RETRY_MINUTES
from ..tools.sms_api import SmsApiGateway
from .common import THURSDAY
from .notice_common import EMAIL, HOUR, MINUTE, NoticeCase

#: What a mail server sends back when nobody has such an address.
BOUNCE = """\
From: MAILER-DAEMON@mail.example.com
To: bounce@center.example.com
Subject: Undelivered Mail Returned to Sender
Message-Id: <bounce@mail.example.com>
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"
MIME-Version: 1.0

--cut
Content-Type: text/plain

unknown user

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com

Final-Recipient: rfc822; {email}
Action: failed
Status: 5.1.1

--cut
Content-Type: text/rfc822-headers

Message-Id: {message_id}
To: {email}

--cut--
"""
JOB = "odoo.addons.tthc_dossier.models.tthc_notice_sending"


class TestNoticeSending(NoticeCase):
    """The job: what goes out, what is tried again, what is shown as unclear."""

    def _sent(self, answer, moment=THURSDAY + MINUTE):
        self.gateway.default = answer
        notice = self.receive_with().notice_ids
        self.run_job(moment)
        return notice

    # -- what the gateway answers ----------------------------------------

    def test_accepted_message_is_sent_without_accents_and_names(self):
        notice = self._sent("success")
        self.assertEqual((notice.state, notice.tries), ("sent", 1))
        (message,) = self.gateway.sent()
        self.assertEqual(message["to"], "84912345678")
        self.assertEqual(message["id"], notice.reference)
        self.assertTrue(message["text"].isascii(), message["text"])
        self.assertIn("da tiep nhan ho so", message["text"])
        self.assertIn(notice.dossier_id.code, message["text"])
        for personal in ("Duc", "075088001234", "Ai Quoc", "Cap giay phep"):
            self.assertNotIn(personal, message["text"])
        self.assertEqual(self.gateway.requests[0][1]["Authorization"], "Bearer bi-mat")

    def test_accents_are_a_setting(self):
        self.provider.no_accents = False
        self._sent("success")
        self.assertIn("đã tiếp nhận hồ sơ", self.gateway.sent()[0]["text"])

    def test_what_may_succeed_later_is_tried_again(self):
        for answer in ("error", "unauthorised", "redirect"):
            with self.subTest(answer=answer):
                notice = self._sent(answer)
                self.assertEqual(notice.state, "waiting")
                self.assertIn("báo lỗi", notice.error)
                self.assertEqual(notice.next_try, THURSDAY + 2 * MINUTE)

    def test_gateway_that_is_not_there_is_tried_again(self):
        self.provider.url = "http://127.0.0.1:9/send"
        notice = self._sent("success")
        self.assertEqual(notice.state, "waiting")
        self.assertIn("Không kết nối được", notice.error)

    def test_unclear_outcome_is_shown_and_not_sent_twice(self):
        for answer in ("slow", "garbage", "gateway_timeout"):
            with self.subTest(answer=answer):
                notice = self._sent(answer)
                self.assertEqual(notice.state, "unknown")
                self.assertTrue(notice.error)
                asked = len(self.gateway.requests)
                self.run_job(THURSDAY + 5 * HOUR)
                self.assertEqual(len(self.gateway.requests), asked)
                self.assertTrue(notice.dossier_id._notice_activities())

    def test_refused_for_good_is_given_up_at_once(self):
        notice = self._sent("refusal")
        self.assertEqual((notice.state, notice.tries), ("failed", 1))
        self.assertIn("invalid number", notice.error)

    def test_landline_is_said_to_get_no_sms(self):
        notice = self.receive_with(phone="0251 3822 501").notice_ids
        self.run_job()
        self.assertEqual(notice.state, "failed")
        self.assertFalse(self.gateway.requests)

    def test_waits_grow_and_the_last_try_ends_it_with_a_task(self):
        notice = self._sent("error")
        moment = THURSDAY + MINUTE
        for number, minutes in enumerate(RETRY_MINUTES, start=1):
            self.assertEqual((notice.state, notice.tries), ("waiting", number))
            self.assertEqual(notice.next_try, moment + minutes * MINUTE)
            moment = notice.next_try
            asked = len(self.gateway.requests)
            self.run_job(moment - MINUTE)
            self.assertEqual(len(self.gateway.requests), asked)
            self.run_job(moment)
        self.assertEqual(notice.state, "failed")
        self.assertEqual(notice.tries, len(RETRY_MINUTES) + 1)
        tasks = notice.dossier_id._notice_activities()
        self.assertEqual(tasks.user_id, self.manager)

    def test_token_is_not_sent_on_to_where_a_gateway_points(self):
        notice = self._sent("redirect")
        self.assertEqual(len(self.gateway.requests), 1)
        self.assertIn("302", notice.error)

    # -- one and many ----------------------------------------

    def test_one_bad_number_stops_nobody_else(self):
        self.gateway.plan = {
            "84912000003": "refusal",
            "84912000005": "error",
            "84912000007": "garbage",
        }
        dossiers = [
            self.receive_with(phone=f"09120000{number:02d}") for number in range(12)
        ]
        with (
            patch.object(
                type(self.env["tthc.dossier"]),
                "_notice_values",
                autospec=True,
                side_effect=self._broken_for(dossiers[9]),
            ),
            mute_logger(JOB),
        ):
            self.run_job()
        states = [dossier.notice_ids.state for dossier in dossiers]
        expected = ["sent"] * 12
        expected[3], expected[5], expected[7] = "failed", "waiting", "unknown"
        expected[9] = "waiting"
        self.assertEqual(states, expected)
        self.assertIn("ngắt giữa chừng", dossiers[9].notice_ids.error)

    def _broken_for(self, broken):
        real = type(self.env["tthc.dossier"])._notice_values

        def values(dossier, personal=False):
            if dossier == broken:
                raise ValueError("an accident")
            return real(dossier, personal=personal)

        return values

    # -- once, and known ----------------------------------------

    def test_being_sent_is_committed_before_the_gateway_is_asked(self):
        self.receive_with()
        asked_at = []
        commits = []
        cron = type(self.env["ir.cron"])
        notices = self.env["tthc.notice"]

        def commit(*_arguments, **_options):
            notices.flush_model()
            commits.append(notices.search([]).mapped("state"))
            return float("inf")

        def answer(_request):
            asked_at.append(len(commits))
            return self.gateway.ANSWERS["success"]

        with (
            frozen(THURSDAY + MINUTE),
            patch.object(cron, "_commit_progress", commit),
            patch.object(self.gateway, "answer_to", answer),
        ):
            notices._cron_send()
        (asked,) = asked_at
        self.assertEqual(commits[asked - 1], ["sending"])
        self.assertEqual(commits[asked], ["sent"])

    def test_what_was_cut_off_is_shown_and_not_sent_again_by_itself(self):
        notice = self.receive_with().notice_ids
        notice._write_as_action({"state": "sending", "sending_at": THURSDAY})
        self.run_job(THURSDAY + CUT_OFF)
        self.assertEqual(notice.state, "sending")
        self.run_job(THURSDAY + CUT_OFF + MINUTE)
        self.assertEqual(notice.state, "unknown")
        self.assertFalse(self.gateway.requests)

    def test_accident_after_the_gateway_was_asked_is_unclear(self):
        with (
            patch.object(SmsApiGateway, "_send_sms_batch", side_effect=ValueError("?")),
            mute_logger(JOB),
        ):
            notice = self._sent("success")
        self.assertEqual(notice.state, "unknown")

    def test_message_sent_again_carries_the_same_word(self):
        notice = self._sent("error")
        self.run_job(THURSDAY + 3 * MINUTE)
        words = {message["id"] for message in self.gateway.sent()}
        self.assertEqual(words, {notice.reference})
        self.assertEqual(len(self.gateway.requests), 2)

    def test_number_does_not_stay_in_odoos_list_of_sms(self):
        self._sent("success")
        self.assertFalse(self.env["sms.sms"].search([("number", "like", "912345678")]))

    def test_sent_message_waits_for_a_log_that_somebody_holds(self):
        notice = self.receive_with().notice_ids
        dossiers = type(self.env["tthc.dossier"])
        with patch.object(
            dossiers, "try_lock_for_update", lambda rows, **options: rows.browse()
        ):
            self.run_job()
        self.assertEqual((notice.state, notice.in_log), ("sent", False))
        self.assertNotIn("told", notice.dossier_id.event_ids.mapped("kind"))
        self.run_job(THURSDAY + HOUR)
        self.assertTrue(notice.in_log)
        self.assertEqual(notice.dossier_id.event_ids.mapped("kind").count("told"), 1)
        self.assertEqual(len(self.gateway.requests), 1)

    # -- at night ----------------------------------------

    def test_sms_of_the_night_waits_until_the_morning(self):
        #: 22:30 and 06:59 in Vietnam.
        late, early = datetime(2026, 8, 20, 15, 30), datetime(2026, 8, 20, 23, 59)
        morning = datetime(2026, 8, 21, 0, 0)
        notice = self._sent("success", late)
        self.assertEqual((notice.state, notice.tries), ("waiting", 0))
        self.assertEqual(notice.next_try, morning)
        self.run_job(early)
        self.assertFalse(self.gateway.requests)
        self.run_job(morning)
        self.assertEqual(notice.state, "sent")

    def test_center_sets_its_quiet_hours(self):
        noon = datetime(2026, 8, 20, 5, 15)
        for begin, end, quiet in ((12, 13.5, True), (21, 7, False), (0, 0, False)):
            self.center.write({"notice_quiet_from": begin, "notice_quiet_to": end})
            until = self.center._quiet_until(noon)
            self.assertEqual(
                until, datetime(2026, 8, 20, 6, 30) if quiet else None, (begin, end)
            )

    # -- e-mail ----------------------------------------

    def _mailed(self, failure=None):
        notice = self.receive_with(email=EMAIL, phone=None).notice_ids
        with self.mail_server(failure) as stack:
            self.run_job()
        return notice, stack.sending

    def test_mail_tells_the_person_by_name(self):
        notice, sending = self._mailed()
        self.assertEqual(notice.state, "sent")
        (message,) = [call.args[0] for call in sending.call_args_list]
        self.assertEqual(message["To"], EMAIL)
        text = message.get_body().get_content()
        for word in ("Nguyễn Văn Đức", notice.dossier_id.code, "Cấp giấy phép"):
            self.assertIn(word, text)

    def test_mail_does_not_stand_in_the_chatter(self):
        notice, _sending = self._mailed()
        self.assertFalse(notice.dossier_id.message_ids)

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_mail_that_fails_is_tried_again_and_shows_no_address(self):
        notice, _sending = self._mailed(OSError(f"550 {EMAIL}: not now"))
        self.assertEqual(notice.state, "waiting")
        self.assertIn("550", notice.error)
        self.assertNotIn(EMAIL, notice.error)
        outgoing = self.env["mail.mail"].search([("state", "=", "outgoing")])
        self.assertNotIn(EMAIL, outgoing.mapped("email_to"))

    def _told_by_mail(self):
        """A dossier whose early result was told by mail; :return: its last notice."""
        dossier = self.receive_with(email=EMAIL, phone=None)
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_finish_step("granted")
            dossier.with_user(self.leader).action_resolve()
        with self.mail_server():
            self.run_job(THURSDAY + 2 * HOUR)
        notice = dossier.notice_ids.filtered(lambda row: row.event == "early")
        self.assertEqual((notice.state, dossier.notified_by), ("sent", "email"))
        return notice

    def test_mail_that_comes_back_has_told_nobody(self):
        notice = self._told_by_mail()
        dossier = notice.dossier_id
        mail = self.env["mail.mail"].search([("email_to", "=", EMAIL)], limit=1)
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(
                "mail.thread", BOUNCE.format(email=EMAIL, message_id=mail.message_id)
            )
        self.assertEqual(notice.state, "failed")
        self.assertFalse(dossier.notified_at)
        self.assertEqual(dossier.event_ids.sorted("seq")[-1].kind, "came_back")
        self.assertFalse(self.env["tthc.dossier.event"]._broken_chains(dossier))
        self.assertEqual(dossier._notice_activities().user_id, self.manager)
        with frozen(THURSDAY + 3 * HOUR), self.assertRaises(UserError):
            dossier.with_user(self.clerk).action_give_back(proof="receipt")

    def test_mail_of_somebody_else_that_comes_back_changes_nothing(self):
        notice = self._told_by_mail()
        notice.dossier_id._message_receive_bounce(
            "nguoikhac@example.com", self.env["res.partner"]
        )
        self.assertEqual(notice.state, "sent")

    def test_mails_are_forgotten_after_a_month_and_the_record_stays(self):
        notice = self._told_by_mail()
        mails = self.env["mail.mail"].search([("email_to", "=", EMAIL)])
        self.assertTrue(mails)
        made = mails[0].create_date
        with frozen(made + timedelta(days=29)):
            self.env["tthc.notice"]._gc_mails()
        self.assertTrue(mails.exists())
        with frozen(made + timedelta(days=31)):
            self.env["tthc.notice"]._gc_mails()
        self.assertFalse(mails.exists())
        self.assertIn("có kết quả", notice.body)

    # -- never Odoo's paid service ----------------------------------------

    def test_no_sms_of_any_kind_goes_to_odoos_paid_service(self):
        sms = self.env["sms.sms"].create({"number": "0912345678", "body": "Thử máy in"})
        with patch.object(iap_tools, "iap_jsonrpc", side_effect=AssertionError) as iap:
            sms.send(unlink_sent=False)
            other = sms.copy({"body": "Thử lần hai"})
            with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
                other._process_queue()
        self.assertFalse(iap.called)
        self.assertEqual(sms.state, "pending")
        texts = [message["text"] for message in self.gateway.sent()]
        self.assertEqual(texts, ["Thu may in", "Thu lan hai"])

    def test_log_of_the_server_shows_no_number(self):
        self.provider.active = False
        with self.assertLogs(
            "odoo.addons.tthc_dossier.models.tthc_sms_provider", logging.INFO
        ) as caught:
            notice = self._sent("success")
        self.assertEqual(notice.state, "logged")
        self.assertNotIn("0912345", "".join(caught.output))
