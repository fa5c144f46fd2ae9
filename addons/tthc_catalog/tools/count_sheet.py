"""Excel files of the tables that count procedures, laid out like the forms."""

import io

import xlsxwriter

from .count_layout import NO_DATA

FONT = "Times New Roman"


class CountSheet:
    """Writes tables of ``tthc.catalog.count`` into one workbook."""

    def __init__(self):
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, {"in_memory": True})
        self.formats = {}

    def content(self):
        """Bytes of the finished workbook."""
        self.book.close()
        return self.buffer.getvalue()

    def add_matrix(self, name, table):
        """A sheet with a row an agency.

        :param name: of the sheet
        :param table: as ``tthc.catalog.count._reckoned`` answers
        """
        columns = len(table["columns"])
        sheet, row = self._new_sheet(name, table, 1 + columns, table["paper"])
        first = row
        row = self._write_header(sheet, row, table)
        for number, line in enumerate(table["rows"], 1):
            bold = line["key"] == "total"
            sheet.write(row, 0, "" if bold else number, self._cell(align="center"))
            sheet.write(row, 1, line["label"], self._cell(bold=bold))
            for at, cell in enumerate(line["cells"], 2):
                self._write_figure(sheet, row, at, cell, bold)
            row += 1
        sheet.repeat_rows(first, first + len(table["header"]) - 1)
        sheet.freeze_panes(first + len(table["header"]) + int(table["numbered"]), 2)
        self._write_notes(sheet, row + 1, table, 1 + columns)
        sheet.print_area(0, 0, row + len(table["notes"]), 1 + columns)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, 38)
        sheet.set_column(2, 1 + columns, 13)

    def add_blocks(self, name, table):
        """A sheet with the form itself, one below the other for each agency.

        :param name: of the sheet
        :param table: as ``tthc.catalog.count._reckoned`` answers, with ``blocks``
        """
        width = 3 if table["blocks"][0]["partners"] else 2
        sheet, row = self._new_sheet(name, table, width, "portrait")
        for block in table["blocks"]:
            sheet.merge_range(
                row, 0, row, width, block["label"], self._plain(bold=True)
            )
            row = self._write_block(sheet, row + 1, block, width) + 1
        self._write_notes(sheet, row, table, width)
        sheet.print_area(0, 0, row + len(table["notes"]) - 1, width)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 34)
        sheet.set_column(2, 2, 22)
        sheet.set_column(3, 3, 34)

    def _new_sheet(self, name, table, last, paper):
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        if paper == "landscape":
            sheet.set_landscape()
        sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&R&P/&N")
        title = self._plain(bold=True, align="center", font_size=13)
        sheet.merge_range(0, 0, 0, last, table["title"], title)
        sheet.set_row(0, 36)
        below = self._plain(italic=True, align="center")
        sheet.merge_range(1, 0, 1, last, table["subtitle"], below)
        return sheet, 3

    def _write_header(self, sheet, row, table):
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
                self._merge(
                    sheet,
                    row + line,
                    at,
                    cell["rowspan"],
                    cell["colspan"],
                    cell["text"],
                    style,
                )
                taken |= {
                    (line + down, at + right)
                    for down in range(cell["rowspan"])
                    for right in range(cell["colspan"])
                }
                at += cell["colspan"]
            sheet.set_row(row + line, 48)
        row += depth
        if table["numbered"]:
            for at in range(2 + len(table["columns"])):
                sheet.write(row, at, f"({at + 1})", self._cell(align="center"))
            row += 1
        return row

    def _write_block(self, sheet, row, block, width):
        head = self._cell(bold=True, align="center")
        sheet.merge_range(row, 0, row, 1, block["head"], head)
        sheet.write(row, 2, "Số lượng", head)
        if width == 3:
            sheet.write(row, 3, "Đơn vị liên thông", head)
        for line in block["lines"]:
            row += 1
            if len(line["heads"]) == 1:
                sheet.merge_range(row, 0, row, 1, line["heads"][0], self._cell())
                sheet.set_row(row, 18 if len(line["heads"][0]) < 60 else 34)
            else:
                if line["first"]:
                    self._merge(
                        sheet, row, 0, line["span"], 1, line["heads"][0], self._cell()
                    )
                sheet.write(row, 1, line["heads"][1], self._cell())
            self._write_figure(sheet, row, 2, line["cell"], False)
            if width == 3:
                sheet.write(row, 3, line["partners"], self._cell())
        return row + 1

    def _write_notes(self, sheet, row, table, last):
        for number, note in enumerate(table["notes"]):
            sheet.merge_range(
                row + number, 0, row + number, last, note, self._plain(italic=True)
            )
            sheet.set_row(row + number, 30)

    def _write_figure(self, sheet, row, at, cell, bold):
        """A number stays a number, with what is not known behind it."""
        if not isinstance(cell["value"], int) or cell["kind"] not in ("count", "gap"):
            right = cell["kind"] != "partners" and cell["text"] != NO_DATA
            align = "right" if right else "left"
            sheet.write(row, at, cell["text"], self._cell(bold=bold, align=align))
            return
        number_format = "#,##0"
        if cell["unknown"]:
            number_format += f'" ({cell["unknown"]} chưa rõ)"'
        style = self._cell(bold=bold, align="right", num_format=number_format)
        sheet.write_number(row, at, cell["value"], style)

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
