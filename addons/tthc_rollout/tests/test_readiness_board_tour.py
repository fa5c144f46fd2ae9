from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_center_hr.tests.common import MOMENT, HrData

from .common import ReadinessData


@tagged("post_install", "-at_install")
class TestReadinessBoardTour(ReadinessData, HrData, TthcOrganisation, HttpCase):
    """The coordinator's morning: who is red, what is missing, a reminder."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(clock.frozen(MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.make_readiness_data()
        cls.other = cls.report_of(cls.building)
        cls.env["tthc.readiness.rule"].search(
            [("code", "not in", ("leader", "plan"))]
        ).active = False
        cls.report.person_ids = [(0, 0, {"role": "leader", "name": "Võ Thị Lãnh"})]
        cls.add_line(cls.report)
        cls.other.difficulty_ids = [(0, 0, {"name": "Chưa có máy quét"})]

    def test_red_is_opened_and_reminded(self):
        # The board opens with the campaign that is due next.
        others = self.env["tthc.readiness.campaign"].search(
            [("state", "=", "open"), ("id", "!=", self.campaign.id)]
        )
        others.action_close()
        self.env.flush_all()
        # The requests of a browser are served by other threads.
        with patch.object(clock, "now", lambda: MOMENT):
            self.start_tour(
                "/odoo/readiness-board",
                "tthc_readiness_board",
                login="test_coordinator",
            )
        self.env.invalidate_all()
        self.assertEqual(self.other.reminder_ids.mapped("stage").count("hand"), 1)
        self.assertNotIn("hand", self.report.reminder_ids.mapped("stage"))
