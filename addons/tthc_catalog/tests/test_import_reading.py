import io
import zipfile

from odoo.exceptions import UserError

from ..tools import sheet_cells as cells
from ..tools.sheet_cells import CellError
from .import_common import PROCEDURE_HEAD, ImportCommon


class TestImportReading(ImportCommon):
    """Point 5: Excel and CSV as they come."""

    def check_reads(self, content, **values):
        record = self._checked(content, **values)
        self.assertCounts(record, new=1)
        self.assertFalse(record.error_count)
        return record

    def check_unreadable(self, content, words):
        record = self._checked(content)
        self.assertEqual(record.error_count, 1)
        self.assertIn(words, record.line_ids.message)
        with self.assertRaises(UserError):
            record.action_import()

    def test_import_reads_csv_with_any_delimiter_and_mark(self):
        rows = (PROCEDURE_HEAD, self._procedure_row(name="Cấp phép, lần đầu; đổi"))
        for delimiter in (",", ";", "\t"):
            for encoding in ("utf-8", "utf-8-sig", "utf-16"):
                with self.subTest(delimiter=delimiter, encoding=encoding):
                    self.check_reads(
                        self._csv(*rows, delimiter=delimiter, encoding=encoding)
                    )

    def test_import_looks_at_the_content_not_at_the_name(self):
        rows = (PROCEDURE_HEAD, self._procedure_row())
        self.check_reads(self._xlsx(*rows), filename="x.csv")
        self.check_reads(self._csv(*rows), filename="x.xlsx")

    def test_import_says_in_words_that_letters_are_not_unicode(self):
        content = self._procedures(self._procedure_row(name="@@"))
        self.check_unreadable(content.replace(b"@@", "là".encode("cp1252")), "Unicode")

    def test_import_refuses_what_is_no_table(self):
        self.check_unreadable(b"%PDF-1.7 \n", "neither")
        self.check_unreadable(b"\xd0\xcf\x11\xe0" + b"\0" * 99, "2007")
        self.check_unreadable(b"PK\x03\x04 broken", "damaged")
        self.check_unreadable(b" \n", "empty")

    def test_import_without_a_file_is_refused(self):
        record = self.env["tthc.catalog.import"].create({"kind": "procedure"})
        with self.assertRaises(UserError):
            record.action_check()

    def test_import_unpacks_no_bomb(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open("xl/worksheets/sheet1.xml", "w") as part:
                for _megabyte in range(401):
                    part.write(bytes(1024 * 1024))
        self.check_unreadable(out.getvalue(), "unpacks")

    def test_import_limits_rows_and_size_by_settings(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("tthc_catalog.import_max_rows", "100")
        rows = [self._procedure_row(f"9.{n:06d}") for n in range(200)]
        self.check_unreadable(self._procedures(*rows), "100")
        parameters.set_param("tthc_catalog.import_max_mb", "0")
        with self.assertRaisesRegex(UserError, "larger"):
            self._checked(self._procedures(*rows))

    def test_import_knows_the_headings_of_the_national_portal(self):
        record = self.check_reads(
            self._xlsx(
                (
                    "MÃ THỦ TỤC",
                    "ten thu tuc",
                    "Lĩnh vực",
                    "Cơ quan thực hiện",
                    "Thời hạn",
                ),
                ("9.1", "Thủ tục", "Hộ tịch", "Sở Tư pháp Thử Nghiệm", "7 Ngày"),
            )
        )
        record.action_import()
        version = self._version("9.1")
        self.assertEqual((version.limit_value, version.limit_unit), (7, "day"))
        self.assertEqual(version.agency_id, self.justice)

    def test_import_finds_the_headings_below_a_title(self):
        record = self.check_reads(
            self._xlsx(
                ("DANH MỤC THỦ TỤC HÀNH CHÍNH",),
                (),
                PROCEDURE_HEAD,
                self._procedure_row(),
            )
        )
        self.assertEqual(set(record.line_ids.mapped("row")), {4})

    def test_import_warns_of_an_unknown_column(self):
        record = self.check_reads(
            self._csv((*PROCEDURE_HEAD, "Người lập"), (*self._procedure_row(), "An"))
        )
        warning = record.line_ids.filtered(lambda line: line.severity == "warning")
        self.assertIn("Người lập", warning.mapped("column"))
        record.action_import()
        self.assertEqual(record.state, "done")

    def test_import_names_all_missing_columns_in_one_error(self):
        record = self._checked(self._csv(("Lĩnh vực", "Nguồn"), ("Hộ tịch", "x")))
        self.assertEqual(record.error_count, 1)
        self.assertIn("Mã thủ tục, Tên thủ tục", record.line_ids.message)

    def test_import_computes_no_formula(self):
        record = self._checked(
            self._xlsx(PROCEDURE_HEAD, self._procedure_row(name='="A"&"B"'))
        )
        self.assertRefused(record, 2, "name", "formula")

    def test_numbers_dates_and_amounts_as_people_write_them(self):
        self.assertEqual(cells.parse_number("7,5"), 7.5)
        self.assertEqual(cells.parse_number("1.000.000"), 1000000)
        self.assertEqual(cells.parse_money("75.000 đồng"), 75000)
        self.assertEqual(cells.parse_money("Không"), 0)
        self.assertEqual(str(cells.parse_date("31/12/2026")), "2026-12-31")
        self.assertEqual(cells.split_limit("20 ngày làm việc"), ("20", "ngày làm việc"))
        for parse, text in (
            (cells.parse_number, "mười"),
            (cells.parse_number, "-1"),
            (cells.parse_count, "1,5"),
            (cells.parse_date, "31/02/2026"),
            (cells.parse_flag, "có lẽ"),
        ):
            with self.subTest(text=text), self.assertRaises(CellError):
                parse(text)

    def test_lines_of_a_cell_keep_bars_and_breaks(self):
        rows = [["a|b", "", "c"], ["x\ny", "\\p", ""]]
        self.assertEqual(cells.split_lines(cells.join_lines(rows), 3), rows)
