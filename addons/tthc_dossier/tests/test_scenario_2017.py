from datetime import date, datetime

from odoo import Command
from odoo.exceptions import UserError
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

    def _member(self, login, agency, group="group_specialist"):
        return new_test_user(
            self.env,
            login,
            groups=f"tthc_base.{group}",
            tthc_agency_ids=[Command.set(agency.ids)],
        )

    def _interlinked(self):
        """Investment, then fire safety, then the signature: agencies of seed 000."""
        fire = self.agencies.filtered(
            lambda agency: agency.name == "Cảnh sát Phòng cháy chữa cháy tỉnh Đồng Nai"
        )
        version = self.env["tthc.procedure.version"].create(
            {
                "procedure_id": self.env["tthc.procedure"]
                .create(
                    {
                        "code": "T-DNA-000002",
                        "admission_ids": [
                            Command.create({"center_id": self.center.id})
                        ],
                    }
                )
                .id,
                "name": "Liên thông thử năm 2017",
                "agency_id": self.agency.id,
                "valid_from": "2016-01-01",
                "limit_value": 20,
                "limit_unit": "working_day",
                "step_ids": [
                    Command.create(
                        {
                            "sequence": number,
                            "name": name,
                            "agency_id": agency.id,
                            "role": role,
                            "limit_value": days,
                            "limit_unit": "working_day",
                        }
                    )
                    for number, (name, agency, role, days) in enumerate(
                        (
                            ("Thẩm định", self.agency, "specialist", 5),
                            ("Thẩm duyệt PCCC", fire, "specialist", 5),
                            ("Ký", self.agency, "leader", 2),
                        ),
                        start=1,
                    )
                ],
            }
        )
        version.action_propose()
        version.action_approve()
        return version, fire

    def test_interlinked_papers_pass_the_desks_from_october_2017_on(self):
        """Seed 002 §3: from 1/10/2017 the agencies hand papers over at the center."""
        self.center.desk_pass_from = "2017-10-01"
        version, fire = self._interlinked()
        planning = self._member("planning_2017", self.agency)
        director = self._member("director_2017", self.agency, "group_leader")
        fireman = self._member("fire_2017", fire)
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        for day, passes in (
            (datetime(2017, 9, 28, 2, 0), False),
            (datetime(2017, 10, 2, 2, 0), True),
        ):
            with self.subTest(day=day), frozen(day):
                answer = desk.receive(
                    {"version_id": version.id, "owner": {"name": "Trần Văn Thử"}}
                )
                dossier = self.env["tthc.dossier"].browse(answer["id"])
                dossier.with_user(self.clerk).action_transfer()
                dossier.with_user(planning).action_finish_step("granted")
                self.assertEqual(dossier.waits_at_desk, passes)
                if passes:
                    with self.assertRaisesRegex(UserError, self.center.display_name):
                        dossier.with_user(fireman).action_finish_step()
                    dossier.with_user(self.clerk).action_pass_on()
                dossier.with_user(fireman).action_finish_step()
                self.assertEqual(dossier.waits_at_desk, passes)
                if passes:
                    dossier.with_user(self.clerk).action_pass_on()
                dossier.with_user(director).action_resolve("granted")
                dossier.with_user(self.clerk).action_give_back(
                    proof="receipt", means="phone"
                )
                self.assertEqual(dossier.state, "returned")
                kinds = dossier.event_ids.mapped("kind")
                self.assertEqual(kinds.count("pass_on"), 2 if passes else 0)
                self.assertEqual(
                    dossier.step_ids.mapped("passed_by_id"),
                    self.clerk if passes else self.clerk.browse(),
                )

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
