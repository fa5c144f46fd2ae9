from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .print_common import PrintCase


@tagged("post_install", "-at_install")
class TestPrintEditions(PrintCase, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Regulation = cls.env["tthc.regulation"]
        cls.law_1990, cls.law_1995, cls.law_2000 = Regulation.create(
            [
                {
                    "code": f"LAW{year}",
                    "name": f"Law of {year}",
                    "date_from": f"{year}-01-01",
                    "date_to": f"{year + 5}-01-01",
                    "code_pattern": "{identifier}-{number}",
                }
                for year in (1990, 1995, 2000)
            ]
        )

    def _report_with_editions(self):
        report = self.make_report(
            "<p>Bản chung</p>", name="Giấy thử", copy_labels=False
        )
        report.tthc_form_id.edition_ids = [
            (
                0,
                0,
                {
                    "regulation_id": self.law_1995.id,
                    "template": self.make_template(
                        "tthc_base.test_edition_1995",
                        "<p>Bản 1995</p><t t-call='tthc_base.print_legal_basis'/>",
                    ),
                    "legal_basis": "Mẫu số 01, Thông tư 1995",
                },
            )
        ]
        return report

    def _print_under(self, report, regulation):
        self.patch(
            type(self.env["tthc.center"]),
            "_tthc_form_regulation",
            lambda record: regulation,
        )
        return self.print_form(self.center, report).texts()[0]

    def test_record_prints_on_the_edition_of_its_regulation(self):
        report = self._report_with_editions()
        self.assertIn("Bản 1995", self._print_under(report, self.law_1995))

    def test_later_regulation_takes_the_nearest_earlier_edition(self):
        report = self._report_with_editions()
        self.assertIn("Bản 1995", self._print_under(report, self.law_2000))

    def test_earlier_regulation_never_takes_a_later_edition(self):
        report = self._report_with_editions()
        self.assertIn("Bản chung", self._print_under(report, self.law_1990))

    def test_record_without_a_regulation_takes_the_general_edition(self):
        report = self._report_with_editions()
        self.assertFalse(self.center._tthc_form_regulation())
        [text] = self.print_form(self.center, report).texts()
        self.assertIn("Bản chung", text)

    def test_form_without_a_fitting_edition_says_so(self):
        report = self._report_with_editions()
        form = report.tthc_form_id
        form.edition_ids.filtered(lambda row: not row.regulation_id).unlink()
        with self.assertRaisesRegex(UserError, "Giấy thử.*Law of 1990"):
            self._print_under(report, self.law_1990)

    def test_provisional_edition_names_no_document(self):
        report = self._report_with_editions()
        edition = report.tthc_form_id.edition_ids.filtered("regulation_id")
        self.assertEqual(edition.state, "provisional")
        self.assertNotIn("Thông tư", self._print_under(report, self.law_1995))
        edition.state = "verified"
        self.assertIn(
            "(Mẫu số 01, Thông tư 1995)", self._print_under(report, self.law_1995)
        )

    def test_form_counts_its_provisional_editions(self):
        form = self._report_with_editions().tthc_form_id
        self.assertEqual(form.provisional_count, 2)
        form.edition_ids[0].state = "verified"
        self.assertEqual(form.provisional_count, 1)

    def test_form_has_one_edition_a_regulation(self):
        form = self._report_with_editions().tthc_form_id
        general = form.edition_ids.filtered(lambda row: not row.regulation_id)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            general.copy()

    def test_edition_needs_a_template_that_exists(self):
        form = self._report_with_editions().tthc_form_id
        with self.assertRaisesRegex(ValidationError, "tthc_base.no_such_template"):
            form.edition_ids[0].template = "tthc_base.no_such_template"

    def test_form_needs_a_model_that_exists(self):
        with self.assertRaisesRegex(ValidationError, "no.such.model"):
            self.report.tthc_form_id.model = "no.such.model"

    def test_report_prints_a_form_of_its_own_model(self):
        with self.assertRaisesRegex(ValidationError, "tthc.agency"):
            self.report.model = "tthc.agency"

    def test_staff_read_forms_and_change_none(self):
        form = self.report.tthc_form_id.with_user(self.staff)
        self.assertTrue(form.has_access("read"))
        self.assertFalse(form.has_access("write"))
        self.assertTrue(form.edition_ids.has_access("read"))
        self.assertFalse(form.edition_ids.has_access("write"))
