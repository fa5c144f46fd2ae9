from types import SimpleNamespace

from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.tthc_base.tools import clock

from .common import THURSDAY
from .notice_common import HOUR, NoticeData


@tagged("post_install", "-at_install")
class TestNoticeTour(NoticeData, HttpCase):
    """A gateway that fails, is mended, and sends: each by whose work it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(
            cls.env,
            "tthc_administrator",
            groups="tthc_base.group_admin",
            tthc_center_id=cls.center.id,
            tthc_agency_ids=[Command.set(cls.agency.ids)],
        )
        cls.gateway.plan = {"/wrong": "refusal"}
        cls.provider.url = cls.gateway.url.replace("/send", "/wrong")
        cls.dossier = cls.receive_with()
        cls.run_job()
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        later = SimpleNamespace(get=lambda: THURSDAY + HOUR)
        cls.classPatch(clock, "_frozen_at", later)

    def _tour(self, path, tour, login):
        self.start_tour(path, f"tthc_notice_{tour}_tour", login=login)
        self.env.invalidate_all()

    def test_failing_gateway_is_mended_and_the_message_sent_again(self):
        notice = self.dossier.notice_ids
        self.assertEqual(notice.state, "failed")
        self._tour("/odoo/notices", "failed", "tthc_manager")
        self._tour("/odoo/sms-gateways", "gateway", "tthc_administrator")
        self.assertEqual(self.provider.url, "http://127.0.0.1/send")
        self.provider.url = self.gateway.url
        self._tour("/odoo/notices", "resend", "tthc_manager")
        self.assertEqual((notice.state, notice.user_id), ("waiting", self.manager))
        self.run_job(moment=None)
        self.assertEqual(notice.state, "sent")
        self._tour(f"/odoo/dossiers/{self.dossier.id}", "sent", "tthc_clerk")

    def test_what_can_not_be_sent_is_told_by_phone(self):
        self._tour("/odoo/notices", "phone", "tthc_manager")
        notice = self.dossier.notice_ids
        self.assertEqual((notice.state, notice.channel), ("told", "phone"))
        self.assertEqual(notice.note, "Con trai nghe máy")
        self.assertEqual(self.dossier.event_ids[0].kind, "told")
