"""Excel files of tables of figures, laid out like their forms."""

import io

import xlsxwriter

from .table_layout import NO_DATA

FONT = "Times New Roman"


class TableSheet:
    """Writes tables as ``tthc.table.screen`` reckons them into one workbook."""

    def __init__(self, created=None):
        """Begin a workbook.

        :param created: moment that the file says it was made, naive UTC; a file that
            is made again then is the same, byte for byte
        """
        self.buffer = io.BytesIO()
        # A text that begins with “=” stays a text.
        self.book = xlsxwriter.Workbook(
            self.buffer, {"in_memory": True, "strings_to_formulas": False}
        )
        if created:
            self.book.set_properties({"created": created})
        self.formats = {}

    def content(self):
        """Bytes of the finished workbook."""
        self.book.close()
        return self.buffer.getvalue()

    def add_matrix(self, name, table):
        """A sheet of a table that prints on A4.

        :param name: of the sheet
        :param table: as ``tthc.table.screen._reckoned`` answers
        """
        last = 1 + len(table["columns"])
        sheet, row = self._new_sheet(name, table, last)
        first = row
        row = self._write_header(sheet, row, table)
        sheet.repeat_rows(first, row - 1)
        sheet.freeze_panes(row, 2)
        for number, line in enumerate(table["rows"], 1):
            bold = line["key"] == "total"
            sheet.write(row, 0, "" if bold else number, self._cell(align="center"))
            sheet.write(row, 1, line["label"], self._cell(bold=bold))
            for at, cell in enumerate(line["cells"], 2):
                self._write_figure(sheet, row, at, cell, bold)
            row += 1
        row = self._write_notes(sheet, row + 1, table, last)
        row = self._write_signers(sheet, row, table, last)
        sheet.print_area(0, 0, row - 1, last)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, 38)
        sheet.set_column(2, last, 13)

    def _new_sheet(self, name, table, last):
        """A sheet with the head of the table.

        :return: pair of the sheet and the first row below the head
        """
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        if table["paper"] == "landscape":
            sheet.set_landscape()
        sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&R&P/&N")
        row = self._write_form_head(sheet, table, last) if table.get("form") else 0
        title = self._plain(bold=True, align="center", font_size=13)
        sheet.merge_range(row, 0, row, last, table["title"], title)
        sheet.set_row(row, 36)
        below = self._plain(italic=True, align="center")
        sheet.merge_range(row + 1, 0, row + 1, last, table["subtitle"], below)
        if not table.get("form"):
            return sheet, 3
        unit = self._plain(italic=True, align="right")
        sheet.merge_range(row + 2, 0, row + 2, last, table["form"]["unit"], unit)
        return sheet, row + 3

    def _write_form_head(self, sheet, table, last):
        """Number of the form at the left, who reports to whom at the right.

        :return: the first row below
        """
        form = table["form"]
        left, right = self._plain(bold=True), self._plain()
        middle = max(2, last // 2)
        sheet.merge_range(0, 0, 0, middle - 1, table["code"], left)
        sheet.merge_range(1, 0, 1, middle - 1, form["source"], self._plain(italic=True))
        reporter = f"Đơn vị báo cáo: {form['reporter']}"
        sheet.merge_range(0, middle, 0, last, reporter, right)
        receiver = f"Đơn vị nhận báo cáo: {form['receiver'] or '…'}"
        sheet.merge_range(1, middle, 1, last, receiver, right)
        return 2

    def _write_header(self, sheet, row, table):
        """The merged headings, and their numbers where the form has them.

        :return: the first row below
        """
        style = self._cell(bold=True, align="center")
        depth = len(table["header"])
        for at, text in enumerate(("TT", table.get("row_head", "Đơn vị"))):
            self._merge(sheet, row, at, depth, 1, text, style)
        taken = set()
        for line, cells in enumerate(table["header"]):
            at = 2
            for cell in cells:
                while (line, at) in taken:
                    at += 1
                self._write_head(sheet, row + line, at, cell, style)
                taken |= {
                    (line + down, at + right)
                    for down in range(cell["rowspan"])
                    for right in range(cell["colspan"])
                }
                at += cell["colspan"]
            sheet.set_row(row + line, 48 if depth < 3 else 32)
        row += depth
        if table["numbered"]:
            for at in range(2 + len(table["columns"])):
                sheet.write(row, at, f"({at + 1})", self._cell(align="center"))
            row += 1
        return row

    def _write_head(self, sheet, row, at, cell, style):
        self._merge(
            sheet, row, at, cell["rowspan"], cell["colspan"], cell["text"], style
        )

    def _write_notes(self, sheet, row, table, last):
        for number, note in enumerate(table["notes"]):
            style = self._plain(italic=True)
            sheet.merge_range(row + number, 0, row + number, last, note, style)
            sheet.set_row(row + number, 30)
        return row + len(table["notes"])

    def _write_signers(self, sheet, row, table, last):
        """Titles, room to sign in, and names, beside each other.

        :return: the first row below
        """
        signers = table.get("signers")
        if not signers:
            return row
        width = (last + 1) // len(signers)
        for number, signer in enumerate(signers):
            start = number * width
            end = last if number == len(signers) - 1 else start + width - 1
            for down, text, style in (
                (1, signer["title"].upper(), {"bold": True}),
                (2, f"({signer.get('note', 'Ký và ghi rõ họ tên')})", {"italic": True}),
                (6, signer.get("name") or "", {"bold": True}),
            ):
                style = self._plain(align="center", **style)
                sheet.merge_range(row + down, start, row + down, end, text, style)
        return row + 7

    def _write_figure(self, sheet, row, at, cell, bold):
        """A number stays a number, with what is not known behind it."""
        value, kind = cell["value"], cell["kind"]
        if cell.get("format") and value is not None:
            style = self._cell(bold=bold, align="right", num_format=cell["format"])
            sheet.write_number(row, at, cell["number"], style)
            return
        if kind == "mean" and value is not None:
            style = self._cell(bold=bold, align="right", num_format="#,##0.0")
            sheet.write_number(row, at, value, style)
            return
        if not isinstance(value, int) or kind not in ("count", "gap"):
            right = kind != "partners" and cell["text"] != NO_DATA
            align = "right" if right else "left"
            sheet.write(row, at, cell["text"], self._cell(bold=bold, align=align))
            return
        number_format = "#,##0"
        if cell["unknown"]:
            number_format += f'" ({cell["unknown"]} chưa rõ)"'
        style = self._cell(bold=bold, align="right", num_format=number_format)
        sheet.write_number(row, at, value, style)

    def _merge(self, sheet, row, at, down, right, text, style):
        if down == right == 1:
            sheet.write(row, at, text, style)
            return
        sheet.merge_range(row, at, row + down - 1, at + right - 1, text, style)

    def _cell(self, **style):
        return self._plain(border=1, valign="vcenter", **style)

    def _plain(self, **style):
        values = {"font_name": FONT, "font_size": 11, "text_wrap": True, **style}
        key = tuple(sorted(values.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(values)
        return self.formats[key]
