from datetime import date

from psycopg2.errors import CheckViolation, ExclusionViolation, UniqueViolation

from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from .common import TthcCommon


class TestDatedNames(TthcCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.justice.name_ids = [
            (
                0,
                0,
                {
                    "name": "Ty Tư pháp",
                    "identifier": "H99.70",
                    "date_from": "2015-01-01",
                    "date_to": "2020-07-01",
                },
            )
        ]

    def assert_refused(self, error_class, words, model_name, values):
        """Creating a record fails in the database, and the user reads these words."""
        model = self.env[model_name]
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(error_class) as caught,
            self.env.cr.savepoint(),
        ):
            model.create(values)
        message = model._sql_error_to_message(caught.exception)
        self.assertEqual(message, words)

    def test_names_are_those_of_the_day(self):
        self.assertEqual(
            self.justice._names_at(date(2017, 5, 15)),
            {
                "name": "Ty Tư pháp",
                "short_name": False,
                "identifier": "H99.70",
                "identifier_long": False,
            },
        )

    def test_last_day_of_a_name_is_the_day_before_date_to(self):
        self.assertEqual(
            self.justice._names_at(date(2020, 6, 30))["name"], "Ty Tư pháp"
        )
        self.assertEqual(
            self.justice._names_at(date(2020, 7, 1))["name"], self.justice.name
        )

    def test_present_names_hold_where_no_earlier_one_does(self):
        for day in (date(2014, 12, 31), date(2026, 1, 1)):
            self.assertEqual(
                self.justice._names_at(day)["identifier_long"], "000.00.07.H99"
            )

    def test_names_of_centers_are_dated_too(self):
        self.env["tthc.center.name"].create(
            {
                "center_id": self.center.id,
                "name": "Trung tâm Hành chính công",
                "date_from": "2017-05-15",
                "date_to": "2025-07-01",
            }
        )
        self.assertEqual(
            self.center._names_at(date(2017, 5, 15))["name"],
            "Trung tâm Hành chính công",
        )

    def test_overlap_of_two_names_is_refused_in_words(self):
        self.assert_refused(
            ExclusionViolation,
            "Two names of one agency cover the same day.",
            "tthc.agency.name",
            {
                "agency_id": self.justice.id,
                "name": "Sở Tư pháp cũ",
                "date_from": "2020-06-30",
            },
        )

    def test_a_name_can_begin_on_the_day_the_other_one_ends(self):
        self.env["tthc.agency.name"].create(
            {
                "agency_id": self.justice.id,
                "name": "Sở Tư pháp cũ",
                "date_from": "2020-07-01",
                "date_to": "2021-01-01",
            }
        )
        self.assertEqual(
            self.justice._names_at(date(2020, 7, 1))["name"], "Sở Tư pháp cũ"
        )

    def test_name_that_ends_before_it_begins_is_refused_in_words(self):
        self.assert_refused(
            CheckViolation,
            "The last day of a name lies before its first one.",
            "tthc.center.name",
            {
                "center_id": self.center.id,
                "name": "Tên ngược",
                "date_from": "2020-07-01",
                "date_to": "2020-06-30",
            },
        )

    def test_commune_code_can_be_used_again_after_the_reform(self):
        old = {
            "code": "99001",
            "name": "Xã Cũ",
            "level": "3_commune",
            "date_to": "2025-07-01",
        }
        self.env["tthc.admin.unit"].create(old)
        self.env["tthc.admin.unit"].create(
            {**old, "name": "Xã Mới", "date_from": "2025-07-01", "date_to": False}
        )
        self.assert_refused(
            ExclusionViolation,
            "Two administrative units of one level have the same code on the same day.",
            "tthc.admin.unit",
            {**old, "name": "Xã Khác", "date_from": "2025-01-01"},
        )

    def test_identifier_of_a_living_agency_is_its_own(self):
        self.assert_refused(
            UniqueViolation,
            "Another agency already has this electronic identifier.",
            "tthc.agency",
            {"name": "Sở Trùng", "identifier": "H99.7"},
        )

    def test_identifier_of_a_dissolved_agency_can_be_given_again(self):
        self.justice.date_to = "2025-03-01"
        self.justice.flush_recordset()
        heir = self.env["tthc.agency"].create({"name": "Sở Mới", "identifier": "H99.7"})
        self.assertEqual(heir.identifier, self.justice.identifier)


class TestSuccessors(TthcCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planning, cls.finance = cls.env["tthc.agency"].create(
            [{"name": "Sở Kế hoạch Thử Nghiệm"}, {"name": "Sở Tài chính Thử Nghiệm"}]
        )
        cls.planning.write({"date_to": "2025-03-01", "successor_id": cls.finance.id})

    def test_agency_stands_for_itself_while_it_exists(self):
        self.assertEqual(self.planning._successor_at(date(2025, 2, 28)), self.planning)

    def test_successor_takes_over_on_the_day_of_dissolution(self):
        self.assertEqual(self.planning._successor_at(date(2025, 3, 1)), self.finance)

    def test_chain_of_successors_is_followed_to_the_living_one(self):
        self.finance.write({"date_to": "2026-01-01", "successor_id": self.building.id})
        self.assertEqual(self.planning._successor_at(date(2025, 12, 31)), self.finance)
        self.assertEqual(self.planning._successor_at(date(2026, 1, 1)), self.building)

    def test_agency_without_a_successor_stays(self):
        self.justice.date_to = "2020-01-01"
        self.assertEqual(self.justice._successor_at(date(2026, 1, 1)), self.justice)

    def test_successors_in_a_circle_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "can't be its own successor"):
            self.finance.successor_id = self.planning


class TestAgencySearch(TthcCommon):
    def _found(self, text):
        found = self.env["tthc.agency"].name_search(text)
        return {id_ for id_, _name in found}

    def test_agency_is_found_without_accents(self):
        self.assertIn(self.justice.id, self._found("so tu phap thu nghiem"))
        self.assertNotIn(self.building.id, self._found("so tu phap thu nghiem"))

    def test_d_with_stroke_is_found_as_d(self):
        office = self.env["tthc.agency"].create({"name": "Văn phòng Đăng ký đất đai"})
        self.assertIn(office.id, self._found("dang ky dat dai"))

    def test_agency_is_found_by_identifier_and_short_name(self):
        self.justice.short_name = "STP Thử"
        self.assertEqual(self._found("H99.7"), {self.justice.id})
        self.assertEqual(self._found("stp thu"), {self.justice.id})

    def test_agency_is_found_by_an_earlier_name(self):
        self.env["tthc.agency.name"].create(
            {
                "agency_id": self.justice.id,
                "name": "Ty Công lý Cũ",
                "date_from": "1990-01-01",
                "date_to": "1995-01-01",
            }
        )
        self.assertEqual(self._found("ty cong ly cu"), {self.justice.id})
