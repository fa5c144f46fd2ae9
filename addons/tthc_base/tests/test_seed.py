from collections import Counter
from datetime import date

from .common import TthcCommon

AGENCIES = "tthc_base/data/seed/agencies.csv"
UNITS = "tthc_base/data/seed/agency_units.csv"
ADMIN_UNITS = "tthc_base/data/seed/admin_units.csv"
DONG_NAI = "Đồng Nai"


class TestSeed(TthcCommon):
    """Both vintages lie side by side, each row once, with its source."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seed = cls.env["tthc.seed"]
        cls.seed._load_admin_units(DONG_NAI)
        cls.of_2026 = cls.seed._load_agencies(DONG_NAI, "2026")
        cls.of_2017 = cls.seed._load_agencies(DONG_NAI, "2017")
        cls.units_2017 = cls.seed._load_agency_units(DONG_NAI, cls.of_2017)

    def _loaded(self, prefix, model):
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "tthc_base"),
                ("model", "=", model),
                ("name", "=like", f"{prefix}%"),
            ]
        )
        return self.env[model].browse(data.mapped("res_id"))

    def _rows(self, path, **match):
        return self.seed._rows(path, province=DONG_NAI, **match)

    def test_every_agency_of_the_file_is_loaded_but_the_center(self):
        for vintage, ids in (("2017", self.of_2017), ("2026", self.of_2026)):
            rows = self._rows(AGENCIES, vintage=vintage)
            names = [row["name"] for row in rows if row["kind"] != "center"]
            with self.subTest(vintage):
                self.assertEqual(Counter(ids.keys()), Counter(names))
                self.assertEqual(len(set(ids.values())), len(names))

    def test_vintages_are_different_records(self):
        self.assertFalse(set(self.of_2017.values()) & set(self.of_2026.values()))
        self.assertTrue(self.of_2017)
        self.assertTrue(self.of_2026)

    def test_agencies_keep_their_source_and_identifier(self):
        agencies = self.env["tthc.agency"].browse(self.of_2026.values())
        self.assertTrue(all(agencies.mapped("source")))
        rows = {
            row["name"]: row["code"] for row in self._rows(AGENCIES, vintage="2026")
        }
        for agency in agencies:
            self.assertEqual(agency.identifier, rows[agency.name])

    def test_long_identifier_has_the_four_parts_of_2018(self):
        for short, long in (
            ("H19", "000.00.00.H19"),
            ("H19.7", "000.00.07.H19"),
            ("H19.15", "000.00.15.H19"),
            ("H19.151", False),
            (False, False),
        ):
            with self.subTest(short):
                self.assertEqual(self.seed._long_identifier(short), long)

    def test_agencies_of_2026_stand_under_the_committee(self):
        agencies = self.env["tthc.agency"].browse(self.of_2026.values())
        head = agencies.filtered(lambda agency: agency.identifier == "H19")
        self.assertEqual(len(head), 1)
        self.assertEqual((agencies - head).parent_id, head)

    def test_units_stand_under_their_agency(self):
        rows = [
            row
            for row in self._rows(UNITS)
            if row["external_id"] and row["agency"] in self.of_2017
        ]
        units = self.env["tthc.agency"].browse(self.units_2017.values())
        self.assertEqual(len(units), len(rows))
        self.assertGreater(len(rows), 0)
        expected = Counter(self.of_2017[row["agency"]] for row in rows)
        self.assertEqual(Counter(unit.parent_id.id for unit in units), expected)
        self.assertEqual(set(units.mapped("kind")), {"unit"})

    def test_admin_units_of_each_vintage_are_those_of_the_file(self):
        old = self._loaded("unit_2017_", "tthc.admin.unit")
        new = self._loaded("unit_2025_", "tthc.admin.unit")
        for units, vintage in ((old, "2017"), (new, "2026")):
            levels = Counter(
                row["level"]
                for row in self._rows(ADMIN_UNITS, vintage=vintage)
                if vintage == "2026" or row["level"] != "province"
            )
            with self.subTest(vintage):
                self.assertEqual(Counter(unit.level[2:] for unit in units), levels)
                self.assertTrue(all(units.mapped("source")))

    def test_old_communes_end_where_the_new_ones_begin(self):
        reform = date(2025, 7, 1)
        old = self._loaded("unit_2017_", "tthc.admin.unit")
        new = self._loaded("unit_2025_commune_", "tthc.admin.unit")
        self.assertEqual(set(old.mapped("date_to")), {reform})
        self.assertEqual(set(new.mapped("date_from")), {reform})

    def test_old_communes_stand_under_districts_new_ones_under_the_province(self):
        old = self._loaded("unit_2017_commune_", "tthc.admin.unit")
        new = self._loaded("unit_2025_commune_", "tthc.admin.unit")
        self.assertEqual(set(old.parent_id.mapped("level")), {"2_district"})
        self.assertEqual(new.parent_id.mapped("level"), ["1_province"])
        self.assertTrue(all(unit.parent_id for unit in old | new))

    def test_province_is_named_as_it_was_before_it_became_a_city(self):
        province = self._loaded("unit_2025_province_", "tthc.admin.unit")
        past, present = (
            self._rows(ADMIN_UNITS, vintage=vintage, level="province")[0]["name"]
            for vintage in ("2025", "2026")
        )
        self.assertNotEqual(past, present)
        self.assertEqual(province._names_at(date(2017, 5, 15))["name"], past)
        self.assertEqual(province._names_at(date(2026, 4, 30))["name"], present)

    def test_loading_twice_changes_nothing(self):
        agency = self.env["tthc.agency"].browse(self.of_2026.values())[-1]
        agency.write({"phone": "0251 1022", "parent_id": self.committee.id})
        models = ("tthc.agency", "tthc.admin.unit", "tthc.admin.unit.name")
        before = [self.env[model].search_count([]) for model in models]
        self.seed._load_admin_units(DONG_NAI)
        self.assertEqual(self.seed._load_agencies(DONG_NAI, "2026"), self.of_2026)
        self.assertEqual(self.seed._load_agencies(DONG_NAI, "2017"), self.of_2017)
        self.seed._load_agency_units(DONG_NAI, self.of_2017)
        after = [self.env[model].search_count([]) for model in models]
        self.assertEqual(after, before)
        self.assertEqual(
            (agency.phone, agency.parent_id), ("0251 1022", self.committee)
        )

    def test_center_of_2017_with_the_agencies_of_the_dispatches(self):
        center = self._load_center_of_2017(self.of_2017)
        self.assertEqual(center.name, "Trung tâm Hành chính công tỉnh Đồng Nai")
        self.assertEqual(center.agency_id.name, "Văn phòng UBND tỉnh")
        self.assertEqual(len(center.counter_ids), 27)
        self.assertEqual(
            center.agency_ids.mapped("name"),
            [
                name
                for name, id_ in self.of_2017.items()
                if id_ in center.agency_ids.ids
            ],
        )
        self.assertIn("Công an tỉnh Đồng Nai", center.agency_ids.mapped("name"))
        self.assertEqual(
            self.env["tthc.regulation"]._at(date(2017, 5, 15)).code, "RS2015"
        )
