from types import SimpleNamespace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools import clock

from .common import MOMENT, HrData


@tagged("post_install", "-at_install")
class TestStaffNoticeTour(HrData, TthcOrganisation, HttpCase):
    """The manager checks, remarks and sends; the agency's leader reads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        # Without letters of its own the browser speaks English.
        for role in ("manager", "leader"):
            cls.users[role].lang = "vi_VN"

    def test_manager_sends_and_leader_reads(self):
        self.center._prepare_due_notices()
        self.start_tour(
            "/odoo/staff-notices", "tthc_staff_notice_send", login="test_manager"
        )
        self.env.invalidate_all()
        notice = self.env["tthc.staff.notice"].search(
            [("center_id", "=", self.center.id)]
        )
        self.assertEqual((notice.state, notice.number), ("sent", "15/TB-TTHC"))
        self.assertTrue(notice._is_intact())
        self.start_tour(
            "/odoo/staff-notices", "tthc_staff_notice_read", login="test_leader"
        )
