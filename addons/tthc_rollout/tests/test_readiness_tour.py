import io
from datetime import timedelta
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_center_hr.tests.common import MOMENT, HrData

from ..tools.readiness_paper import ROLES
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
        for report in (justice, building):
            self.add_line(report, tthc_detail="Theo Đề án")
            report.difficulty_ids = [Command.create({"name": "Thiếu máy in"})]
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
        self._at(
            DUE + 40 * MINUTE,
            "tthc_readiness_excel",
            "test_coordinator",
            "readiness-campaigns",
        )
        self._check_excel(campaign)

    def _check_excel(self, campaign):
        """Compare the file that the coordinator takes with the records, row by row."""
        self.authenticate("test_coordinator", "test_coordinator")
        address = f"/tthc_rollout/readiness_campaign/{campaign.id}.xlsx"
        book = load_workbook(io.BytesIO(self.url_open(address).content))
        reports = campaign.report_ids.sorted(lambda row: row.agency_id.name)
        self.assertEqual(len(reports), 2)

        def rows(sheet):
            found = book[sheet].iter_rows(min_row=2, values_only=True)
            return sorted(tuple(str(text or "") for text in row) for row in found)

        people = [
            (
                report.agency_id.name,
                ROLES[row.role],
                row.name,
                row.title or "",
                row.phone or "",
                (row.role == "main" and row.size) or "",
            )
            for report in reports
            for row in report.person_ids
        ]
        named = [row for row in rows("I. Nhân sự") if row[2]]
        self.assertEqual(named, sorted(people))
        self.assertIn("Võ Thị Lãnh", str(named))
        self.assertIn("0911222333", str(named))
        counts = [
            (report.agency_id.name, row.number or "", row.partners or "")
            for report in reports
            for row in report.count_ids
        ]
        self.assertEqual(len(counts), 14)
        shown = [(row[0], *row[3:]) for row in rows("II. Thủ tục")]
        self.assertEqual(sorted(shown), sorted(counts))
        plan = [
            (
                report.agency_id.name,
                "1",
                line.name,
                "Theo Đề án",
                f"{line.tthc_date_from:%d/%m/%Y}",
                f"{line.tthc_date_to:%d/%m/%Y}",
                "",
            )
            for report in reports
            for line in report.plan_ids
        ]
        self.assertEqual(rows("III. Kế hoạch"), sorted(plan))
        self.assertEqual(
            [row[:2] for row in rows("IV. Khó khăn")],
            [(report.agency_id.name, "Thiếu máy in") for report in reports],
        )
