from datetime import date, datetime

from odoo import Command
from odoo.tests import TransactionCase, new_test_user

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tests.reorganisation_common import (
    MERGER_DAY,
    ReorganisationMaker,
)
from odoo.addons.tthc_base.tools.clock import frozen

IN_2017 = datetime(2017, 3, 28, 2, 12)
#: Tuesday 25/2/2025: four days before the departments of 2025.
EVE = datetime(2025, 2, 25, 2, 0)
#: Monday 3/3/2025, the first working day after the merger.
AFTER = datetime(2025, 3, 3, 2, 0)
#: Tuesday 1/7/2025: the districts are gone.
NO_DISTRICTS = datetime(2025, 7, 1, 2, 0)


class TestScenario2025(ReorganisationMaker, TransactionCase):
    """The agencies of the dispatches of 2017 go through the mergers of 2025.

    Names are those of the data; numbers of decisions and identifiers are invented.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = cls.env["tthc.seed"]._load_agencies("Đồng Nai", "2017")
        cls.agencies = cls.env["tthc.agency"].browse(names.values())
        cls.planning = cls.env["tthc.agency"].browse(names["Sở Kế hoạch và Đầu tư"])
        cls.finance = cls.env["tthc.agency"].browse(names["Sở Tài chính"])
        cls.planning.identifier_long = "000.00.97.H19"
        cls.finance.identifier_long = "000.00.98.H19"
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
                "name": "Đăng ký thành lập doanh nghiệp tư nhân",
                "agency_id": cls.planning.id,
                "valid_from": "2016-01-01",
                "limit_value": 3,
                "limit_unit": "working_day",
            }
        )
        cls.version.action_propose()
        cls.version.action_approve()
        cls.clerk = new_test_user(
            cls.env,
            "clerk_2025",
            groups="tthc_base.group_reception",
            tthc_center_id=cls.center.id,
        )
        cls.specialist = new_test_user(
            cls.env,
            "planner_2025",
            groups="tthc_base.group_leader",
            tthc_agency_ids=[Command.set(cls.planning.ids)],
        )

    def _receive(self, moment):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        with frozen(moment):
            (found,) = desk.search_procedures("T-DNA-000001")
            answer = desk.receive(
                {"version_id": found["id"], "owner": {"name": "Trần Văn Thử"}}
            )
        return self.env["tthc.dossier"].browse(answer["id"])

    def _print(self, dossier):
        content, _extension = self.env["ir.actions.report"]._render(
            "tthc_dossier.action_report_receipt", dossier.ids
        )
        return PrintedFile(content).texts()[1]

    def test_p09_planning_merges_into_finance(self):
        old, open_one = self._receive(IN_2017), self._receive(EVE)
        with frozen(IN_2017):
            old.action_transfer()
            old.action_finish_step("granted")
            old.action_resolve(number="1")
        with frozen(EVE):
            open_one.with_user(self.clerk).action_transfer()
        printed = [self._print(dossier) for dossier in (old, open_one)]
        self._done(self._reorganise(self.planning, self.finance), MERGER_DAY)

        self.assertEqual([self._print(row) for row in (old, open_one)], printed)
        self.assertEqual(old.agency_id, self.planning)
        self.assertEqual(
            old.agency_id._names_at(old.code_day)["name"], "Sở Kế hoạch và Đầu tư"
        )
        self.assertEqual(open_one.agency_id, self.finance)
        with frozen(AFTER):
            mine = open_one.with_user(self.specialist)
            mine.action_finish_step("granted")
            mine.action_resolve(number="2")
        self.assertEqual(open_one.outcome, "granted")

        new = self._receive(AFTER)
        self.assertEqual(new.agency_id, self.finance)
        self.assertEqual(new.code, "000.00.98.H19-250303-0001")
        self.assertEqual(old.code, "000.00.97.H19-170328-0001")

    def test_p09_eleven_districts_hand_over_on_the_first_of_july(self):
        districts = self.agencies.filtered(lambda agency: agency.level == "district")
        self.assertEqual(len(districts), 11)
        communes = self.env["tthc.agency"].create(
            [
                {"name": f"UBND phường {n}", "kind": "committee", "level": "commune"}
                for n in range(11)
            ]
        )
        pairs = list(zip(districts, communes, strict=True))
        dissolution = self._reorganise(
            districts,
            communes,
            kind="dissolve",
            date_effective="2025-07-01",
            lines=[
                {"from_agency_id": district.id, "to_agency_id": commune.id}
                for district, commune in pairs
            ],
        )
        self._done(dissolution, EVE)
        self.assertEqual(dissolution.state, "scheduled")
        with frozen(NO_DISTRICTS):
            dissolution._carry_out_scheduled()
        self.assertEqual(dissolution.state, "done")
        self.assertEqual(set(districts.mapped("date_to")), {date(2025, 7, 1)})
        for district, commune in pairs:
            self.assertEqual(district._successor_at(date(2026, 1, 1)), commune)
