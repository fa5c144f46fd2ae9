from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_center_hr.tests.common import MOMENT, HrData

from .common import ReadinessData


@tagged("post_install", "-at_install")
class TestPlanTour(ReadinessData, HrData, TthcOrganisation, HttpCase):
    """The time line as it is used: looked at, filtered, opened by keyboard, printed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(frozen(MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.make_readiness_data()
        cls.line = cls.add_line(cls.report, "Rà soát thủ tục")
        cls.add_line(cls.report, "Tập huấn", tthc_date_from=False, tthc_date_to=False)
        cls.add_line(cls.report_of(cls.building), "Chạy thử", tthc_date_to="2026-05-20")

    def test_coordinator_looks_filters_and_opens(self):
        self.start_tour("/odoo/rollout-plan", "tthc_plan", login="test_coordinator")
        self.assertEqual(self.line.tthc_progress, 80)

    def test_print_and_excel_come_over_http(self):
        self.authenticate("test_coordinator", "test_coordinator")
        answers = [
            self.make_jsonrpc_request(
                "/web/dataset/call_kw",
                {
                    "model": "project.task",
                    "method": method,
                    "args": [],
                    "kwargs": {"domain": [], "group_by": []},
                },
            )
            for method in ("tthc_plan_print", "tthc_plan_excel")
        ]
        ids = answers[0]["context"]["active_ids"]
        printed = self.url_open(f"/tthc/print/tthc_rollout.plan?ids={ids[0]}")
        self.assertEqual(printed.headers["Content-Type"], "application/pdf")
        excel = self.url_open(answers[1]["url"])
        self.assertEqual(excel.status_code, 200)
        self.assertIn("spreadsheetml", excel.headers["Content-Type"])
        self.authenticate("test_reporter", "test_reporter")
        self.assertEqual(self.url_open(answers[1]["url"]).status_code, 404)
