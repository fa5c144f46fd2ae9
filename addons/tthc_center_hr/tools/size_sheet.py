"""The Excel file of an order: agencies by sizes, and what is ordered of each size."""

import io

import xlsxwriter

FONT = "Times New Roman"


class SizeSheet:
    """Writes the grid of an order and its lines into one workbook."""

    def __init__(self):
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, {"in_memory": True})
        self.formats = {}

    def content(self):
        """Bytes of the finished workbook."""
        self.book.close()
        return self.buffer.getvalue()

    def add_grid(self, name, title, subtitle, grid, words):
        """A sheet of agencies by sizes with totals.

        :param name: of the sheet
        :param title: above the table, with ``subtitle`` below it
        :param grid: as ``tthc.uniform.grid._size_grid`` answers
        :param words: dict with ``number``, ``agency``, ``total``
        """
        last = 2 + len(grid["columns"])
        sheet = self._new_sheet(name, title, subtitle, last)
        head = self._cell(bold=True, align="center")
        for at, key in enumerate(("number", "agency")):
            sheet.merge_range(3, at, 4, at, words[key], head)
        sheet.merge_range(3, last, 4, last, words["total"], head)
        at = 2
        for group in grid["groups"]:
            self._merge(sheet, 3, at, group["span"], group["label"], head)
            at += group["span"]
        sheet.set_row(3, 32)
        for at, column in enumerate(grid["columns"], 2):
            sheet.write_string(4, at, column["label"], head)
        row = 5
        for number, line in enumerate(grid["rows"], 1):
            sheet.write_number(row, 0, number, self._cell(align="center"))
            self._write_row(sheet, row, line["label"], line, False)
            row += 1
        total = {"cells": grid["totals"], "total": grid["total"]}
        for label, line in (
            (words["total"], total),
            *((line["label"], line) for line in grid["lines"]),
        ):
            sheet.write_blank(row, 0, None, self._cell())
            self._write_row(sheet, row, label, line, True)
            row += 1
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, 40)
        sheet.set_column(2, last - 1, 7)
        sheet.set_column(last, last, 9)
        sheet.freeze_panes(5, 2)
        sheet.repeat_rows(3, 4)

    def add_lines(self, name, title, subtitle, head, rows, total):
        """A sheet with a row a size.

        :param name: of the sheet
        :param title: above the table, with ``subtitle`` below it
        :param head: titles of the columns
        :param rows: lists of values
        :param total: the last row
        """
        sheet = self._new_sheet(name, title, subtitle, len(head) - 1)
        for at, text in enumerate(head):
            sheet.write_string(3, at, text, self._cell(bold=True, align="center"))
        for row, values in enumerate([*rows, total], 4):
            bold = values is total
            for at, value in enumerate(values):
                if isinstance(value, (int, float)):
                    style = self._cell(bold=bold, align="right", num_format="#,##0")
                    sheet.write_number(row, at, value, style)
                else:
                    sheet.write_string(row, at, value or "", self._cell(bold=bold))
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, 28)
        sheet.set_column(2, len(head) - 1, 13)
        sheet.freeze_panes(4, 0)

    def _new_sheet(self, name, title, subtitle, last):
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&R&P/&N")
        big = self._plain(bold=True, align="center", font_size=13)
        sheet.merge_range(0, 0, 0, last, title, big)
        small = self._plain(italic=True, align="center")
        sheet.merge_range(1, 0, 1, last, subtitle, small)
        return sheet

    def _write_row(self, sheet, row, label, line, bold):
        sheet.write_string(row, 1, label, self._cell(bold=bold))
        for at, value in enumerate([*line["cells"], line["total"]], 2):
            style = self._cell(bold=bold or at == 2 + len(line["cells"]), align="right")
            if value:
                sheet.write_number(row, at, value, style)
            else:
                sheet.write_blank(row, at, None, style)

    def _merge(self, sheet, row, at, span, text, style):
        if span == 1:
            sheet.write_string(row, at, text, style)
            return
        sheet.merge_range(row, at, row, at + span - 1, text, style)

    def _cell(self, **style):
        return self._plain(border=1, valign="vcenter", **style)

    def _plain(self, **style):
        values = {"font_name": FONT, "font_size": 11, "text_wrap": True, **style}
        key = tuple(sorted(values.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(values)
        return self.formats[key]
