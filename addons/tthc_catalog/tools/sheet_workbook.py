"""Excel workbooks of the catalog: export, template, refused rows.

Every cell is written as what it is; a text is never written as a formula, whatever
sign it begins with.
"""

import io
from datetime import date

import xlsxwriter

from .sheet_cells import SHOWN_FLAG, YES_NO_WORDS

MOST_LETTERS = 32767
WIDE = ("name", "chain_name", "task", "evidence", "competent_agency", "source")
#: Excel takes at most this many letters for a list of a validation.
MOST_CHOICES = 255
MOST_ROWS = 20000


class Workbook:
    """A workbook in the making, sheet by sheet."""

    def __init__(self):
        self._buffer = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": True,
            },
        )
        top = {"valign": "top"}
        self._formats = {
            "head": self._book.add_format(
                {"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True}
            ),
            "required": self._book.add_format(
                {"bold": True, "bg_color": "#FCE4D6", "border": 1, "text_wrap": True}
            ),
            "text": self._book.add_format({**top, "num_format": "@"}),
            "number": self._book.add_format(top),
            "date": self._book.add_format({**top, "num_format": "dd/mm/yyyy"}),
            "wrap": self._book.add_format({**top, "text_wrap": True}),
        }

    def content(self):
        """Close the workbook.

        :return: its bytes
        """
        self._book.close()
        return self._buffer.getvalue()

    def add_catalog_sheet(self, title, columns, rows):
        """A sheet with the headings of a kind.

        :param title: name of the sheet
        :param columns: list of pairs (key, :class:`Column`)
        :param rows: iterable of dicts of key → text
        """
        sheet = self._book.add_worksheet(title)
        for place, (key, column) in enumerate(columns):
            style = self._formats["required" if column.required else "head"]
            sheet.write_string(0, place, column.title, style)
            width = 50 if key in WIDE else max(12, min(24, len(column.title) + 2))
            # A whole column of texts, so that Excel cuts no zeros off a code.
            plain = column.kind in ("number", "count", "money", "date")
            sheet.set_column(
                place, place, width, None if plain else self._formats["text"]
            )
        for number, cells in enumerate(rows, 1):
            for place, (key, column) in enumerate(columns):
                self._write(sheet, number, place, column, cells.get(key, ""))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, 0, len(columns) - 1)
        return sheet

    def add_choices(self, sheet, columns):
        """Lists to choose from in the cells of a template."""
        for place, (_key, column) in enumerate(columns):
            words = {
                "choice": [names[0] for names in column.words.values()],
                "yesno": [names[0] for names in YES_NO_WORDS.values()],
                "flag": [SHOWN_FLAG, YES_NO_WORDS["no"][0]],
            }.get(column.kind)
            if words and len(",".join(words)) <= MOST_CHOICES:
                sheet.data_validation(
                    1,
                    place,
                    MOST_ROWS,
                    place,
                    {"validate": "list", "source": words, "error_type": "warning"},
                )

    def add_table(self, title, rows, widths):
        """A plain table of texts, the first row its headings.

        :param widths: widths of the columns in letters
        """
        sheet = self._book.add_worksheet(title)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        for number, texts in enumerate(rows):
            style = self._formats["wrap" if number else "head"]
            for place, text in enumerate(texts):
                sheet.write_string(number, place, text[:MOST_LETTERS], style)
        sheet.freeze_panes(1, 0)

    def _write(self, sheet, row, place, column, text):
        if text == "":
            return
        if column.kind in ("number", "count", "money"):
            sheet.write_number(row, place, float(text), self._formats["number"])
        elif column.kind == "date":
            sheet.write_datetime(
                row, place, date.fromisoformat(text), self._formats["date"]
            )
        elif sheet.write_string(row, place, text, self._formats["text"]) == -2:
            raise ValueError(f"{column.title}: {len(text)}")
