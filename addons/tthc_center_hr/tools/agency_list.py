"""The list of an agency's people, as the dispatch of March 2017 asks for it.

Table I of the report that goes with it: four groups of people by name, title, phone
and, for main staff only, the size of the shirt. No record is read here.
"""

import io
import re
from typing import NamedTuple

import xlsxwriter

from odoo.addons.tthc_base.tools.search_key import fold
from odoo.addons.tthc_catalog.tools.sheet_cells import clean
from odoo.addons.tthc_catalog.tools.sheet_file import FORMULA

#: The groups as the form prints them, with the rows that it leaves for each.
GROUPS = (
    ("leader", "Lãnh đạo phụ trách trực tiếp", 1),
    ("main", "Nhân sự chính tại trung tâm", 3),
    ("reserve", "Nhân sự dự phòng tại trung tâm", 3),
    ("postal", "Nhân sự tiếp nhận - trả hồ sơ tại đơn vị với bưu điện", 1),
)
TITLES = ("Tên", "Chức vụ", "Số điện thoại", "Kích cỡ áo*")
NOTE = "*Lưu ý: Chỉ bổ sung thông tin về kích cỡ áo đối với nhân sự chính."
#: What tells the groups apart, however they are worded; the first that fits counts.
SIGNS = (
    ("postal", "buu dien"),
    ("reserve", "du phong"),
    ("leader", "lanh dao"),
    ("main", "chinh"),
)
HEADINGS = {
    "name": ("ten", "ho ten", "ho va ten"),
    "title": ("chuc vu", "chuc danh"),
    "phone": ("so dien thoai", "dien thoai", "so dien thoai di dong"),
    "size": ("kich co ao", "size ao", "co ao"),
}
NOT_A_WORD = re.compile(r"[^a-z0-9 ]+")
#: A cell that Excel would have to compute.
COMPUTED = "=…"


class Row(NamedTuple):
    """A person of the list: number of the row in the file, role, and the cells."""

    number: int
    role: str
    name: str
    title: str
    phone: str
    size: str


def role_of(text):
    """The role that a group of the form stands for.

    :param text: such as “Nhân sự chính tại trung tâm”
    :return: key of ``tthc.assignment.role``, or an empty text
    """
    words = fold(text)
    return next((role for role, sign in SIGNS if sign in words), "")


def read_list(tables):
    """The people of the first table that has the headings of the form.

    :param tables: list of :class:`~odoo.addons.tthc_catalog.tools.sheet_file.Table`
    :return: list of :class:`Row`, or None where no table has the headings
    """
    for table in tables:
        for place, (_number, cells) in enumerate(table.rows):
            columns = _columns(cells)
            if columns:
                return list(_people(table.rows[place + 1 :], columns))
    return None


def _columns(cells):
    """Places of the columns by key, or None for a row that is no row of headings."""
    found = {}
    for place, cell in enumerate(cells):
        word = NOT_A_WORD.sub("", fold(_text(cell))).strip()
        for key, names in HEADINGS.items():
            if word in names:
                found.setdefault(key, place)
    return found if {"name", "title"} <= found.keys() else None


def _people(rows, columns):
    role = ""
    for number, cells in rows:
        texts = [_text(cell) for cell in cells]
        group = " ".join(texts[: columns["name"]]).strip()
        if group.startswith("*"):
            continue
        # The group stands on its first row only; the others are merged with it.
        role = role_of(group) or ("" if fold(group) and not group.isdigit() else role)
        values = {
            key: texts[place] if place < len(texts) else ""
            for key, place in columns.items()
        }
        values = {key: values.get(key, "") for key in HEADINGS}
        if any(values.values()):
            yield Row(number, role, **values)


def _text(cell):
    return COMPUTED if cell is FORMULA else clean(cell)


def template():
    """The empty form as an Excel workbook.

    :return: bytes
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Nhân sự")
    base = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    head = book.add_format({**base, "bold": True, "bg_color": "#DDEBF7"})
    group = book.add_format({**base, "bold": True})
    # Text, so that Excel cuts no zero off a phone number.
    cell = book.add_format({**base, "num_format": "@"})
    for place, width in enumerate((34, 28, 28, 18, 14)):
        sheet.set_column(place, place, width)
    for place, title in enumerate(("Nhóm", *TITLES)):
        sheet.write_string(0, place, title, head)
    at = 1
    for _role, title, rows in GROUPS:
        if rows > 1:
            sheet.merge_range(at, 0, at + rows - 1, 0, title, group)
        else:
            sheet.write_string(at, 0, title, group)
        for line in range(at, at + rows):
            for place in range(1, 5):
                sheet.write_blank(line, place, None, cell)
        at += rows
    sheet.write_string(at + 1, 0, NOTE)
    sheet.freeze_panes(1, 1)
    book.close()
    return buffer.getvalue()
