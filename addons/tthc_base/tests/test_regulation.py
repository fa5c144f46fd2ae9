from datetime import date

from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo.exceptions import UserError, ValidationError
from odoo.orm.models import LOG_ACCESS_COLUMNS
from odoo.tests import TransactionCase
from odoo.tools import mute_logger

NAMES = {"identifier": "H19.7", "identifier_long": "000.00.07.H19"}


class TestRegulation(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regulation = cls.env["tthc.regulation"]
        cls.of_2015, cls.of_2018, cls.of_2025 = (
            cls.env.ref(f"tthc_base.regulation_{year}") for year in (2015, 2018, 2025)
        )

    def test_regulation_changes_on_its_first_day(self):
        for day, expected in (
            (date(2017, 5, 15), self.of_2015),
            (date(2018, 6, 20), self.of_2015),
            (date(2018, 6, 21), self.of_2018),
            (date(2025, 6, 30), self.of_2018),
            (date(2025, 7, 1), self.of_2025),
            (date(2026, 11, 21), self.of_2025),
        ):
            with self.subTest(day=day):
                self.assertEqual(self.regulation._at(day), expected)

    def test_day_before_the_first_regulation_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "No regulation applies on 24/03/2015"):
            self.regulation._at(date(2015, 3, 24))

    def test_each_constant_of_each_regulation_has_its_source(self):
        fields = set(self.env["tthc.regulation.constant"]._constant_fields())
        for regulation in (self.of_2015, self.of_2018, self.of_2025):
            with self.subTest(regulation.code):
                rows = regulation.constant_ids
                self.assertEqual(set(rows.mapped("field_name")), fields)
                self.assertTrue(all(rows.mapped("article")))

    def test_every_field_with_a_value_of_law_is_a_constant(self):
        constants = set(self.env["tthc.regulation.constant"]._constant_fields())
        other = {"code", "name", "date_from", "date_to", "unverified_count"}
        own = {
            name
            for name, field in self.regulation._fields.items()
            if field._modules
            and all(module.startswith("tthc_") for module in field._modules)
            and name not in LOG_ACCESS_COLUMNS
            and field.type != "one2many"
        }
        self.assertEqual(own - other, constants)

    def test_regulations_count_what_was_not_verified(self):
        for regulation in (self.of_2015, self.of_2018, self.of_2025):
            rows = regulation.constant_ids.filtered(
                lambda row: row.verified != "verified"
            )
            self.assertEqual(regulation.unverified_count, len(rows))
        row = self.of_2018.constant_ids.filtered(
            lambda row: row.verified == "verified"
        )[0]
        before = self.of_2018.unverified_count
        row.verified = "unverified"
        self.assertEqual(self.of_2018.unverified_count, before + 1)

    def test_source_shows_the_value_of_its_constant(self):
        row = self.of_2018.constant_ids.filtered(
            lambda row: row.field_name == "transfer_cutoff"
        )
        self.assertEqual(row.value, "15.0")
        self.of_2018.transfer_cutoff = 14.5
        row.invalidate_recordset(["value"])
        self.assertEqual(row.value, "14.5")

    def assert_refused(self, error_class, words, values):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(error_class) as caught,
            self.env.cr.savepoint(),
        ):
            self.regulation.create({"code": "X", "name": "X", **values})
        message = self.regulation._sql_error_to_message(caught.exception)
        self.assertEqual(message, words)

    def test_two_regulations_on_one_day_are_refused_in_words(self):
        self.assert_refused(
            ExclusionViolation,
            "Two regulations would apply on the same day.",
            {"date_from": "2025-06-30", "date_to": "2025-07-01"},
        )

    def test_regulation_that_ends_before_it_begins_is_refused_in_words(self):
        self.assert_refused(
            CheckViolation,
            "The last day of a regulation lies before its first one.",
            {"date_from": "2010-02-01", "date_to": "2010-01-01"},
        )

    def test_hand_over_hour_is_an_hour_of_the_day(self):
        for hour in (-1, 24):
            with self.subTest(hour), self.assertRaises(ValidationError):
                self.of_2025.transfer_cutoff = hour


class TestDossierCode(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_2018 = cls.env.ref("tthc_base.regulation_2018")
        cls.of_2025 = cls.env.ref("tthc_base.regulation_2025")

    def test_code_of_circular_01_2018(self):
        self.assertEqual(
            self.of_2018._format_code(NAMES, date(2018, 6, 21), 1),
            "000.00.07.H19-180621-0001",
        )

    def test_code_of_circular_03_2025(self):
        self.assertEqual(
            self.of_2025._format_code(NAMES, date(2026, 6, 9), 92637),
            "H19.7-20260609-0092637",
        )

    def test_number_grows_beyond_its_width(self):
        self.assertEqual(
            self.of_2018._format_code(NAMES, date(2018, 6, 21), 12345),
            "000.00.07.H19-180621-12345",
        )

    def test_agency_without_the_identifier_is_refused_in_words(self):
        names = {"identifier": "H19.7", "identifier_long": False}
        with self.assertRaisesRegex(ValidationError, "no electronic identifier"):
            self.of_2018._format_code(names, date(2018, 6, 21), 1)

    def test_pattern_that_can_not_be_read_is_refused_in_words(self):
        for pattern in (
            "{agency}-{number:04d}",
            "{identifier-{number}",
            "{}-{number}",
            "{identifier.secret}-{number}",
            "{identifier[a]}-{number}",
            "{yymmdd:04d}-{number}",
        ):
            with (
                self.subTest(pattern),
                self.assertRaisesRegex(ValidationError, "can't be read"),
            ):
                self.of_2025.code_pattern = pattern

    def test_pattern_without_a_number_is_refused_in_words(self):
        with self.assertRaisesRegex(ValidationError, "the same code"):
            self.of_2025.code_pattern = "{identifier}-{yyyymmdd}"
