import unicodedata
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ..models import ir_actions_report
from ..tools.form_pdf import FormPrinter
from .print_common import PrintCase

VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
ALPHABET = VOWELS + "bcdđghklmnpqrstvx" + VOWELS.upper() + "BCDĐGHKLMNPQRSTVX"


@tagged("post_install", "-at_install")
class TestPrintPages(PrintCase, TransactionCase):
    def test_page_is_as_large_as_its_form_says(self):
        sizes = {
            ("a5", "portrait"): (148.0, 210.0),
            ("a5", "landscape"): (210.0, 148.0),
            ("a4", "portrait"): (210.0, 297.0),
            ("a4", "landscape"): (297.0, 210.0),
        }
        form = self.report.tthc_form_id
        for (paper_size, orientation), size in sizes.items():
            form.write({"paper_size": paper_size, "orientation": orientation})
            printed = self.print_form(self.center)
            self.assertEqual(printed.sizes_mm()[0], size)

    def test_heading_names_the_body_above_the_center_and_the_republic(self):
        [text] = self.print_form(self.center).texts()
        self.assertIn("ỦY BAN NHÂN DÂN THÀNH PHỐ BIÊN HÒA", text)
        self.assertIn("TRUNG TÂM HÀNH CHÍNH CÔNG BIÊN HÒA", text)
        self.assertIn("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", text)
        self.assertIn("Độc lập - Tự do - Hạnh phúc", text)

    def test_letterhead_carries_the_names_of_its_day(self):
        self.center.name_ids = [
            (
                0,
                0,
                {
                    "name": "Trung tâm Giao dịch một cửa",
                    "date_from": "2012-01-01",
                    "date_to": "2018-01-01",
                },
            )
        ]
        report = self.make_report(
            """<t t-set="day" t-value="datetime.date(2017, 5, 9)"/>
            <t t-call="tthc_base.print_letterhead"/>
            <t t-call="tthc_base.print_place_date"/>"""
        )
        [text] = self.print_form(self.center, report).texts()
        self.assertIn("TRUNG TÂM GIAO DỊCH MỘT CỬA", text)
        self.assertIn("Biên Hòa, ngày 09 tháng 5 năm 2017", text)
        self.assertNotIn("HÀNH CHÍNH CÔNG", text)

    def test_only_the_font_of_legal_forms_is_embedded(self):
        report = self.make_report(
            f"<p>{ALPHABET}</p><p><b>{ALPHABET}</b></p><p><i>{ALPHABET}</i></p>"
        )
        printed = self.print_form(self.center, report)
        names = {font["/BaseFont"].split("+")[1] for font in printed.fonts()}
        self.assertEqual(
            names,
            {"Liberation-Serif", "Liberation-Serif-Bold", "Liberation-Serif-Italic"},
        )
        for font in printed.fonts():
            self.assertIn("/FontFile2", font["/FontDescriptor"])

    def test_every_vietnamese_letter_reads_back(self):
        report = self.make_report(f"<p>{ALPHABET}</p>")
        [text] = self.print_form(self.center, report).texts()
        self.assertIn(ALPHABET, text.replace(" ", ""))

    def test_decomposed_letters_print_as_composed_ones(self):
        report = self.make_report('<p t-out="doc.address"/>')
        self.center.address = unicodedata.normalize("NFD", "Đường Nguyễn Ái Quốc")
        [text] = self.print_form(self.center, report).texts()
        self.assertIn("Đường Nguyễn Ái Quốc", text)

    def test_letter_without_a_picture_is_named_and_not_patched(self):
        self.center.address = "Công ty 日本 Biên Hòa"
        with self.assertRaisesRegex(UserError, "日 本"):
            self.print_form(self.center)

    def test_missing_font_is_told_from_a_strange_letter(self):
        with (
            patch.object(
                FormPrinter, "_letters_of_font", return_value=frozenset("abc")
            ),
            patch.object(ir_actions_report, "form_printer", FormPrinter),
            self.assertRaisesRegex(UserError, "fonts-liberation2"),
        ):
            self.print_form(self.center)

    def test_template_with_another_font_is_refused(self):
        report = self.make_report('<p style="font-family: monospace">abc</p>')
        with self.assertRaisesRegex(UserError, "Liberation Serif"):
            self.print_form(self.center, report)

    def test_qr_code_reads_back_and_measures_22_mm(self):
        [(text, side)] = self.print_form(self.center).qr_codes()
        self.assertEqual(text, "https://example.org/tra-cuu")
        self.assertAlmostEqual(side, 22, delta=0.5)

    def test_qr_code_keeps_vietnamese_letters(self):
        report = self.make_report("<t t-out=\"qr('Hồ sơ của Đỗ Thị Ưng', 30)\"/>")
        [(text, side)] = self.print_form(self.center, report).qr_codes()
        self.assertEqual(text, "Hồ sơ của Đỗ Thị Ưng")
        self.assertAlmostEqual(side, 30, delta=0.5)

    def test_file_declares_pdf_a_3b(self):
        catalog = self.print_form(self.center).reader.trailer["/Root"]
        metadata = catalog["/Metadata"].get_data().decode()
        self.assertRegex(metadata, r"pdfaid:part\W+3\W")
        self.assertRegex(metadata, r"pdfaid:conformance\W+B\W")
        self.assertIn("/OutputIntents", catalog)

    def test_each_record_counts_its_own_pages(self):
        report = self.make_report(
            '<p t-out="doc.name"/>'
            '<p style="break-before: page" t-if="doc.phone">Trang sau</p>'
        )
        centers = self.center.create(
            [
                dict(self._center_values("Long Khánh"), phone="0251"),
                self._center_values("Trảng Bom"),
            ]
        )
        texts = self.print_form(centers, report).texts()
        self.assertEqual(len(texts), 3)
        self.assertIn("Long Khánh", texts[0])
        self.assertTrue(texts[0].endswith("Trang 1/2"))
        self.assertTrue(texts[1].endswith("Trang 2/2"))
        self.assertIn("Trảng Bom", texts[2])
        self.assertTrue(texts[2].endswith("Trang 1/1"))

    def test_each_copy_is_a_page_with_its_label(self):
        report = self.make_report(
            '<t t-call="tthc_base.print_copy_label"/>',
            copy_labels="Liên 1: Lưu\n\nLiên 2: Giao người nộp hồ sơ\n",
        )
        texts = self.print_form(self.center, report).texts()
        self.assertEqual(len(texts), 2)
        self.assertIn("(Liên 1: Lưu)", texts[0])
        self.assertIn("(Liên 2: Giao người nộp hồ sơ)", texts[1])
        self.assertTrue(texts[1].endswith("Trang 1/1"))

    def test_signatures_stand_side_by_side_with_their_notes(self):
        report = self.make_report(
            """<t t-set="signers" t-value="[
                {'title': 'Người nộp'},
                {'title': 'Giám đốc', 'note': '', 'name': 'Trần Văn Thử'},
            ]"/><t t-call="tthc_base.print_signatures"/>"""
        )
        [text] = self.print_form(self.center, report).texts()
        self.assertIn("NGƯỜI NỘP", text)
        self.assertEqual(text.count("(Ký và ghi rõ họ tên)"), 1)
        self.assertIn("Trần Văn Thử", text)

    def test_dates_are_written_as_the_decree_wants(self):
        report = self.make_report(
            """<p t-out="vn_date(datetime.date(2026, 2, 5))"/>
            <p t-out="vn_date(datetime.date(2026, 11, 21))"/>
            <p t-out="vn_moment(datetime.datetime(2026, 3, 5, 18, 4))"/>
            <p t-out="vn_moment(False)"/>"""
        )
        [text] = self.print_form(self.center, report).texts()
        self.assertIn("ngày 05 tháng 02 năm 2026", text)
        self.assertIn("ngày 21 tháng 11 năm 2026", text)
        self.assertIn("01 giờ 04 phút, ngày 06 tháng 3 năm 2026", text)
        self.assertIn("…… giờ …… phút, ngày ……", text)

    def test_form_is_vietnamese_for_a_user_who_works_in_english(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        report = self.make_report('<p t-out="doc.env.lang"/>')
        self.staff.lang = "en_US"
        [text] = self.print_form(self.center, report, user=self.staff).texts()
        self.assertIn("vi_VN", text)
