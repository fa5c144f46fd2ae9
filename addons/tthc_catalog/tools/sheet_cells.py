"""Texts of cells and what they mean. No record is read here.

Every function raises :class:`CellError` with a sentence for the person who made the
sheet.
"""

import re
import unicodedata
from datetime import date, datetime, time

from odoo.tools.translate import LazyTranslate

from odoo.addons.tthc_base.tools.search_key import fold

_lt = LazyTranslate(__name__)

#: Between the parts of one line of a cell that holds several lines.
BAR = " | "
_ESCAPES = {"\\": "\\\\", "|": "\\p", "\n": "\\n"}
_UNESCAPES = {"\\\\": "\\", "\\p": "|", "\\n": "\n"}
_BLANKS = re.compile(r"[ \t\u00a0]+")
_HOUR = re.compile(r"(\d{1,2})\s*[:hg]\s*(\d{2})(?::\d{2})?")
#: A day that Excel keeps with an hour: where a day is asked for, the day counts.
_ISO_HOUR = re.compile(r"(\d{4}-\d{2}-\d{2}) \d{2}:\d{2}")
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
#: “1.000.000” and “1 000 000”: dots and blanks between groups of three digits.
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[. \u00a0]\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?")
_LIMIT = re.compile(r"(-?[\d.,]+)\s*(\D+)")
_CURRENCY = re.compile(r"\s*(?:đồng|vnđ|vnd|đ|₫)$", re.IGNORECASE)

YES_NO_WORDS = {"yes": ("Có", "x"), "no": ("Không", "k")}
SHOWN_FLAG = "Có"
YES = {"yes", "y", "co", "x", "true", "1", "dung"}
NO = {"no", "n", "khong", "false", "0", "sai"}


class CellError(Exception):
    """A cell that can't be read; ``message`` says why, in any language."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


def clean(text):
    """A text as it is stored: composed letters, single blanks, Unix line ends.

    :param text: text of a cell
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip()


def parse_number(text):
    """A number, with the comma or the point of decimals.

    :param text: such as “7,5”, “1.000.000”
    :return: float
    """
    if _GROUPED.fullmatch(text) and not re.fullmatch(r"\d\.\d{3}", text):
        text = re.sub(r"[. \u00a0]", "", text)
    if not _PLAIN.fullmatch(text):
        raise CellError(_lt("“%(text)s” is not a number.", text=text))
    value = float(text.replace(",", "."))
    if value < 0:
        raise CellError(_lt("%(text)s is negative.", text=text))
    return value


def parse_count(text):
    """A whole number of papers.

    :return: int
    """
    value = parse_number(text)
    if value != int(value):
        raise CellError(_lt("%(text)s is not a whole number.", text=text))
    if value > 10000:
        raise CellError(_lt("%(text)s is too many.", text=text))
    return int(value)


def parse_money(text):
    """An amount in dong.

    :param text: such as “75000”, “75.000 đồng”, “không”
    :return: int
    """
    if fold(text) in ("khong", "mien phi"):
        return 0
    text = _CURRENCY.sub("", text)
    if re.fullmatch(r"[1-9]\d{0,2}(?:[.,]\d{3})+", text):
        text = re.sub(r"[.,]", "", text)
    value = parse_number(text)
    if value != int(value):
        raise CellError(_lt("%(text)s is not a whole number of dong.", text=text))
    return int(value)


def parse_moment(text):
    """A day, with its hour where one is told.

    :param text: such as “31/12/2026”, “31/12/2026 9:05”, “09:05 31/12/2026”
    :return: pair of ``datetime.date`` and ``datetime.time`` or None
    """
    found = _HOUR.search(text)
    if not found:
        return parse_date(text), None
    try:
        clock = time(int(found[1]), int(found[2]))
    except ValueError as error:
        raise CellError(
            _lt("“%(text)s” has no hour of a day in it. Write it as 09:05.", text=text)
        ) from error
    return parse_date(_HOUR.sub("", text).strip(" ,")), clock


def parse_date(text):
    """A day, as Excel keeps it or as 31/12/2026.

    :return: ``datetime.date``
    """
    text = _ISO_HOUR.sub(r"\1", text)
    for pattern in _DATES:
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise CellError(_lt("“%(text)s” is not a date. Write it as 31/12/2026.", text=text))


def parse_flag(text):
    """A yes or no.

    :return: bool
    """
    key = fold(text)
    if key in YES:
        return True
    if key in NO:
        return False
    raise CellError(_lt("“%(text)s” is neither “Có” nor “Không”.", text=text))


def parse_choice(text, words):
    """One value of a list.

    :param text: a technical value or one of its words
    :param words: dict of value → words by which it is known, the first one shown
    :return: the value
    """
    key = fold(text)
    for value, names in words.items():
        if key == fold(value) or key in map(fold, names):
            return value
    raise CellError(
        _lt(
            "“%(text)s” is unknown. Known are: %(known)s.",
            text=text,
            known=", ".join(names[0] for names in words.values()),
        )
    )


def split_limit(text):
    """Number and unit of a limit that stand in one cell, such as “20 ngày làm việc”.

    :return: pair of texts, the unit empty where there is none
    """
    found = _LIMIT.fullmatch(text)
    return (found[1], found[2].strip()) if found else (text, "")


def show_number(value):
    """A number as a sheet shows it: no point without decimals."""
    return f"{value:.4f}".rstrip("0").rstrip(".") if value else ""


def show_date(value):
    """A day as ISO, which both Excel's cells and texts come down to."""
    return value.isoformat() if isinstance(value, date) else value or ""


def join_lines(rows):
    """Rows of parts as the text of one cell: a line each, “ | ” between the parts.

    :param rows: iterable of lists of texts
    """
    return "\n".join(BAR.join(map(_escape, row)).rstrip(" |") for row in rows)


def split_lines(text, width):
    """Rows of parts of one cell.

    :param text: as :func:`join_lines` makes it
    :param width: number of parts of a row; missing ones are empty
    :return: list of lists of texts
    """
    rows = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        parts = [_unescape(part.strip()) for part in line.split("|")]
        if len(parts) > width:
            raise CellError(
                _lt(
                    "“%(line)s” has %(count)s parts, at most %(width)s are known.",
                    line=line[:80],
                    count=len(parts),
                    width=width,
                )
            )
        rows.append(parts + [""] * (width - len(parts)))
    return rows


def _escape(text):
    return re.sub(r"[\\|\n]", lambda found: _ESCAPES[found[0]], text)


def _unescape(text):
    return re.sub(r"\\[\\pn]", lambda found: _UNESCAPES[found[0]], text)
