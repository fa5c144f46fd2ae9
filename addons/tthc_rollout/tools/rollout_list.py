"""A list as Excel: headings, rows, colours by level, ready to be printed."""

import io

import xlsxwriter

from .word_table import FONT

#: Fill and letters of a cell by its level; the words are there without them, too.
COLOURS = {
    "red": ("#F8D7DA", "#842029"),
    "amber": ("#FFF3CD", "#664D03"),
    "green": ("#D1E7DD", "#0F5132"),
}


class RolloutList:
    """One sheet: what it is, then a table."""

    def __init__(self, name, lines, heads, rows):
        """Take the list.

        :param name: of the sheet, at most 31 letters
        :param lines: sentences above the table, the first one its title
        :param heads: pairs of heading and width in characters
        :param rows: lists of values: words, whole numbers, dates, or pairs of words
            and level (a key of :data:`COLOURS`)
        """
        self.name, self.lines, self.heads, self.rows = name, lines, heads, rows

    def excel(self):
        """Bytes of the Excel file."""
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        self._formats(book)
        sheet = book.add_worksheet(self.name)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for at, line in enumerate(self.lines):
            sheet.write_string(at, 0, line, self.title if not at else self.note)
        top = len(self.lines)
        for column, (label, width) in enumerate(self.heads):
            sheet.write_string(top, column, label, self.head)
            sheet.set_column(column, column, width)
        for at, row in enumerate(self.rows, top + 1):
            for column, value in enumerate(row):
                self._write(sheet, at, column, value)
        last = top + max(len(self.rows), 1)
        sheet.freeze_panes(top + 1, 1)
        sheet.repeat_rows(top)
        sheet.autofilter(top, 0, last, len(self.heads) - 1)
        sheet.print_area(0, 0, last, len(self.heads) - 1)
        book.close()
        return buffer.getvalue()

    def _formats(self, book):
        base = {"font_name": FONT, "font_size": 12, "valign": "top"}
        cell = {**base, "border": 1, "text_wrap": True}
        self.title = book.add_format({**base, "bold": True, "font_size": 14})
        self.note = book.add_format({**base, "italic": True})
        self.head = book.add_format({**cell, "bold": True, "bg_color": "#E9ECEF"})
        self.plain = book.add_format(cell)
        self.day = book.add_format({**cell, "num_format": "dd/mm/yyyy"})
        self.levels = {
            level: book.add_format({**cell, "bg_color": fill, "font_color": letters})
            for level, (fill, letters) in COLOURS.items()
        }

    def _write(self, sheet, at, column, value):
        if isinstance(value, tuple):
            words, level = value
            sheet.write_string(at, column, words, self.levels.get(level, self.plain))
        elif isinstance(value, bool) or value is None or value == "":
            sheet.write_blank(at, column, None, self.plain)
        elif isinstance(value, int):
            sheet.write_number(at, column, value, self.plain)
        elif hasattr(value, "year"):
            sheet.write_datetime(at, column, value, self.day)
        else:
            sheet.write_string(at, column, value, self.plain)
