"""Tables out of the bytes of an Excel workbook or a CSV file.

What a file is, its content says, not its name. Nothing is evaluated: a formula is
handed on as :data:`FORMULA`. Raises :class:`SheetError` with a sentence for the user.
"""

import csv
import io
import zipfile
from datetime import date, datetime
from typing import NamedTuple

import openpyxl

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

#: Stands for a cell whose value would have to be computed.
FORMULA = object()
MOST_COLUMNS = 200
#: A workbook of a whole catalog unpacks to some 30 MB; a bomb to gigabytes.
MOST_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 2000
DELIMITERS = ",;\t|"
csv.field_size_limit(1_000_000)


class SheetError(Exception):
    """A file that is no table; ``message`` says why, in any language."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


class Table(NamedTuple):
    """One sheet: its name (empty for CSV) and its rows with their numbers."""

    name: str
    rows: list


def read_tables(content, most_rows):
    """All tables of a file.

    :param content: bytes of the file
    :param most_rows: rows that a table may have
    :return: list of :class:`Table`; each row is a pair (number from 1, list of texts)
    """
    if not content.strip():
        raise SheetError(_lt("The file is empty."))
    if content.startswith(b"PK\x03\x04"):
        return _read_workbook(content, most_rows)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetError(
            _lt("This is an Excel file of before 2007. Save it as .xlsx or as CSV.")
        )
    return [Table("", _read_csv(_decode(content), most_rows))]


def _decode(content):
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"", "utf-8"),
    ):
        if not content.startswith(mark):
            continue
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            raise SheetError(
                _lt(
                    "The letters of the file can't be read: it is not in Unicode. In "
                    "Excel, save it as “CSV UTF-8” or as .xlsx."
                )
            ) from error
        if "\x00" not in text and not text.startswith("%PDF"):
            return text
        break
    raise SheetError(_lt("The file is neither an Excel workbook nor a CSV table."))


def _read_csv(text, most_rows):
    head = next(line for line in text.splitlines() if line.strip())
    delimiter = max(DELIMITERS, key=head.count)
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        # Numbered as Excel shows them, not by lines: a quoted cell may have several.
        for number, cells in enumerate(reader, 1):
            _check_count(number, most_rows)
            if any(cell.strip() for cell in cells):
                rows.append((number, cells))
    except csv.Error as error:
        raise SheetError(
            _lt("The CSV can't be read: %(reason)s.", reason=error)
        ) from error
    return rows


def _check_count(number, most_rows):
    if number > most_rows + 50:
        raise SheetError(
            _lt("The file has more than %(count)s rows. Split it.", count=most_rows)
        )


def _check_bomb(content):
    """Refuse an archive that unpacks to what no table is.

    :param content: bytes of the archive
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise SheetError(_lt("The workbook unpacks to more than a table can be."))


def _read_workbook(content, most_rows):
    try:
        _check_bomb(content)
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, keep_links=False
        )
        return [
            Table(sheet.title, _read_sheet(sheet, most_rows))
            for sheet in book.worksheets
        ]
    except SheetError:
        raise
    # A damaged archive fails anywhere below: zip, XML, missing parts.
    except Exception as error:
        raise SheetError(
            _lt("The Excel file is damaged. Open it in Excel and save it anew.")
        ) from error


def _read_sheet(sheet, most_rows):
    # The size that a sheet claims may be wrong, or a million empty rows.
    sheet.reset_dimensions()
    rows, empty = [], 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        texts = [_cell_text(cell) for cell in cells]
        if not any(texts):
            empty += 1
            if empty > 1000:
                break
            continue
        empty = 0
        _check_count(len(rows), most_rows)
        rows.append((number, texts))
    return rows


def _moment_text(value):
    """A day, with its hour where the cell holds one."""
    if value.hour or value.minute:
        return f"{value:%Y-%m-%d %H:%M}"
    return value.date().isoformat()


def _cell_text(cell):
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return FORMULA if cell.data_type == "f" else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return _moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
