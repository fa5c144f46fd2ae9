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

    # -- kinds of sheets --------------------------------------------------------------

    def _two_centers(self):
        return self.center | self.center.create(self._center_values("Long Khánh"))

    def test_label_measures_what_its_form_says_and_numbers_no_page(self):
        report = self.make_report(
            "<p>Nhãn</p>", paper_size="label", label_width=70, label_height=37
        )
        printed = self.print_form(self.center, report)
        self.assertEqual(printed.sizes_mm(), [(70.0, 37.0)])
        self.assertEqual(printed.texts(), ["Nhãn"])

    def test_label_of_no_size_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_report("<p>Nhãn</p>", paper_size="label", label_width=5)

    def test_combined_form_puts_the_records_on_one_sheet(self):
        report = self.make_report(
            "<p t-foreach='doc' t-as='row' t-out='row.place_name'/>", combined=True
        )
        [text] = self.print_form(self._two_centers(), report).texts()
        self.assertIn("Biên Hòa", text)
        self.assertIn("Long Khánh", text)

    def test_reprint_says_so_only_where_the_form_wants_it(self):
        report = self.make_report("<p>Giấy</p>", mark_reprints=True)
        centers = self._two_centers()
        self.patch(
            type(centers),
            "_tthc_earlier_prints",
            lambda records, form: {centers[0].id: 2},
        )
        first, second = self.print_form(centers, report).texts()
        self.assertIn("In lại lần 2", first)
        self.assertNotIn("In lại", second)
        report.tthc_form_id.mark_reprints = False
        self.assertNotIn("In lại", self.print_form(centers, report).texts()[0])

    def test_companion_comes_once_behind_the_copies_of_each_record(self):
        companion = self.make_report("<p>Phiếu kèm</p>").tthc_form_id
        report = self.make_report(
            "<p>Giấy</p>", copy_labels="Một\nHai", companion_id=companion.id
        )
        texts = self.print_form(self._two_centers(), report).texts()
        self.assertEqual(["kèm" in text for text in texts], [False, False, True] * 2)

    def test_companion_without_an_edition_for_the_period_stays_away(self):
        companion = self.make_report("<p>Phiếu kèm</p>").tthc_form_id
        companion.edition_ids.regulation_id = self.law_2000
        report = self.make_report("<p>Giấy</p>", companion_id=companion.id)
        self.assertNotIn("kèm", self._print_under(report, self.law_1995))
        self.patch(
            type(self.env["tthc.center"]),
            "_tthc_form_regulation",
            lambda record: self.law_2000,
        )
        self.assertEqual(len(self.print_form(self.center, report).texts()), 2)

    def test_list_of_forms_says_what_was_compared(self):
        form = self._report_with_editions().tthc_form_id
        self.assertEqual(form.edition_state, "provisional")
        form.edition_ids.state = "verified"
        self.assertEqual(form.edition_state, "verified")
        form.edition_ids.unlink()
        self.assertEqual(form.edition_state, "none")
