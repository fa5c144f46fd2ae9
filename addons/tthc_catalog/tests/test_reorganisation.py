from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.tthc_base.tests.common import ROLES
from odoo.addons.tthc_base.tests.reorganisation_common import (
    MERGER_DAY,
    ReorganisationMaker,
)
from odoo.addons.tthc_base.tools.clock import frozen

from .common import CatalogCommon

FIRST_OF_MARCH = date(2025, 3, 1)


class TestReorganisation(ReorganisationMaker, CatalogCommon):
    """Point 9 of the catalog: procedures move to the successor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls._approved_version(
            valid_from="2016-01-01",
            step_ids=[
                Command.create({"name": "Thẩm định", "agency_id": cls.justice.id}),
                Command.create({"name": "Lấy ý kiến", "agency_id": cls.ward.id}),
            ],
        )
        cls._admit(cls.version)

    def _merge(self):
        return self._done(self._reorganise(self.justice, self.building))

    def _at(self, version, day=FIRST_OF_MARCH):
        return version.procedure_id._version_at(day)

    def test_p09_approved_version_is_amended_not_rewritten(self):
        self._merge()
        new = self._at(self.version)
        self.assertNotEqual(new, self.version)
        self.assertEqual(self.version.agency_id, self.justice)
        self.assertEqual(self.version.valid_to, FIRST_OF_MARCH)
        self.assertEqual(self.version.state, "approved")
        self.assertEqual(new.agency_id, self.building)
        self.assertEqual(new.valid_from, FIRST_OF_MARCH)
        self.assertFalse(new.valid_to)
        self.assertEqual(new.limit_label, self.version.limit_label)

    def test_p09_decision_of_the_reorganisation_publishes_the_amended_version(self):
        self._merge()
        decision = self._at(self.version).decision_id
        self.assertEqual(decision.name, "05/2025/QĐ-THỬ")
        self.assertEqual(decision.kind, "amended")
        self.assertEqual(decision.date_effective, FIRST_OF_MARCH)

    def test_p09_steps_of_the_old_agency_go_to_the_successor(self):
        self._merge()
        steps = self._at(self.version).step_ids
        self.assertEqual(steps.agency_id, self.building | self.ward)
        self.assertEqual(self.version.step_ids.agency_id, self.justice | self.ward)

    def test_p09_agency_that_only_takes_part_is_replaced_too(self):
        other = self._approved_version(
            "9.000002",
            valid_from="2016-01-01",
            agency_id=self.ward.id,
            step_ids=[Command.create({"name": "Ý", "agency_id": self.justice.id})],
        )
        self._merge()
        self.assertEqual(self._at(other).agency_id, self.ward)
        self.assertEqual(self._at(other).step_ids.agency_id, self.building)

    def test_p09_end_of_a_version_stays_its_end(self):
        other = self._approved_version(
            "9.000002", valid_from="2016-01-01", valid_to="2027-01-01"
        )
        self._merge()
        self.assertEqual(other.valid_to, FIRST_OF_MARCH)
        self.assertEqual(self._at(other).valid_to, date(2027, 1, 1))

    def test_p09_version_that_has_not_begun_is_replaced_from_its_own_day(self):
        self._approved_version(
            "9.000005", valid_from="2016-01-01", valid_to="2025-06-01"
        )
        coming = self._approved_version("9.000005", valid_from="2025-06-01")
        self._merge()
        self.assertEqual(coming.state, "abolished")
        new = self._at(coming, date(2025, 6, 1))
        self.assertEqual(new.agency_id, self.building)
        self.assertEqual(new.valid_from, date(2025, 6, 1))
        between = self._at(coming)
        self.assertEqual(between.agency_id, self.building)
        self.assertEqual(between.valid_to, date(2025, 6, 1))

    def test_p09_version_begun_after_a_past_day_changes_today(self):
        began = self._approved_version("9.000002", valid_from="2025-04-01")
        merger = self._reorganise(self.justice, self.building)
        self._done(merger, datetime(2025, 7, 1, 2, 0))
        self.assertEqual(began.valid_to, date(2025, 7, 1))
        self.assertEqual(self._at(began, date(2025, 6, 30)), began)
        self.assertEqual(self._at(began, date(2025, 7, 1)).agency_id, self.building)
        self.assertEqual(self._at(self.version).agency_id, self.building)

    def test_p09_version_that_is_over_stays(self):
        over = self._approved_version(
            "9.000002", valid_from="2016-01-01", valid_to="2020-01-01"
        )
        self._merge()
        self.assertEqual(over.procedure_id.version_ids, over)

    def test_p09_draft_simply_gets_the_successor(self):
        draft = self._new_version(
            valid_from="2026-01-01",
            step_ids=[Command.create({"name": "Ý", "agency_id": self.justice.id})],
        )
        merger = self._merge()
        self.assertEqual(draft.agency_id, self.building)
        self.assertEqual(draft.step_ids.agency_id, self.building)
        self.assertEqual(draft.state, "draft")
        self.assertIn(
            "have a draft in work", " ".join(merger.remark_ids.mapped("message"))
        )

    def test_p09_alias_means_the_successor(self):
        alias = self.env["tthc.agency.alias"].create(
            {"name": "Sở Tư pháp (thử)", "agency_id": self.justice.id}
        )
        self._merge()
        self.assertEqual(alias.agency_id, self.building)

    def test_p09_chain_of_an_approved_version_is_amended_with_it(self):
        chained = self._approved_version(
            "9.000006",
            valid_from="2016-01-01",
            agency_id=self.ward.id,
            chain_ids=[
                Command.create(
                    {
                        "name": "Liên thông thử",
                        "line_ids": [
                            Command.create(
                                {"task": task, "agency_id": agency.id, "sequence": n}
                            )
                            for n, (task, agency) in enumerate(
                                [("Nhận", self.ward), ("Ý kiến", self.justice)], 1
                            )
                        ],
                    }
                )
            ],
        )
        self._merge()
        new = self._at(chained)
        self.assertEqual(new.chain_ids.line_ids.agency_id, self.ward | self.building)
        self.assertEqual(new.step_ids.agency_id, self.ward | self.building)
        self.assertEqual(chained.chain_ids.line_ids.agency_id, self.ward | self.justice)
        self.assertEqual(chained.step_ids.agency_id, self.ward | self.justice)

    def test_p09_chain_without_a_procedure_names_the_successor(self):
        chain = self.env["tthc.procedure.chain"].create(
            {
                "name": "Liên thông chưa rõ thủ tục",
                "lead_agency_id": self.justice.id,
                "line_ids": [
                    Command.create({"task": "Nhận", "agency_id": self.justice.id})
                ],
            }
        )
        self._merge()
        self.assertEqual(chain.lead_agency_id, self.building)
        self.assertEqual(chain.line_ids.agency_id, self.building)

    def test_p09_admission_stays_and_the_clerk_finds_the_amended_version(self):
        self._merge()
        versions = self.env["tthc.procedure.version"]
        found = versions.with_user(self.users["reception"])._find_for_center(
            "thử nghiệm", self.center, FIRST_OF_MARCH
        )
        self.assertEqual(found, self._at(self.version))
        self.assertEqual(found._lead_agency(self.center), self.building)

    def test_p09_preview_counts_procedures_drafts_and_aliases(self):
        self._new_version("9.000003")
        self.env["tthc.agency.alias"].create(
            {"name": "Sở Tư pháp (thử)", "agency_id": self.justice.id}
        )
        merger = self._reorganise(self.justice, self.building)
        with frozen(MERGER_DAY):
            merger.action_preview()
        counts = {item.label: item.count for item in merger.move_ids}
        self.assertEqual(counts["Procedures"], 1)
        self.assertEqual(counts["Drafts of procedures"], 1)
        self.assertEqual(counts["Names of the agency in published texts"], 1)
        self.assertEqual(self._at(self.version), self.version)

    def test_p09_done_twice_amends_once(self):
        merger = self._merge()
        with self.assertRaises(UserError):
            merger.action_confirm()
        self.assertEqual(len(self.version.procedure_id.version_ids), 2)

    def test_p09_new_version_of_an_ended_agency_is_not_approved(self):
        self._merge()
        draft = self._new_version("9.000004", valid_from="2025-03-01")
        with self.assertRaisesRegex(UserError, "has ended by then"):
            draft.action_propose()

    def test_p09_version_that_lacks_something_blocks(self):
        self.env.cr.execute(
            "UPDATE tthc_procedure_version SET limit_unit = NULL WHERE id = %s",
            [self.version.id],
        )
        self.env.invalidate_all()
        merger = self._reorganise(self.justice, self.building)
        with frozen(MERGER_DAY):
            merger.action_preview()
        self.assertTrue(merger.is_blocked)
        self.assertIn("9.000001", merger.remark_ids.message)

    def test_p09_administrator_without_the_controllers_role_is_refused(self):
        admin = self.users["admin"]
        merger = self._reorganise(self.justice, self.building).with_user(admin)
        with frozen(MERGER_DAY):
            merger.action_preview()
            # the role of an administrator implies it: taken apart for the test
            self.env.ref(ROLES["admin"]).implied_ids -= self.env.ref(
                ROLES["controller"]
            )
            with self.assertRaisesRegex(AccessError, "done by the role"):
                merger.action_confirm()
        self.assertEqual(self._at(self.version), self.version)

    def test_p09_administrator_has_both_roles(self):
        merger = self._reorganise(self.justice, self.building)
        self._done(merger.with_user(self.users["admin"]))
        self.assertEqual(self._at(self.version).agency_id, self.building)


class TestSplit(ReorganisationMaker, CatalogCommon):
    """Point 9 of the catalog: a split hands over by sector and by procedure."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sectors = cls.env["tthc.sector"].create(
            [{"name": "Hộ tịch thử"}, {"name": "Công chứng thử"}]
        )
        first, second = cls.sectors
        cls.rest, cls.by_sector, cls.by_procedure = (
            cls._approved_version(
                f"9.10000{number}", valid_from="2016-01-01", sector_id=sector.id
            )
            for number, sector in enumerate((first, second, second))
        )

    def test_p09_split_by_sector_with_one_procedure_apart(self):
        third = self.env["tthc.agency"].create({"name": "Sở Thứ Ba"})
        split = self._reorganise(
            self.justice,
            self.building | self.ward | third,
            kind="split",
            lines=[
                {"from_agency_id": self.justice.id, "to_agency_id": self.building.id},
                {
                    "from_agency_id": self.justice.id,
                    "scope": "sector",
                    "sector_id": self.sectors[1].id,
                    "to_agency_id": self.ward.id,
                },
                {
                    "from_agency_id": self.justice.id,
                    "scope": "procedure",
                    "procedure_id": self.by_procedure.procedure_id.id,
                    "to_agency_id": third.id,
                },
            ],
        )
        self._done(split)
        leads = [
            version.procedure_id._version_at(FIRST_OF_MARCH).agency_id
            for version in (self.rest, self.by_sector, self.by_procedure)
        ]
        self.assertEqual(leads, [self.building, self.ward, third])

    def test_p09_agency_that_goes_on_keeps_the_rest(self):
        split = self._reorganise(
            self.justice,
            self.justice | self.ward,
            kind="split",
            lines=[
                {"from_agency_id": self.justice.id, "to_agency_id": self.justice.id},
                {
                    "from_agency_id": self.justice.id,
                    "scope": "sector",
                    "sector_id": self.sectors[1].id,
                    "to_agency_id": self.ward.id,
                },
            ],
        )
        self._done(split)
        self.assertEqual(self.rest.procedure_id._version_at(FIRST_OF_MARCH), self.rest)
        self.assertFalse(self.rest.valid_to)
        self.assertEqual(
            self.by_sector.procedure_id._version_at(FIRST_OF_MARCH).agency_id, self.ward
        )
