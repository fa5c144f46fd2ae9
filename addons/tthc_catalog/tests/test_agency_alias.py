from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from .common import CatalogCommon


class TestAgencyAlias(CatalogCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alias = cls.env["tthc.agency.alias"].create(
            {"name": "Sở Thử Nghiệm các tỉnh", "agency_id": cls.justice.id}
        )

    def test_text_is_told_without_accents_and_case(self):
        found = self.alias._resolve(["SỞ THỬ NGHIỆM các tỉnh", "Sở khác"])
        self.assertEqual(found["SỞ THỬ NGHIỆM các tỉnh"], self.alias)
        self.assertFalse(found["Sở khác"])

    @mute_logger("odoo.sql_db")
    def test_text_means_one_thing(self):
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.alias.create(
                {"name": "sở thử nghiệm các tỉnh", "agency_id": self.building.id}
            )

    @mute_logger("odoo.sql_db")
    def test_text_must_mean_something(self):
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.alias.create({"name": "Cơ quan chức năng"})

    def test_text_can_not_mean_two_things(self):
        with self.assertRaises(ValidationError):
            self.alias.at_center_body = True

    def test_applying_completes_the_drafts_that_name_it(self):
        named = self._new_version(
            "9.000001", agency_id=False, competent_text="Sở thử nghiệm các tỉnh"
        )
        decided = self._new_version(
            "9.000002",
            agency_id=self.building.id,
            competent_text="Sở Thử Nghiệm các tỉnh",
        )
        other = self._new_version("9.000003", agency_id=False, competent_text="Công an")
        self.alias.with_user(self.users["editor"]).action_apply()
        self.assertEqual(named.agency_id, self.justice)
        self.assertEqual(decided.agency_id, self.building)
        self.assertFalse(other.agency_id)
