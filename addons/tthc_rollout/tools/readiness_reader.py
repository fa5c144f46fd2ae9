"""Reads the form of the dispatch of March 2017 back that an agency filled off-line.

Tables are found by their headings, wherever they stand; what is not understood is
listed with its words and never dropped. Nothing of the file is evaluated.
"""

import io
import re
import zipfile
from datetime import date
from typing import NamedTuple

from docx import Document

from odoo.tools.translate import LazyTranslate

from odoo.addons.tthc_base.tools.search_key import fold
from odoo.addons.tthc_catalog.tools.sheet_file import (
    FORMULA,
    MOST_PARTS,
    MOST_UNPACKED,
    SheetError,
    read_tables,
)

from .readiness_paper import ROLES, VISITS_HEAD

_lt = LazyTranslate(__name__)

#: More rows than the form of any agency has.
MOST_ROWS = 500
#: Instead of a formula, which is not reckoned.
NOT_READ = "(công thức)"
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
ROLE_KEYS = {fold(label): role for role, label in ROLES.items()}
FOURTH = fold("IV. Khó khăn")
VISITS = fold(VISITS_HEAD)
SIZE = "kich co ao"
NOTE = "luu y"
#: How the foot of the form begins, which says nothing of the fourth section.
FOOT = ("thu truong don vi", "thu truong co quan", "noi nhan")
#: How a heading of the form begins.
HEADING = re.compile(r"(?:IV|I{1,3})\s*[./–-]")
#: How a point of a list begins.
POINT = re.compile(r"(?:[-+•*–]|\(?\d{1,2}[.)/](?!\d)|[a-zđ]\))\s*")
#: When the Post is at the agency: “Chuyến 1: 10 giờ 00”.
VISIT = re.compile(
    r"(?P<run>.+):\s*(?P<hour>\d{1,2})\s*(?:giờ|g|h|:)\s*(?P<minute>\d{2})?"
    r"(?:\s*phút)?\.?",
    re.IGNORECASE,
)
#: Headings that agencies put on a table of difficulties.
POINT_HEADS = {
    "",
    "stt",
    "tt",
    "noi dung",
    "kho khan",
    "kien nghi",
    "kho khan kien nghi",
    "de xuat",
    "ghi chu",
}
SECTIONS = {
    "person": "Mục I",
    "count": "Mục II",
    "line": "Mục III",
    "other": "Bảng không có trong mẫu",
}


class Row(NamedTuple):
    """A row of a table: where it stands, its texts, whether a table begins with it."""

    place: str
    cells: list
    first: bool = False


class Form:
    """What a filled form says, and what of it was not understood."""

    def __init__(self, content, count_heads):
        """Read a file.

        :param content: bytes of a .docx or .xlsx file
        :param count_heads: dict key of a row of section II → its headings
        :raise SheetError: for a file that is neither
        """
        self.count_keys = {
            fold(" ".join(heads)): key for key, heads in count_heads.items()
        }
        self.people, self.counts, self.plan, self.difficulties = [], {}, [], []
        self.visits = []
        self.unknown = []
        self.section = None
        self.columns, self.width = {}, 0
        self.carried = ""
        for block in _blocks(content):
            self._take(block)

    def _take(self, block):
        """Read a paragraph or a row of a table."""
        if isinstance(block, str):
            self._take_text(block)
            return
        if block.first and self._is_other_table(block):
            self.section = "other"
        if not any(block.cells):
            return
        heads = [fold(text) for text in block.cells]
        section = self._section_of(heads)
        if section:
            self.section, self.carried = section, ""
            self.columns = {head: at for at, head in enumerate(heads) if head}
            self.width = len(heads)
            return
        words = [*dict.fromkeys(filter(None, block.cells))]
        if heads[0].startswith(FOURTH):
            self._take_text(" ".join(words))
            return
        if len(words) == 1 and self._is_said_by_the_form(words[0]):
            return
        if self.section == "difficulty":
            self._take_point(block, heads)
        elif self.section and self.section != "foot":
            getattr(self, f"_take_{self.section}")(block)

    def _is_other_table(self, row):
        """Whether a table begins that is none of the form's and goes on from none.

        :param row: its first row
        """
        form = self.section in ("person", "count", "line")
        return form and len(row.cells) != self.width

    def _is_said_by_the_form(self, text):
        """Whether a line is one of the form itself: a heading or its note."""
        return bool(HEADING.match(text)) or fold(text).lstrip("* ").startswith(NOTE)

    def _section_of(self, heads):
        """Which section's headings these are, if any."""
        said = {*heads}
        if {"ten", "chuc vu"} <= said:
            return "person"
        if {"loai thu tuc", "so luong"} <= said:
            return "count"
        if "noi dung thuc hien" in said:
            return "line"
        return None

    def _take_text(self, text):
        """A paragraph: after the heading of section IV, a difficulty."""
        if fold(text).startswith(FOURTH):
            self.section = "difficulty"
            text = text.partition(":")[2]
        if self.section == "difficulty":
            self._take_points(text)
        elif self.section and self.section != "foot":
            for line in filter(None, map(str.strip, text.splitlines())):
                self._take_remark(line)

    def _take_points(self, text):
        """Difficulties, one a line; a line without a mark goes on from one with it."""
        goes_on = False
        for line in map(str.strip, text.splitlines()):
            if fold(line).startswith(FOOT) or (line.isupper() and len(line) < 60):
                self.section = "foot"
                return
            mark = POINT.match(line)
            words = line[mark.end() :].strip() if mark else line
            if not words.strip(".…_ "):
                continue
            if goes_on and not mark:
                self.difficulties[-1] += f"\n{words}"
                continue
            self.difficulties.append(words)
            goes_on = bool(mark)

    def _take_point(self, row, heads):
        """A row of a table below the fourth heading."""
        if {*heads} <= POINT_HEADS:
            return
        words = [text for text in row.cells if text.strip("0123456789. ")]
        self._take_points(" ".join(dict.fromkeys(words)))

    def _take_remark(self, line):
        """A line between the tables: an hour of the Post, or nothing of the form."""
        if self._is_said_by_the_form(line) or fold(line).startswith(VISITS):
            return
        visit = VISIT.fullmatch(POINT.sub("", line, count=1))
        if visit and self.section == "count":
            hour, minute = int(visit["hour"]), int(visit["minute"] or 0)
            if hour < 24 and minute < 60:
                run = visit["run"].strip()
                self.visits.append({"name": run, "hour": hour + minute / 60})
                return
        self.unknown.append(f"{SECTIONS[self.section]}: {line}")

    def _take_other(self, row):
        self._miss(row)

    def _cell(self, row, *heads):
        """The text below the first of the headings that the table has."""
        for head in heads:
            for known, at in self.columns.items():
                if known.startswith(head) and at < len(row.cells):
                    return row.cells[at]
        return ""

    def _take_person(self, row):
        label = row.cells[0] or self.carried
        name = self._cell(row, "ten")
        if fold(label).startswith("luu y"):
            return
        self.carried = label
        if not name:
            if any(row.cells[1:]):
                self._miss(row)
            return
        role = ROLE_KEYS.get(fold(label))
        if not role:
            self._miss(row)
            return
        self.people.append(
            {
                "role": role,
                "name": name,
                "title": self._cell(row, "chuc vu"),
                "phone": self._cell(row, "so dien thoai"),
                "size": self._cell(row, SIZE),
            }
        )

    def _take_count(self, row):
        at = min(self._at("so luong"), len(row.cells))
        kinds = list(dict.fromkeys(filter(None, row.cells[:at])))
        if len(kinds) > 1:
            self.carried = kinds[0]
        key = self._count_key(kinds)
        number = self._cell(row, "so luong").replace(".", "").strip()
        partners = self._cell(row, "don vi lien thong")
        if not number and not partners:
            words = " ".join(kinds)
            if not any(known.startswith(fold(words)) for known in self.count_keys):
                self._take_remark(words)
            return
        if not key or (number and not number.isdigit()):
            self._miss(row)
            return
        self.counts[key] = {"number": number, "partners": partners}

    def _count_key(self, kinds):
        for words in (kinds, [self.carried, *kinds]):
            key = self.count_keys.get(fold(" ".join(words)))
            if key:
                return key
        return None

    def _at(self, head):
        return next(
            (at for known, at in self.columns.items() if known.startswith(head)), 0
        )

    def _take_line(self, row):
        content = self._cell(row, "noi dung thuc hien")
        if not content:
            if any(cell.strip("0123456789.") for cell in row.cells):
                self._miss(row)
            return
        days = [
            self._cell(row, head)
            for head in ("thoi gian bat dau", "thoi gian ket thuc")
        ]
        read = [read_day(text) for text in days]
        for text, day in zip(days, read, strict=True):
            if text and not day:
                self._miss(row, f"{content}: {text}")
        self.plan.append(
            {
                "content": content,
                "detail": self._cell(row, "chi tiet"),
                "date_from": read[0],
                "date_to": read[1],
                "partners": self._cell(row, "don vi phoi hop"),
            }
        )

    def _miss(self, row, words=None):
        """Note what was not understood.

        :param row: where it stands
        :param words: what; the whole row unless told otherwise
        """
        words = words or " | ".join(dict.fromkeys(filter(None, row.cells)))
        self.unknown.append(f"{SECTIONS[self.section]}, {row.place}: {words}")


def read_day(text):
    """A day as agencies write it.

    :param text: “5/3/2026”, “05.03.2026” or ISO
    :return: ``datetime.date``, or None for what is no day
    """
    text = (text or "").strip()
    parts = DAY.fullmatch(text)
    order = (3, 2, 1)
    if not parts:
        parts, order = ISO.match(text), (1, 2, 3)
    if not parts:
        return None
    try:
        return date(*(int(parts[at]) for at in order))
    except ValueError:
        return None


def _blocks(content):
    """Paragraphs (texts) and rows of tables of a file, in its order."""
    if _is_word(content):
        yield from _word_blocks(content)
        return
    for table in read_tables(content, MOST_ROWS):
        for at, (number, texts) in enumerate(table.rows):
            cells = [
                NOT_READ if text is FORMULA else str(text).strip() for text in texts
            ]
            place = f"{table.name}, dòng {number}".lstrip(", ")
            yield Row(place, cells, not at)


def _is_word(content):
    """Whether it is a Word file.

    :raise SheetError: for a broken or a blown-up one, or a format of before 2007
    """
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            infos = parts.infolist()
    except zipfile.BadZipFile as error:
        raise SheetError(_lt("The file is damaged.")) from error
    if len(infos) > MOST_PARTS or sum(i.file_size for i in infos) > MOST_UNPACKED:
        raise SheetError(_lt("The file is too large."))
    return any(info.filename == "word/document.xml" for info in infos)


def _word_blocks(content):
    try:
        document = Document(io.BytesIO(content))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise SheetError(_lt("The file is damaged.")) from error
    for element in document.iter_inner_content():
        if not hasattr(element, "rows"):
            yield element.text
            continue
        for at, row in enumerate(element.rows[:MOST_ROWS], 1):
            cells = [" ".join(cell.text.split()) for cell in row.cells]
            yield Row(f"dòng {at}", cells, at == 1)
