"""The table of who must do what by when, as Excel. Its wording is Vietnamese."""

import io

import xlsxwriter

from .word_table import FONT

TITLE = "BẢNG THEO DÕI THỰC HIỆN NHIỆM VỤ"
#: Key of a row → its heading and width.
COLUMNS = (
    ("dispatch", "Văn bản giao", 22),
    ("point", "Điểm", 14),
    ("duty", "Nội dung nhiệm vụ", 60),
    ("who", "Cơ quan chủ trì", 26),
    ("partners", "Cơ quan phối hợp", 24),
    ("due", "Thời hạn", 18),
    ("state", "Tình trạng", 16),
    ("time", "Còn lại / quá hạn", 16),
    ("report", "Kết quả báo cáo", 40),
    ("evidence", "Minh chứng", 26),
)


class DutySheet:
    """Writes the rows of ``tthc.duty.share._table_rows``."""

    def __init__(self, rows):
        """Take the rows.

        :param rows: list of dicts
        """
        self.rows = rows

    def excel(self):
        """Bytes of the Excel file: heading frozen, filter on, A4 across."""
        buffer = io.BytesIO()
        # A text that begins with “=” stays a text.
        book = xlsxwriter.Workbook(
            buffer, {"in_memory": True, "strings_to_formulas": False}
        )
        base = {"font_name": FONT, "font_size": 11, "text_wrap": True, "valign": "top"}
        plain = book.add_format({**base, "border": 1})
        late = book.add_format({**base, "border": 1, "font_color": "#B02A37"})
        head = book.add_format(
            {
                **base,
                "border": 1,
                "bold": True,
                "align": "center",
                "bg_color": "#E9ECEF",
            }
        )
        title = book.add_format({**base, "bold": True, "font_size": 14})
        sheet = book.add_worksheet("Nhiệm vụ")
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_row(0, 24)
        title.set_text_wrap(False)
        sheet.write_string(0, 0, TITLE, title)
        for column, (_key, label, width) in enumerate(COLUMNS, 1):
            sheet.write_string(2, column, label, head)
            sheet.set_column(column, column, width)
        sheet.write_string(2, 0, "TT", head)
        sheet.set_column(0, 0, 5)
        for number, row in enumerate(self.rows, 1):
            shown = late if row["is_overdue"] else plain
            sheet.write_number(2 + number, 0, number, plain)
            for column, (key, _label, _width) in enumerate(COLUMNS, 1):
                sheet.write_string(2 + number, column, row[key], shown)
        last = 2 + max(len(self.rows), 1)
        sheet.freeze_panes(3, 3)
        sheet.repeat_rows(2)
        sheet.autofilter(2, 0, last, len(COLUMNS))
        sheet.print_area(0, 0, last, len(COLUMNS))
        sheet.set_footer("&R&P/&N")
        book.close()
        return buffer.getvalue()
