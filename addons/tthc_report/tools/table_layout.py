"""What a table of a period is made of: its columns, what it is asked for, its cells.

The headings are those of printed forms, in Vietnamese, and no matter for translators.
"""

from datetime import date
from typing import NamedTuple

from odoo.addons.tthc_base.tools.table_layout import (
    TOTAL_LABEL,
    figure_text,
    header_rows,
)

TOTAL = "total"
UNIT = "Đơn vị tính: Số hồ sơ TTHC"


class TableColumn(NamedTuple):
    """A column of a table.

    ``heads`` are the headings from above to below. ``kind``: “count” is a number that
    opens its list, “percent”, “mean” and “text” are shown only. ``parts``: keys of the
    columns that this one is the sum of; it is reckoned, never counted by itself.
    """

    key: str
    heads: tuple
    kind: str = "count"
    parts: tuple = ()


class TableLayout(NamedTuple):
    """How a table looks: title in capitals, columns, number and source of its form."""

    title: str
    columns: tuple
    code: str = ""
    source: str = ""
    unit: str = UNIT
    numbered: bool = False
    notes: tuple = ()
    row_head: str = "Lĩnh vực, công việc giải quyết theo cấp"

    def leaves(self):
        """Columns that count by themselves."""
        return [row for row in self.columns if row.kind == "count" and not row.parts]

    def leaf_keys(self, key):
        """Keys of the columns that a column is made of, down to those that count."""
        column = next(row for row in self.columns if row.key == key)
        if not column.parts:
            return [key]
        return [leaf for part in column.parts for leaf in self.leaf_keys(part)]


class TableScope(NamedTuple):
    """What a table is asked for.

    Both days are local and count; ``center`` and ``agency`` are recordsets of none or
    one; ``grouping`` says what a row is.
    """

    date_from: date
    date_to: date
    grouping: str
    center: object
    agency: object


def table_rows(layout, rows, total):
    """Rows as screen, Excel and print show them, with the sum of all as the last.

    :param layout: :class:`TableLayout`
    :param rows: list of dicts with ``key``, ``label`` and ``figures`` (key of column →
        value; None where nothing is known)
    :param total: figures of the total for columns that are no counts
    :return: list of dicts with ``key``, ``label``, ``cells``
    """
    shown = [
        {
            "key": row["key"],
            "label": row["label"],
            "cells": _cells(layout, row["figures"]),
        }
        for row in rows
    ]
    sums = {
        column.key: sum(row["figures"].get(column.key) or 0 for row in rows)
        for column in layout.leaves()
    }
    cells = _cells(layout, {**sums, **total})
    return [*shown, {"key": TOTAL, "label": TOTAL_LABEL, "cells": cells}]


def table_header(layout):
    """Merged headings of a table, see ``header_rows``."""
    return header_rows(layout.columns)


def _cells(layout, figures):
    return [_cell(column, layout, figures) for column in layout.columns]


def _cell(column, layout, figures):
    value = figures.get(column.key)
    if column.parts:
        value = sum(figures.get(key) or 0 for key in layout.leaf_keys(column.key))
    return {
        "column": column.key,
        "kind": column.kind,
        "value": value,
        "unknown": 0,
        "text": _text(column.kind, value),
    }


def _text(kind, value):
    if kind == "text" or value is None:
        return value or ""
    if kind == "count":
        return figure_text(value)
    sign = " %" if kind == "percent" else ""
    return f"{round(value, 1):g}{sign}".replace(".", ",")


def column_names(table):
    """How the columns of a reckoned table are called: “(8) Trước hạn”.

    :param table: as ``tthc.table.screen._reckoned`` answers
    :return: dict key of column → text
    """
    width = len(table["columns"])
    heads = [[] for _at in range(width)]
    taken = set()
    for line, cells in enumerate(table["header"]):
        at = 0
        for cell in cells:
            while (line, at) in taken:
                at += 1
            for right in range(cell["colspan"]):
                heads[at + right].append(cell["text"])
                taken |= {(line + down, at + right) for down in range(cell["rowspan"])}
            at += cell["colspan"]
    return {
        key: f"({number}) {' – '.join(texts)}"
        if table["numbered"]
        else " – ".join(texts)
        for number, (key, texts) in enumerate(
            zip(table["columns"], heads, strict=True), 3
        )
    }
