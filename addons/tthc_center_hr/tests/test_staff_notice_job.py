from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from ..models.tthc_staff_notice_telling import TRIES
from .staff_notice_common import MONTH, StaffNoticeCase

#: 08:00 at the center on the first of May.
MAY = datetime(2026, 5, 1, 1, 0)


class TestStaffNoticeJob(StaffNoticeCase):
    """The drafts of a month that ended, and the reminder of them."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(type(self.env["ir.cron"]), "_commit_progress"))

    def night(self):
        self.env["tthc.center"]._cron_notices()
        self.env.invalidate_all()
        return self.notices()

    def notices(self):
        return self.env["tthc.staff.notice"].search(
            [("center_id", "=", self.center.id)]
        )

    def test_drafts_of_the_month_that_ended_are_made_once(self):
        notice = self.night()
        self.assertEqual(
            (notice.month, notice.agency_id, notice.state),
            (MONTH, self.justice, "draft"),
        )
        self.assertEqual(len(notice.line_ids), 2)
        self.assertEqual(self.night(), notice)
        # Who deletes a draft does not find it again the next morning.
        notice.unlink()
        self.assertFalse(self.night())

    def test_nights_that_were_missed_are_caught_up(self):
        self.night()
        with frozen(MAY):
            months = self.night().mapped("month")
        self.assertEqual(sorted(months), [MONTH, date(2026, 3, 1), date(2026, 4, 1)])

    def test_nothing_is_made_before_the_cut_off_is_over(self):
        self.center.notice_cutoff = 10
        self.assertEqual(self.night().mapped("month"), [MONTH])
        with frozen(datetime(2026, 3, 10, 1, 0)):
            self.assertEqual(len(self.night()), 1)
        with frozen(datetime(2026, 3, 11, 1, 0)):
            notice = self.night()[0]
        self.assertEqual(
            (notice.date_from, notice.date_to), (date(2026, 2, 11), date(2026, 3, 10))
        )

    def test_agencies_of_reserves_and_leaders_alone(self):
        self.make_assignment("leader", self.make_staff("Lê A", self.building))
        self.assertEqual(self.night().agency_id, self.justice)

    def test_the_manager_is_reminded_until_all_are_sent(self):
        notice = self.night()
        duty = self.center.activity_ids
        self.assertEqual(duty.user_id, self.users["manager"])
        # Five working days after Saturday 28 February.
        self.assertEqual(duty.date_deadline, date(2026, 3, 6))
        self.night()
        self.assertEqual(len(self.center.activity_ids), 1)
        self.send(notice)
        self.assertFalse(self.center.activity_ids)

    def test_what_is_missing_is_made_by_hand(self):
        center = self.env["tthc.center"].with_user(self.users["manager"])
        center.action_prepare_notices()
        self.assertEqual(self.notices().agency_id, self.justice)
        self.make_assignment("main", self.make_staff("Lê B", self.building))
        center.action_prepare_notices()
        self.assertEqual(self.notices().agency_id, self.justice + self.building)
        for role in ("reception", "reporter", "leader", "inspector"):
            with self.subTest(role), self.assertRaises(AccessError):
                center.with_user(self.users[role]).action_prepare_notices()


class TestStaffNoticeTelling(StaffNoticeCase):
    """The mail that follows the sending."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(type(self.env["ir.cron"]), "_commit_progress"))

    def test_leader_and_reporter_get_the_pdf(self):
        self.users["reporter"].email = "baocao@example.com"
        self.users["leader"].email = False
        notice = self.send(self.make_notice())
        told = {row.user_id: row for row in notice.told_ids}
        reporter, leader = self.users["reporter"], self.users["leader"]
        self.assertEqual(told[reporter].state, "waiting")
        self.assertEqual(told[leader].state, "no_address")
        self.env["tthc.staff.notice"]._cron_tell()
        row = told[reporter]
        self.assertEqual((row.state, bool(row.told_at)), ("mailed", True))
        mail = row.mail_id
        self.assertEqual(mail.email_to, "baocao@example.com")
        self.assertTrue(mail.attachment_ids.raw.startswith(b"%PDF"))
        # Later prints are the same file.
        form = self.env.ref("tthc_center_hr.form_thong_bao_nhan_su")
        self.assertEqual(notice._tthc_kept_file(form), mail.attachment_ids.raw)
        self.env["tthc.staff.notice"]._cron_tell()
        self.assertEqual(row.mail_id, mail)

    def test_what_fails_never_undoes_the_sending(self):
        self.users["reporter"].email = "baocao@example.com"
        notice = self.send(self.make_notice())
        row = notice.told_ids.filtered(lambda row: row.state == "waiting")[0]
        with (
            mute_logger("odoo.addons.tthc_center_hr.models.tthc_staff_notice_telling"),
            patch.object(
                type(self.env["ir.actions.report"]),
                "_render_tthc_pdf",
                side_effect=UserError("no font"),
            ),
        ):
            for number in range(1, TRIES + 1):
                self.env["tthc.staff.notice"]._cron_tell()
                self.assertEqual((row.tries, row.problem), (number, "no font"))
        self.assertEqual((notice.state, row.state), ("sent", "failed"))
        self.assertFalse(row.mail_id)

    def test_handed_over_on_paper_is_noted_and_stays(self):
        notice = self.make_notice()
        hr = self.users["hr"]
        with self.assertRaises(UserError):
            notice.with_user(hr).write({"told_ids": [(0, 0, {"name": "Văn thư"})]})
        self.env.invalidate_all()
        self.send(notice)
        notice.with_user(hr).write(
            {"told_ids": [(0, 0, {"name": "Văn thư", "kind": "paper"})]}
        )
        row = notice.told_ids.filtered(lambda row: row.kind == "paper")
        self.assertEqual((row.state, bool(row.told_at)), ("handed", True))
        with self.assertRaises(AccessError):
            row.with_user(hr).write({"name": "Khác"})
        with self.assertRaises(AccessError):
            row.with_user(hr).unlink()
        with self.assertRaises(AccessError):
            notice.with_user(hr).write(
                {"told_ids": [(0, 0, {"name": "X", "kind": "mail"})]}
            )
