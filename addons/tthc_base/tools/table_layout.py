"""What tables of figures have in common: merged headings, figures in words.

The words are those of printed forms, in Vietnamese, and no matter for translators.
"""

from odoo.tools import groupby

NO_DATA = "chưa có dữ liệu"
TOTAL_LABEL = "Tổng cộng"


def header_rows(columns):
    """Headings as rows of merged cells.

    :param columns: objects with ``heads``: the headings from above to below
    :return: list of rows, each a list of dicts with ``text``, ``colspan``, ``rowspan``
    """
    depth = max(len(column.heads) for column in columns)
    return [_header_row(columns, level, depth) for level in range(depth)]


def _header_row(columns, level, depth):
    """Neighbours with the same headings down to a level share a cell."""
    cells = []
    for heads, group in groupby(columns, lambda column: column.heads[: level + 1]):
        if len(heads) <= level:
            continue
        last = len(group[0].heads) == level + 1
        cells.append(
            {
                "text": heads[level],
                "colspan": len(group),
                "rowspan": depth - level if last else 1,
            }
        )
    return cells


def grouped(number):
    """A number as it is written in Vietnamese: 1.234."""
    return f"{number:,}".replace(",", ".")


def figure_text(value, unknown=0):
    """A count in words.

    :param value: number, or None where no row is known
    :param unknown: of how many rows nobody knows
    """
    if value is None:
        return NO_DATA
    if unknown:
        return f"{grouped(value)} ({grouped(unknown)} chưa rõ)"
    return grouped(value)
