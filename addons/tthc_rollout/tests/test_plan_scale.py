from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_center_hr.tests.common import MOMENT, HrData

from .common import ReadinessData

FEW, MANY, LINES = 5, 200, 4


@tagged("post_install", "-at_install")
class TestPlanScale(ReadinessData, HrData, TthcOrganisation, TransactionCase):
    """Two hundred agencies of four lines each: one read, whatever it is drawn on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(frozen(MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.make_uniform_data()
        agencies = cls.env["tthc.agency"].create(
            [
                {"name": f"Cơ quan {number:03}", "parent_id": cls.committee.id}
                for number in range(MANY)
            ]
        )
        campaign = cls.make_readiness_campaign(
            name="Nhiều", agency_ids=[Command.set(agencies.ids)]
        )
        campaign.with_user(cls.users["coordinator"]).action_open()
        cls.env["project.task"].create(
            [
                {
                    "tthc_report_id": report.id,
                    "name": f"Việc {number}",
                    "tthc_date_from": f"2026-03-{5 + number:02}",
                    "tthc_date_to": f"2026-04-{10 + number:02}",
                    "tthc_partner_ids": [Command.set(cls.justice.ids)],
                }
                for report in campaign.report_ids
                for number in range(LINES)
            ]
        )
        cls.agencies = agencies

    def _count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        return self.cr.sql_log_count - before

    def _domain(self, number):
        return [("tthc_agency_id", "in", self.agencies[:number].ids)]

    def test_queries_do_not_grow_with_the_agencies(self):
        for role in ("coordinator", "inspector"):
            tasks = self.env["project.task"].with_user(self.users[role])
            drawing = tasks.tthc_lanes(self._domain(MANY))
            lanes = [lane for row in drawing["sections"] for lane in row["lanes"]]
            self.assertEqual(len(lanes), MANY)
            self.assertEqual(sum(len(lane["bars"]) for lane in lanes), MANY * LINES)
            few, many = (
                self._count(
                    lambda number=number, tasks=tasks: tasks.tthc_lanes(
                        self._domain(number)
                    )
                )
                for number in (FEW, MANY)
            )
            with self.subTest(role, few=few, many=many):
                self.assertLessEqual(many, few)
                # 11 for five, 10 for two hundred when this was written
                self.assertLessEqual(many, 14)

    def test_workbook_costs_the_same_for_all(self):
        tasks = self.env["project.task"].with_user(self.users["coordinator"])
        few, many = (
            self._count(tasks._tthc_paper(self._domain(number))._workbook)
            for number in (FEW, MANY)
        )
        self.assertLessEqual(many, few, (few, many))
