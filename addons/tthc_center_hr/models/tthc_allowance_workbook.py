from odoo import models

from ..tools.size_sheet import SizeSheet

#: The file goes to a Vietnamese office of finance, whatever language the user has.
HEAD = [
    "TT",
    "Họ và tên",
    "Chức vụ",
    "Đơn vị",
    "Nhiệm vụ",
    "Ngày tại vị trí",
    "Buổi phân công",
    "Buổi có mặt",
    "Buổi vắng",
    "Mức hưởng",
    "Tính",
    "Thành tiền",
]
#: On a supplement, in the place of the amount.
COMPARED = ["Được hưởng", "Đã gửi", "Chênh lệch"]
HEAD_UNPAID = ["TT", "Họ và tên", "Chức vụ", "Đơn vị", "Nhiệm vụ", "Lý do"]


class TthcAllowanceWorkbook(models.AbstractModel):
    """The Excel file of a sheet: who is paid, and who is not, with the reason."""

    _name = "tthc.allowance.workbook"
    _description = "Excel file of a sheet of allowances"

    def _workbook(self):
        """The sheet as an Excel file.

        :return: bytes
        """
        self.ensure_one()
        sheet = self.with_context(lang="vi_VN")
        kind = "BỔ SUNG " if sheet.supplements_id else ""
        title = f"BẢNG CHI HỖ TRỢ {kind}THÁNG {sheet.month:%m/%Y}"
        paid = sheet._listed_lines()
        book = SizeSheet()
        rows = [
            [
                *sheet._who(number, line),
                line.days_in_post,
                line.planned,
                line.served,
                line.absent,
                line.rate_amount,
                line.reckoned,
                *sheet._compared(line),
                line.amount,
            ]
            for number, line in enumerate(paid, 1)
        ]
        head = [*HEAD[:-1], *COMPARED] if sheet.supplements_id else HEAD
        total = ["", "Tổng cộng", *[""] * (len(head) - 3), sheet.amount]
        subtitle = sheet._subtitle()
        book.add_lines("Được hưởng", title, subtitle, head, rows, total)
        rows = [
            [*sheet._who(number, line), line.reason]
            for number, line in enumerate(sheet.line_ids - paid, 1)
        ]
        total = ["", f"Tổng cộng {len(rows)} người", *[""] * 4]
        title = f"DANH SÁCH KHÔNG HƯỞNG THÁNG {sheet.month:%m/%Y}"
        book.add_lines("Không hưởng", title, subtitle, HEAD_UNPAID, rows, total)
        return book.content()

    def _compared(self, line):
        """What somebody gets and got, on a supplement."""
        if not self.supplements_id:
            return []
        return [line.full_amount if line.is_paid else 0, line.paid_before]

    def _who(self, number, line):
        return [
            number,
            line.name,
            line.title,
            line.agency_id.display_name,
            line._role_label(),
        ]

    def _subtitle(self):
        """Of which center, and how far it is approved."""
        states = dict(self._fields["state"]._description_selection(self.env))
        return f"{self.center_id.name} · {states[self.state]}"
