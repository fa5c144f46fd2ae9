from odoo import models

from odoo.addons.tthc_base.tools.vietnamese_number import (
    vietnamese_amount,
    vietnamese_money,
)

from ..tools.postal_sheet import PostalSheet

#: Words of the form, whatever language the clerk has.
DIRECTION_WORDS = {"pickup": "Nhận hồ sơ", "delivery": "Trả kết quả"}
COLUMNS = (
    ("TT", 5),
    ("Số bưu gửi", 20),
    ("Mã hồ sơ", 26),
    ("Loại", 13),
    ("Ngày giờ thu", 16),
    ("Cước (đồng)", 13),
    ("Thu hộ (đồng)", 13),
    ("Đã nộp (đồng)", 13),
    ("Chênh lệch (đồng)", 13),
    ("Giải trình", 34),
)


class TthcParcelSettlementPrinting(models.AbstractModel):
    """The sheet on paper, and in Excel."""

    _name = "tthc.parcel.settlement.printing"
    _description = "Prints of a sheet with the Post"

    def action_print(self):
        """Print the sheet for both sides to sign."""
        report = self.env.ref("tthc_postal.action_report_parcel_settlement")
        return report.report_action(self, config=False)

    def action_excel(self):
        """The sheet as an Excel file.

        :return: action of the web client that downloads it
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/tthc_postal/excel/{self._name}/{self.id}",
            "target": "download",
        }

    def _excel_name(self):
        """Name of the Excel file."""
        return f"doi_soat_buu_dien_{self.day}_{self.part}.xlsx"

    def _sheet_rows(self):
        """One row a line, in the order of :data:`COLUMNS`; amounts as numbers."""
        self.ensure_one()
        # sudo: who settles for the Post reads the codes of all parcels of the sheet
        lines = self.sudo().line_ids.sorted("id")
        rows = []
        for index, line in enumerate(lines, 1):
            parcel = line.parcel_id
            note = line.note or ""
            if line.kind == "correction":
                note = f"Điều chỉnh: {note}"
            rows.append(
                (
                    index,
                    parcel.name or "",
                    parcel.code or "",
                    DIRECTION_WORDS[parcel.direction],
                    self.center_id._local(line.moment).strftime("%d/%m/%Y %H:%M"),
                    int(line.postage),
                    int(line.cod),
                    int(line.handed),
                    int(line.difference),
                    note,
                )
            )
        return rows

    def _sheet_values(self):
        """Texts of the printed sheet.

        :return: dict with ``rows`` (texts), the sums in digits, and ``words`` of what
            is handed over
        """
        self.ensure_one()
        amount = vietnamese_amount
        signed = [moment for moment in (self.center_at, self.post_at) if moment]
        return {
            "signed_day": signed and self.center_id._local_day(max(signed)),
            "center_name": self.center_id._names_at(self.day)["name"],
            "carrier_name": self.carrier_id.name,
            "rows": [
                row[:5] + tuple(amount(value) for value in row[5:9]) + row[9:]
                for row in self._sheet_rows()
            ],
            "count": self.parcel_count,
            "postage": amount(self.postage),
            "cod": amount(self.cod),
            "handed": amount(self.handed),
            "difference": amount(self.difference),
            "words": vietnamese_money(self.handed),
            "paid_day": self.paid_at and self.center_id._local_day(self.paid_at),
        }

    def _excel(self):
        """Bytes of the Excel file."""
        book = PostalSheet()
        total = ("", "Tổng cộng", "", "", "") + tuple(
            int(value)
            for value in (self.postage, self.cod, self.handed, self.difference)
        )
        day = self.day.strftime("%d/%m/%Y")
        book.add_table(
            "Doi soat",
            "BẢNG ĐỐI SOÁT CƯỚC VÀ TIỀN THU HỘ VỚI BƯU ĐIỆN",
            f"{self.center_id.name} – {self.carrier_id.name}, ngày {day}"
            + (f", số {self.name}" if self.name else " (chưa ký)"),
            COLUMNS,
            self._sheet_rows(),
            (*total, ""),
        )
        return book.content()
