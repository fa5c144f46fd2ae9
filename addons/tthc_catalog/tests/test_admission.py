from datetime import date

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.tools import mute_logger

from .common import CatalogCommon


class TestAdmission(CatalogCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls._approved_version()

    def _is_received(self, day=date(2026, 3, 2)):
        found = self.version._find_for_center("", self.center, day)
        return self.version in found

    def test_without_an_admission_nothing_is_received(self):
        self.assertFalse(self._is_received())

    def test_admission_that_is_in_is_a_receiving_place(self):
        self._admit(self.version)
        self.assertTrue(self._is_received())

    def test_admission_counts_from_its_date(self):
        self._admit(self.version, date="2026-03-02")
        self.assertFalse(self._is_received(date(2026, 3, 1)))
        self.assertTrue(self._is_received(date(2026, 3, 2)))

    def test_planned_is_not_received_even_after_its_date(self):
        self._admit(self.version, state="planned", date="2026-01-01")
        self.assertFalse(self._is_received())

    def test_excluded_is_not_received(self):
        self._admit(self.version, state="excluded", reason="Thực hiện lưu động")
        self.assertFalse(self._is_received())

    @mute_logger("odoo.sql_db")
    def test_exclusion_needs_a_reason(self):
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self._admit(self.version, state="excluded")

    @mute_logger("odoo.sql_db")
    def test_one_row_for_a_procedure_and_a_center(self):
        self._admit(self.version)
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._admit(self.version)

    def test_catalog_goes_to_the_center_of_its_level(self):
        commune = self._approved_version(
            "9.000002", agency_id=False, at_center_body=True
        )
        draft = self._new_version("9.000003")
        centers = self.center | self.other_center
        created = self.env["tthc.seed"]._admit_catalog(centers)
        by_center = {
            center: created.filtered(lambda row, c=center: row.center_id == c)
            for center in centers
        }
        provincial = by_center[self.center].procedure_id
        self.assertIn(self.version.procedure_id, provincial)
        self.assertNotIn(commune.procedure_id, provincial)
        self.assertIn(commune.procedure_id, by_center[self.other_center].procedure_id)
        self.assertNotIn(draft.procedure_id, created.procedure_id)

    def test_existing_row_of_a_center_is_left_alone(self):
        excluded = self._admit(self.version, state="excluded", reason="Lưu động")
        created = self.env["tthc.seed"]._admit_catalog(self.center)
        self.assertNotIn(self.version.procedure_id, created.procedure_id)
        self.assertEqual(excluded.state, "excluded")
