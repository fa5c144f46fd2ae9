from odoo import models

from ..tools.size_sheet import SizeSheet

#: The file goes to a Vietnamese supplier, whatever language the user works in.
WORDS = {"number": "TT", "agency": "Đơn vị", "total": "Tổng"}
HEAD = [
    "TT",
    "Loại trang phục",
    "Nam/nữ",
    "Cỡ",
    "Theo người",
    "Dự phòng",
    "Đặt may",
    "Đơn giá",
    "Thành tiền",
]
SEXES = {"female": "Nữ", "male": "Nam"}


class TthcUniformWorkbook(models.AbstractModel):
    """The Excel file of an order: sizes and numbers, no names of people."""

    _name = "tthc.uniform.workbook"
    _description = "Excel file of an order of uniforms"

    def _workbook(self):
        """The order as an Excel file: agencies by sizes, and the lines with prices.

        :return: bytes
        """
        self.ensure_one()
        order = self.with_context(lang="vi_VN")
        sheet = SizeSheet()
        title = "ĐƠN ĐẶT MAY ĐỒNG PHỤC"
        sheet.add_grid("Đơn vị và cỡ", title, order._subtitle(), order.grid, WORDS)
        rows = [
            [
                number,
                line.garment_id.name,
                SEXES[line.sex],
                line.size_id.name,
                line.need,
                line.spare,
                line.quantity,
                line.unit_price,
                line.amount,
            ]
            for number, line in enumerate(order.line_ids, 1)
        ]
        total = [
            "",
            WORDS["total"],
            "",
            "",
            *(sum(row[at] for row in rows) for at in (4, 5, 6)),
        ]
        total += ["", sum(row[8] for row in rows)]
        sheet.add_lines("Cỡ và giá", title, order._subtitle(), HEAD, rows, total)
        return sheet.content()

    def _subtitle(self):
        """What the order is, in one line."""
        names = [self.center_id.name, f"Nhà cung cấp: {self.supplier_id.name}"]
        if self.number:
            names.insert(0, f"Số {self.number}/{self.year}")
        else:
            names.append("chưa chốt")
        return " · ".join(names)
