"""Excel files of the sheets and reports with the Post, laid out like the prints."""

import io

import xlsxwriter

FONT = "Times New Roman"


class PostalSheet:
    """Writes tables with a title, a heading and a sum, one a worksheet."""

    def __init__(self):
        self.buffer = io.BytesIO()
        # A text that begins with “=” stays a text.
        self.book = xlsxwriter.Workbook(
            self.buffer, {"in_memory": True, "strings_to_formulas": False}
        )
        self.formats = {}

    def content(self):
        """Bytes of the finished workbook."""
        self.book.close()
        return self.buffer.getvalue()

    def add_table(self, name, title, subtitle, columns, rows, total=None, notes=()):
        """A worksheet that prints on A4 across.

        :param name: of the worksheet
        :param title: in capitals
        :param subtitle: what it is about
        :param columns: pairs of heading and width
        :param rows: tuples as wide as the columns; numbers stay numbers
        :param total: the last row in bold, or None
        :param notes: lines below
        """
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&R&P/&N")
        last = len(columns) - 1
        head = self._style(bold=True, align="center", font_size=13)
        sheet.merge_range(0, 0, 0, last, title, head)
        sheet.set_row(0, 24)
        below = self._style(italic=True, align="center")
        sheet.merge_range(1, 0, 1, last, subtitle, below)
        for at, (text, width) in enumerate(columns):
            sheet.set_column(at, at, width)
            style = self._style(bold=True, align="center", border=1, valign="vcenter")
            sheet.write_string(3, at, text, style)
        sheet.set_row(3, 34)
        sheet.freeze_panes(4, 0)
        sheet.repeat_rows(3)
        row = 4
        for values in rows:
            self._write_row(sheet, row, values)
            row += 1
        if total:
            self._write_row(sheet, row, total, bold=True)
            row += 1
        for note in notes:
            row += 1
            sheet.merge_range(row, 0, row, last, note, self._style(italic=True))
        return sheet

    def _write_row(self, sheet, row, values, bold=False):
        for at, value in enumerate(values):
            if isinstance(value, bool) or not isinstance(value, int):
                style = self._style(border=1, valign="vcenter", bold=bold)
                sheet.write_string(row, at, str(value or ""), style)
                continue
            style = self._style(
                border=1, valign="vcenter", bold=bold, num_format="#,##0"
            )
            sheet.write_number(row, at, value, style)

    def _style(self, **style):
        values = {"font_name": FONT, "font_size": 11, "text_wrap": True, **style}
        key = tuple(sorted(values.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(values)
        return self.formats[key]
