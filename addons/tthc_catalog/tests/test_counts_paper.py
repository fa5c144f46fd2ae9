import io

from openpyxl import load_workbook

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.table_layout import NO_DATA

from ..tools.count_layout import TABLES
from .count_common import CountCommon


class TestCountsPaper(CountCommon):
    """Point 6: the same tables as Excel and on paper."""

    def _book(self, count):
        return load_workbook(io.BytesIO(count._workbook()))

    def test_p6_excel_of_section_two_is_laid_out_like_the_form(self):
        sheet = self._book(self._count("section_two", agency_id=self.justice.id))[
            "Theo mẫu"
        ]
        lines = [
            [cell for cell in row if cell is not None]
            for row in sheet.iter_rows(min_row=5, max_row=12, values_only=True)
        ]
        post = "Thủ tục có sử dụng dịch vụ trả nhận của bưu điện"
        self.assertEqual(
            lines,
            [
                ["Loại thủ tục", "Số lượng", "Đơn vị liên thông"],
                ["Thủ tục hành chính", 2],
                ["Thủ tục hành chính liên thông", 1, "Sở Xây dựng Thử Nghiệm"],
                ["Dịch vụ công", 1],
                ["Dịch vụ công trực tuyến", 1],
                [post, "Trả kết quả qua bưu điện", 1],
                ["Nhận hồ sơ qua bưu điện", 0],
                ["DVC trực tuyến kết hợp bưu điện", 1],
            ],
        )
        merged = {str(part) for part in sheet.merged_cells.ranges}
        self.assertLessEqual({"A5:B5", "A6:B6", "A10:A12"}, merged)

    def test_p6_excel_has_the_figures_of_the_screen(self):
        for table in TABLES:
            count = self._count(table)
            shown = count._reckoned()
            sheet = self._book(count).worksheets[-1]
            rows = {
                row[1]: row[2:] for row in sheet.iter_rows(min_row=4, values_only=True)
            }
            for row in shown["rows"]:
                for cell, written in zip(row["cells"], rows[row["label"]], strict=True):
                    if cell["kind"] == "count" and cell["value"] is not None:
                        self.assertEqual(written, cell["value"])
                    else:
                        self.assertEqual(written or "", str(cell["text"]))

    def test_p6_excel_keeps_the_number_and_shows_what_is_not_known(self):
        sheet = self._book(self._count("report_two", agency_id=self.justice.id))[
            "Theo mẫu"
        ]
        (cell,) = [row[2] for row in sheet.iter_rows(min_row=6, max_row=6)]
        self.assertEqual(cell.value, 2)
        self.assertIn("(1 chưa rõ)", cell.number_format)

    def test_p6_excel_prints_on_a4(self):
        sheet = self._book(self._count("table_07b"))["Biểu"]
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertEqual(int(sheet.page_setup.paperSize), 9)
        self.assertTrue(sheet.print_area)
        self.assertEqual(sheet.max_column, 14)
        self.assertTrue(sheet.cell(4, 3).border.left.style)

    def test_p6_excel_downloads_under_its_name(self):
        count = self._count("table_07b").with_user(self.users["reporter"])
        action = count.with_user(self.env.user).action_excel()
        self.assertIn("table_07b_2026-03-02.xlsx", action["url"])

    def _printed(self, count):
        report = self.env.ref(f"tthc_catalog.action_report_count_{count.table}")
        content, _extension = self.env["ir.actions.report"]._render(report, count.ids)
        return PrintedFile(content)

    def test_p6_printed_section_two_is_portrait_with_the_form_of_each_agency(self):
        printed = self._printed(self._count("section_two"))
        self.assertEqual(printed.sizes_mm()[0], (210.0, 297.0))
        text = " ".join(printed.texts())
        self.assertIn("DVC trực tuyến kết hợp bưu điện", text)
        self.assertIn("Sở Xây dựng Thử Nghiệm", text)
        self.assertIn(NO_DATA, text)
        self.assertIn("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", text)

    def test_p6_printed_report_two_never_prints_zero_for_the_unknown(self):
        printed = self._printed(self._count("report_two", agency_id=self.building.id))
        text = " ".join(printed.texts())
        self.assertEqual(text.count(NO_DATA), 3 + 1)
        self.assertIn("cấp độ 3, 4", text)

    def test_p6_printed_table_07b_is_landscape_with_numbered_columns(self):
        printed = self._printed(self._count("table_07b", center_id=self.center.id))
        self.assertEqual(printed.sizes_mm()[0], (297.0, 210.0))
        text = " ".join(printed.texts())
        self.assertIn("Biểu số II.07b/VPCP/KSTT", text)
        self.assertIn("(14)", text)
        self.assertIn("chưa đối chiếu với mẫu gốc", text)
        self.assertIn("TRUNG TÂM THỬ NGHIỆM TỈNH", text.upper())
