from datetime import date, datetime

from odoo import Command
from odoo.tests import TransactionCase, new_test_user

from odoo.addons.tthc_base.tools.clock import frozen

#: Tuesday 28/03/2017, 09:12 at the center: the day the readiness reports were due.
MORNING = datetime(2017, 3, 28, 2, 12)


class TestScenario2017(TransactionCase):
    """The center of 2017 with the agencies of the dispatches, under frozen time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = cls.env["tthc.seed"]._load_agencies("Đồng Nai", "2017")
        cls.agencies = cls.env["tthc.agency"].browse(names.values())
        cls.agency = cls.env["tthc.agency"].browse(names["Sở Kế hoạch và Đầu tư"])
        # The code of 2017 is not known (QĐ 3582 of 2015 was not seen): invented here.
        cls.agency.identifier_long = "000.00.97.H19"
        cls.center = cls.env["tthc.center"].create(
            {
                "name": "Trung tâm Hành chính công tỉnh Đồng Nai",
                "agency_id": names["Văn phòng UBND tỉnh"],
                "place_name": "Đồng Nai",
            }
        )
        cls.version = cls.env["tthc.procedure.version"].create(
            {
                "procedure_id": cls.env["tthc.procedure"]
                .create(
                    {
                        "code": "T-DNA-000001",
                        "admission_ids": [Command.create({"center_id": cls.center.id})],
                    }
                )
                .id,
                "name": "Thủ tục thử năm 2017",
                "agency_id": cls.agency.id,
                "valid_from": "2016-01-01",
                "limit_value": 20,
                "limit_unit": "working_day",
            }
        )
        cls.version.action_propose()
        cls.version.action_approve()
        cls.clerk = new_test_user(
            cls.env,
            "clerk_2017",
            groups="tthc_base.group_reception",
            tthc_center_id=cls.center.id,
        )

    def _receive(self):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        with frozen(MORNING):
            self.assertIn(
                self.version.id, [row["id"] for row in desk.search_procedures("2017")]
            )
            answer = desk.receive(
                {"version_id": self.version.id, "owner": {"name": "Trần Văn Thử"}}
            )
        return self.env["tthc.dossier"].browse(answer["id"])

    def test_agencies_of_the_dispatches_are_there(self):
        names = self.agencies.mapped("name")
        for name in (
            "Sở Nội vụ",
            "Cảnh sát Phòng cháy chữa cháy tỉnh Đồng Nai",
            "Kho bạc Nhà nước tỉnh Đồng Nai",
            "Bưu điện tỉnh Đồng Nai",
            "UBND thành phố Biên Hòa",
        ):
            self.assertIn(name, names)
        self.assertTrue(all(self.agencies.mapped("source")))

    def test_twenty_working_days_over_the_kings_commemoration(self):
        dossier = self._receive()
        self.assertEqual(dossier.regulation_id.code, "RS2015")
        self.assertEqual(dossier.due, datetime(2017, 4, 26, 10, 0))
        self.assertIn("06/04/2017", dossier.due_explanation)
        self.assertEqual(dossier.code, "000.00.97.H19-170328-0001")

    def test_old_receipt_keeps_the_names_of_its_day(self):
        dossier = self._receive()
        self.env["tthc.agency.name"].create(
            {
                "agency_id": self.agency.id,
                "name": self.agency.name,
                "identifier_long": self.agency.identifier_long,
                "date_from": "2016-01-01",
                "date_to": "2025-03-01",
            }
        )
        self.agency.name = "Sở Tài chính"
        self.assertEqual(
            self.agency._names_at(dossier.code_day)["name"], "Sở Kế hoạch và Đầu tư"
        )
        self.assertEqual(
            self.agency._names_at(date(2026, 1, 1))["name"], "Sở Tài chính"
        )
