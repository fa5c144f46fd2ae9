from collections import Counter

from odoo.addons.tthc_base.tools.search_key import fold

from ..models.tthc_seed import SEED
from .common import CatalogCommon


class TestSeed(CatalogCommon):
    """The starting catalog, loaded beside whatever the database holds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seed = cls.env["tthc.seed"]
        cls.procedure_rows = cls.seed._rows(f"{SEED}procedures.csv")
        cls.component_rows = cls.seed._rows(f"{SEED}components.csv")
        cls.seed._load_catalog()
        province = cls.seed._province()
        cls.procedures = cls.env["tthc.procedure"].search(
            [
                ("code", "in", [row["code"] for row in cls.procedure_rows]),
                ("province_id", "in", [False, province.id]),
            ]
        )
        cls.versions = cls.procedures.version_ids.filtered(
            lambda version: not version.amended_from_id
        )
        cls.by_key = {
            (version.code, bool(version.province_id)): version
            for version in cls.versions
        }

    def _version(self, code, provincial=False):
        return self.by_key[code, provincial]

    def _components(self, domain):
        return self.env["tthc.procedure.component"].search(
            [("version_id", "in", self.versions.ids), *domain]
        )

    def test_every_row_is_a_procedure_with_one_version(self):
        self.assertEqual(len(self.procedures), len(self.procedure_rows))
        self.assertEqual(len(self.versions), len(self.procedure_rows))

    def test_every_component_is_loaded(self):
        loaded = self._components([])
        self.assertEqual(len(loaded), len(self.component_rows))

    def test_loading_twice_changes_nothing(self):
        models = (
            "tthc.sector",
            "tthc.decision",
            "tthc.agency",
            "tthc.agency.alias",
            "tthc.procedure",
            "tthc.procedure.version",
            "tthc.procedure.case",
            "tthc.procedure.component",
            "tthc.procedure.admission",
        )
        self.seed._admit_catalog(self.center)
        before = {name: self.env[name].search_count([]) for name in models}
        states = dict(Counter(self.versions.mapped("state")))
        self.assertFalse(self.seed._load_catalog())
        self.assertFalse(self.seed._admit_catalog(self.center))
        self.assertEqual(
            {name: self.env[name].search_count([]) for name in models}, before
        )
        self.assertEqual(dict(Counter(self.versions.mapped("state"))), states)

    def test_every_draft_says_why(self):
        drafts = self.versions.filtered(lambda version: version.state == "draft")
        self.assertTrue(drafts)
        self.assertTrue(all(drafts.mapped("draft_reason")))

    def test_everything_approved_has_agency_and_limit(self):
        approved = self.versions.filtered(lambda version: version.state == "approved")
        self.assertTrue(approved)
        for version in approved:
            self.assertTrue(version.agency_id or version.at_center_body, version.code)
            self.assertTrue(version._has_limit(), version.code)

    def test_number_without_unit_keeps_its_value_and_stays_draft(self):
        rows = [
            row
            for row in self.procedure_rows
            if row["time_limit_value"] and not row["time_limit_unit"]
        ]
        self.assertTrue(rows)
        for row in rows:
            version = self._version(row["code"], bool(row["province"]))
            self.assertEqual(version.limit_value, float(row["time_limit_value"]))
            self.assertFalse(version.limit_unit)
            self.assertEqual(version.state, "draft")

    def test_limits_with_unit_are_taken_as_they_stand(self):
        for row in self.procedure_rows:
            if row["time_limit_unit"]:
                version = self._version(row["code"], bool(row["province"]))
                self.assertEqual(
                    (version.limit_value, version.limit_unit),
                    (float(row["time_limit_value"]), row["time_limit_unit"]),
                )

    def test_text_beside_a_limit_is_not_read_as_one(self):
        version = self._version("1.011441", True)
        self.assertTrue(version.limit_text.startswith("Trong ngày làm việc"))
        self.assertFalse(version.limit_unit)
        self.assertEqual(version.state, "draft")

    def test_each_way_of_submitting_keeps_its_own_limit(self):
        version = self._version("1.003867")
        self.assertEqual((version.limit_value, version.limit_unit), (30, "working_day"))
        online = version.channel_ids
        self.assertEqual(online.channel, "online")
        self.assertEqual((online.limit_value, online.limit_unit), (20, "working_day"))

    def test_several_limits_of_one_way_keep_a_draft(self):
        version = self._version("1.003677")
        self.assertTrue(version.limit_doubtful)
        self.assertFalse(version.channel_ids)
        self.assertEqual(version.state, "draft")

    def test_fee_is_known_only_where_one_amount_is_given(self):
        for row in self.procedure_rows:
            version = self._version(row["code"], bool(row["province"]))
            self.assertEqual(version.fee_known, bool(row["fee_vnd"]))
            self.assertEqual(version.fee_amount, int(row["fee_vnd"] or 0))
            self.assertEqual(version.fee_text or "", row["fee_text"])

    def test_day_of_effect_says_where_it_comes_from(self):
        for version in self.versions:
            self.assertEqual(
                str(version.valid_from),
                {"2025": "2025-07-01", "2026": "2026-01-01"}[version.vintage],
            )
            self.assertTrue(version.valid_from_note)

    def test_police_tax_and_customs_have_no_agency(self):
        for text in ("Công an cấp Xã", "Chi cục Hải quan khu vực", "Công an tỉnh"):
            versions = self.versions.filtered(
                lambda version, text=text: version.competent_text == text
            )
            self.assertTrue(versions)
            self.assertFalse(versions.agency_id)
            self.assertFalse(any(versions.mapped("at_center_body")))

    def test_every_mapped_text_occurs_and_says_why(self):
        texts = {fold(row["competent_agency"]) for row in self.procedure_rows}
        for row in self.seed._rows(f"{SEED}agency_aliases.csv"):
            self.assertIn(fold(row["text"]), texts)
            self.assertTrue(row["source"])

    def test_heading_is_a_case_only_where_it_names_a_variant(self):
        cases = {
            "Đối với công trình không theo tuyến:": True,
            "(1.3) Đối với công trình tôn giáo:": True,
            "- Trường hợp đổi tên doanh nghiệp:": True,
            "++ Trường hợp (1): Khai quyết toán thuế": True,
            "Lưu ý:": False,
            "--": False,
            "": False,
            "* Giấy tờ phải nộp:": False,
            "Trường hợp ủy quyền thực hiện thủ tục:": False,
            "Trường hợp hồ sơ được gửi trên môi trường điện tử:": False,
            "Hồ sơ của người nhận con nuôi": False,
        }
        for heading, expected in cases.items():
            self.assertEqual(self.seed._names_a_case(heading), expected, heading)

    def test_one_variant_alone_is_no_choice(self):
        headings = ["Trường hợp A:", "Trường hợp B:"]
        rows = [{"case_name": heading} for heading in headings]
        self.assertEqual(self.seed._case_headings(rows), headings)
        self.assertFalse(self.seed._case_headings(rows[:1]))

    def test_notes_need_not_be_ticked(self):
        notes = self._components([("group_name", "=", "Lưu ý")])
        self.assertTrue(notes)
        self.assertFalse(any(notes.mapped("required")))

    def test_case_of_a_component_is_of_its_version(self):
        components = self._components([("case_id", "!=", False)])
        self.assertTrue(components)
        for component in components:
            self.assertEqual(component.case_id.version_id, component.version_id)

    def test_starting_catalog_admits_to_the_chosen_centers(self):
        start = self.env["tthc.catalog.start"].create(
            {"center_ids": [(6, 0, self.center.ids)]}
        )
        self.assertEqual(start.missing_count, 0)
        start.action_load()
        admissions = self.env["tthc.procedure.admission"].search(
            [("center_id", "=", self.center.id)]
        )
        approved = self.versions.filtered(
            lambda version: version.state == "approved" and version.agency_id
        )
        self.assertLessEqual(approved.procedure_id, admissions.procedure_id)
