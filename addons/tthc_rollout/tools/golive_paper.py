"""A go-live checklist as print, and its equipment and costs as Excel.

No form is laid down for either by the papers that were seen; the columns are those
that the dispatches of 2017 ask for (seed 001 §1, 3, 5 and 6). The wording is
Vietnamese and no matter for translators.
"""

import io

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell as cell

from odoo.addons.tthc_base.tools.vietnamese_date import local_moment

from .word_table import FONT

TITLE = "DANH MỤC CHUẨN BỊ KHAI TRƯƠNG"
NO_FUND = "Chưa xác định nguồn"
STATES = {
    "todo": "Chưa xong",
    "reported": "Đã báo cáo",
    "done": "Xong",
    "waived": "Được miễn",
}
GOODS_HEADS = (
    ("TT", 6),
    ("Nội dung", 46),
    ("ĐVT", 10),
    ("Kế hoạch", 11),
    ("Đã nhận", 11),
    ("Còn thiếu", 11),
    ("Dự toán (đồng)", 18),
    ("Thực chi (đồng)", 18),
    ("Chênh lệch (đồng)", 18),
    ("Nguồn kinh phí", 24),
    ("Ghi chú", 30),
)
#: Columns of sums on the sheet of goods.
SUMMED = (6, 7, 8)
RECEIPT_HEADS = (
    ("Ngày nhận", 13),
    ("Nội dung", 46),
    ("Số lượng", 11),
    ("ĐVT", 10),
    ("Chi phí (đồng)", 18),
    ("Số biên bản, phiếu giao", 26),
    ("Người nhập", 26),
    ("Tình trạng", 34),
)


class GolivePaper:
    """Reckons the rows of one checklist once, for print and Excel alike."""

    def __init__(self, golive):
        """Take what the user may see of the list.

        :param golive: one ``tthc.golive``
        """
        self.golive = golive
        self.live = golive._live_standings()[golive]
        self.settled = golive._settled_lines(self.live)

    def sections(self):
        """The lines by section.

        :return: list of dicts “name”, “done”, “rows” (dicts of texts and numbers)
        """
        number, sections = 0, []
        for section, lines in self.golive._by_section():
            rows = []
            for line in lines:
                number += 1
                rows.append(self._row(number, line))
            sections.append(
                {
                    "name": section.name,
                    "done": len(lines & self.settled),
                    "rows": rows,
                }
            )
        return sections

    def _row(self, number, line):
        goods = line.kind == "goods"
        quantity = line._quantity
        return {
            "number": number,
            "name": line.name,
            "detail": line.detail or "",
            "who": line.agency_id.display_name or line.responsible or "",
            "due": line.due_on.strftime("%d/%m/%Y") if line.due_on else "",
            "unit": line.unit or "",
            "planned": quantity(line.planned_quantity) if goods else "",
            "received": quantity(line.received_quantity) if goods else "",
            "planned_cost": quantity(line.planned_cost) if line.planned_cost else "",
            "actual_cost": quantity(line.actual_cost) if line.actual_cost else "",
            "fund": line.fund_id.name or "",
            "state": self._state(line),
        }

    def _state(self, line):
        """Where a line stands, as printed."""
        if line.state == "waived":
            return f"{STATES['waived']}: {line.waive_reason}"
        if line.kind == "live":
            state = STATES["done" if line in self.settled else "todo"]
            return f"{state} ({line._standing_words(self.live)})"
        if line.state == "done" and line.done_at:
            return f"{STATES['done']} {local_moment(line.done_at):%d/%m/%Y}"
        return STATES[line.state]

    def totals(self):
        """Planned and actual cost, as printed."""
        quantity = self.golive._lines()._quantity
        return quantity(self.golive.planned_cost), quantity(self.golive.actual_cost)

    # -- Excel ------------------------------------------------------------------------

    def excel(self):
        """Bytes of the Excel file for the department of finance."""
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        self._formats(book)
        self._goods_sheet(book.add_worksheet("Trang thiết bị, kinh phí"))
        self._fund_sheet(book.add_worksheet("Theo nguồn kinh phí"))
        self._receipt_sheet(book.add_worksheet("Giao nhận"))
        book.close()
        return buffer.getvalue()

    def _formats(self, book):
        base = {"font_name": FONT, "font_size": 12, "valign": "top"}
        boxed = {**base, "border": 1, "text_wrap": True}
        money = {**boxed, "num_format": "#,##0"}
        self.title = book.add_format({**base, "bold": True, "font_size": 14})
        self.plain = book.add_format(boxed)
        self.bold = book.add_format({**boxed, "bold": True})
        self.head = book.add_format(
            {**boxed, "bold": True, "align": "center", "bg_color": "#DDEBF7"}
        )
        self.money = book.add_format(money)
        self.sum = book.add_format({**money, "bold": True})
        self.count = book.add_format({**boxed, "num_format": "#,##0.##"})
        self.day = book.add_format({**boxed, "num_format": "dd/mm/yyyy"})

    def _begin(self, sheet, title, heads):
        """Title and headings; the first row of the table.

        :param heads: pairs of heading and width
        """
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, title, self.title)
        sheet.write_string(1, 0, self.golive.display_name, self.title)
        for column, (label, width) in enumerate(heads):
            sheet.write_string(3, column, label, self.head)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(4, 2)
        sheet.repeat_rows(3)
        return 4

    def _costed(self, lines):
        """The lines that are bought: by quantity, or with money."""
        return lines.filtered(
            lambda line: line.kind == "goods" or line.planned_cost or line.actual_cost
        )

    def _goods_sheet(self, sheet):
        at = self._begin(
            sheet, "TRANG THIẾT BỊ VÀ KINH PHÍ CHUẨN BỊ KHAI TRƯƠNG", GOODS_HEADS
        )
        number, totals = 0, []
        for section, lines in self.golive._by_section():
            lines = self._costed(lines)
            if not lines:
                continue
            head, at = at, at + 1
            for line in lines:
                number += 1
                self._goods_row(sheet, at, number, line)
                at += 1
            self._sums(sheet, head, section.name, range(head + 1, at), lines)
            totals.append(head)
        self._sums(
            sheet, at, "TỔNG CỘNG", totals, self._costed(self.golive._lines()), total=1
        )
        sheet.print_area(0, 0, at, len(GOODS_HEADS) - 1)

    def _goods_row(self, sheet, at, number, line):
        sheet.write_number(at, 0, number, self.plain)
        sheet.write_string(at, 1, line.name, self.plain)
        sheet.write_string(at, 2, line.unit or "", self.plain)
        sheet.write_number(at, 3, line.planned_quantity, self.count)
        sheet.write_number(at, 4, line.received_quantity, self.count)
        sheet.write_formula(
            at,
            5,
            f"=MAX({cell(at, 3)}-{cell(at, 4)},0)",
            self.count,
            line.open_quantity,
        )
        sheet.write_number(at, 6, line.planned_cost, self.money)
        sheet.write_number(at, 7, line.actual_cost, self.money)
        sheet.write_formula(
            at,
            8,
            f"={cell(at, 6)}-{cell(at, 7)}",
            self.money,
            line.planned_cost - line.actual_cost,
        )
        sheet.write_string(at, 9, line.fund_id.name or NO_FUND, self.plain)
        sheet.write_string(at, 10, line.waive_reason or line.note or "", self.plain)

    def _sums(self, sheet, at, label, rows, lines, total=0):
        """A row of sums above the rows of a section, or below all of them.

        :param rows: which rows of the sheet are summed
        :param lines: the lines that they hold
        :param total: 1 for the last row, which sums the sums
        """
        for column in range(len(GOODS_HEADS)):
            sheet.write_blank(at, column, None, self.bold)
        sheet.write_string(at, 1, label, self.bold)
        planned, actual = (
            sum(lines.mapped("planned_cost")),
            sum(lines.mapped("actual_cost")),
        )
        for column, value in zip(
            SUMMED, (planned, actual, planned - actual), strict=True
        ):
            cells = [cell(row, column) for row in rows]
            if not total and cells:
                cells = [f"{cells[0]}:{cells[-1]}"]
            formula = f"=SUM({','.join(cells)})" if cells else "=0"
            sheet.write_formula(at, column, formula, self.sum, value)

    def fund_rows(self):
        """Planned and actual cost by source of funds and section.

        :return: list of (name of the fund, list of (section, planned, actual))
        """
        lines = self._costed(self.golive._lines())
        funds = lines.fund_id.sorted()
        groups = [
            (fund.name, lines.filtered(lambda row, f=fund: row.fund_id == f))
            for fund in funds
        ]
        groups.append((NO_FUND, lines.filtered(lambda row: not row.fund_id)))
        return [
            (
                name,
                [
                    (
                        section.name,
                        sum(rows.mapped("planned_cost")),
                        sum(rows.mapped("actual_cost")),
                    )
                    for section, rows in group.sorted().grouped("section_id").items()
                ],
            )
            for name, group in groups
            if group
        ]

    def _fund_sheet(self, sheet):
        heads = (
            ("Nguồn kinh phí", 34),
            ("Mục", 40),
            ("Dự toán (đồng)", 18),
            ("Thực chi (đồng)", 18),
            ("Còn lại (đồng)", 18),
        )
        at = self._begin(sheet, "KINH PHÍ THEO NGUỒN", heads)
        first, planned, actual = at, 0, 0
        for name, rows in self.fund_rows():
            for section, plan, spent in rows:
                sheet.write_string(at, 0, name, self.plain)
                sheet.write_string(at, 1, section, self.plain)
                sheet.write_number(at, 2, plan, self.money)
                sheet.write_number(at, 3, spent, self.money)
                sheet.write_formula(
                    at, 4, f"={cell(at, 2)}-{cell(at, 3)}", self.money, plan - spent
                )
                planned, actual, at = planned + plan, actual + spent, at + 1
        sheet.write_string(at, 0, "TỔNG CỘNG", self.bold)
        sheet.write_blank(at, 1, None, self.bold)
        for column, value in ((2, planned), (3, actual), (4, planned - actual)):
            formula = f"=SUM({cell(first, column)}:{cell(max(at - 1, first), column)})"
            sheet.write_formula(
                at, column, formula if at > first else "=0", self.sum, value
            )
        sheet.print_area(0, 0, at, len(heads) - 1)

    def _receipt_sheet(self, sheet):
        at = self._begin(sheet, "CÁC LẦN GIAO NHẬN", RECEIPT_HEADS)
        for receipt in self.golive._lines().receipt_ids.sorted("date"):
            state = "Đã hủy: " + receipt.cancel_reason if receipt.cancel_reason else ""
            sheet.write_datetime(at, 0, receipt.date, self.day)
            sheet.write_string(at, 1, receipt.line_id.name, self.plain)
            sheet.write_number(at, 2, receipt.quantity, self.count)
            sheet.write_string(at, 3, receipt.unit or "", self.plain)
            sheet.write_number(at, 4, receipt.cost, self.money)
            sheet.write_string(at, 5, receipt.paper_number, self.plain)
            sheet.write_string(at, 6, receipt.received_by_id.name, self.plain)
            sheet.write_string(at, 7, state or receipt.reason or "", self.plain)
            at += 1
        sheet.print_area(0, 0, max(at - 1, 4), len(RECEIPT_HEADS) - 1)
