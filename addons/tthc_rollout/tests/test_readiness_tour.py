from datetime import timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_center_hr.tests.common import MOMENT, HrData

from .common import DUE, ReadinessData

MINUTE = timedelta(minutes=1)


@tagged("post_install", "-at_install")
class TestReadinessTour(ReadinessData, HrData, TthcOrganisation, HttpCase):
    """A campaign as it is clicked: opened, filed at 16:29, late at 16:31, mended."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.counter.agency_ids = [Command.set((cls.justice | cls.building).ids)]
        cls.building_reporter = cls._new_user(
            "reporter",
            "test_reporter_building",
            tthc_agency_ids=[Command.set(cls.building.ids)],
        )

    def _at(self, moment, tour, login, path="readiness-reports"):
        """Play a tour with the clock of the server stopped.

        The requests of a browser are served by other threads, which no freeze
        reaches; the seam itself is replaced.
        """
        self.env.invalidate_all()
        with patch.object(clock, "now", lambda: moment):
            self.start_tour(f"/odoo/{path}", tour, login=login)
        self.env.invalidate_all()

    def test_campaign_from_opening_to_acceptance(self):
        self._at(
            MOMENT, "tthc_readiness_open", "test_coordinator", "readiness-campaigns"
        )
        campaign = self.env["tthc.readiness.campaign"].search(
            [
                ("dispatch_number", "=", "581/SNV-CCHC"),
                ("center_id", "=", self.center.id),
            ]
        )
        # The browser types in its own time zone, whichever that is.
        self.assertEqual(campaign.state, "open")
        campaign.due_at = DUE
        justice = self.report_of(self.justice, campaign)
        building = self.report_of(self.building, campaign)
        self._at(DUE - MINUTE, "tthc_readiness_file", "test_reporter")
        self.assertRecordValues(
            justice, [{"state": "filed", "is_late": False, "filed_at": DUE - MINUTE}]
        )
        self._at(DUE + MINUTE, "tthc_readiness_late", "test_reporter_building")
        self.assertRecordValues(building, [{"state": "filed", "is_late": True}])
        self._at(DUE + 10 * MINUTE, "tthc_readiness_return", "test_coordinator")
        self.assertEqual(justice.state, "returned")
        self._at(DUE + 20 * MINUTE, "tthc_readiness_mend", "test_reporter")
        self.assertRecordValues(justice, [{"state": "filed", "is_late": False}])
        self._at(DUE + 30 * MINUTE, "tthc_readiness_accept", "test_coordinator")
        self.assertEqual(justice.state, "accepted")
        self.assertEqual(justice.filing_ids.mapped("is_late"), [False, True])
