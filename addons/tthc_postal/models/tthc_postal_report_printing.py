from odoo import models

from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount

from ..tools.postal_sheet import PostalSheet

#: Rows of the report in the words of the form: section, text, figure, unit.
ROWS = (
    ("I", "Danh mục", None, ""),
    ("1", "Số thủ tục có bưu gửi trong quý", "procedures", "thủ tục"),
    ("II", "Sản lượng", None, ""),
    ("2", "Hồ sơ nhận tại địa chỉ", "fetched", "bưu gửi"),
    ("3", "Kết quả chuyển trả", "delivered", "bưu gửi"),
    ("4", "Chậm so với J + n", "late", "bưu gửi"),
    ("5", "Không phát được, chuyển lại Trung tâm", "sent_back", "bưu gửi"),
    ("III", "Doanh thu, tiền thu hộ", None, ""),
    ("6", "Doanh thu cước", "revenue", "đồng"),
    ("7", "Phí, lệ phí đã thu hộ", "cod", "đồng"),
    ("8", "Phí, lệ phí đã nộp lại", "handed", "đồng"),
    ("IV", "Khiếu nại", None, ""),
    ("9", "Số khiếu nại tiếp nhận", "complaints", "vụ"),
    ("10", "Bưu điện có lỗi", "complaints_upheld", "vụ"),
    ("11", "Trả lời quá hạn", "complaints_late", "vụ"),
    ("V", "Mất, hư hỏng, bồi thường", None, ""),
    ("12", "Bưu gửi mất", "lost", "bưu gửi"),
    ("13", "Bưu gửi hư hỏng", "damaged", "bưu gửi"),
    ("14", "Bồi thường của Bưu điện", "compensation", "đồng"),
)
FIGURE_COLUMNS = (("TT", 6), ("Chỉ tiêu", 52), ("Số liệu", 18), ("Đơn vị tính", 14))
PROCEDURE_COLUMNS = (
    ("TT", 6),
    ("Mã thủ tục", 18),
    ("Tên thủ tục hành chính", 64),
    ("Nhận hồ sơ", 12),
    ("Trả kết quả", 12),
    ("Chậm", 10),
    ("Cước (đồng)", 16),
    ("Khiếu nại", 11),
)


class TthcPostalReportPrinting(models.AbstractModel):
    """The report on paper, and in Excel."""

    _name = "tthc.postal.report.printing"
    _description = "Prints of the report of the Post"

    def action_print(self):
        """Print the report."""
        report = self.env.ref("tthc_postal.action_report_postal_quarter")
        return report.report_action(self, config=False)

    def action_excel(self):
        """The report as an Excel file.

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
        return f"bao_cao_bcci_quy_{self.quarter}_{self.year}.xlsx"

    def _figure_rows(self):
        """Rows of the first table: number, words, figure (None for a heading), unit."""
        self.ensure_one()
        return [
            (number, text, name and int(self[name]), unit)
            for number, text, name, unit in ROWS
        ]

    def _procedure_table(self):
        """Rows of the second table, in the order of :data:`PROCEDURE_COLUMNS`."""
        return [
            (
                index,
                row["code"] or "",
                row["name"] or "",
                row["fetched"],
                row["delivered"],
                row["late"],
                int(row["revenue"]),
                row["complaints"],
            )
            for index, row in enumerate(self._procedure_rows(), 1)
        ]

    def _procedure_total(self, rows):
        sums = [sum(row[at] for row in rows) for at in range(3, len(PROCEDURE_COLUMNS))]
        return ("", "", "Tổng cộng", *sums)

    def _report_values(self):
        """Texts of the printed report.

        :return: dict
        """
        self.ensure_one()
        rows = self._procedure_table()

        def texts(row):
            """A row with its amounts as they are printed."""
            return row[:3] + tuple(vietnamese_amount(value) for value in row[3:])

        return {
            "center_name": self.center_id._names_at(self.date_to)["name"],
            "carrier_name": self.carrier_id.name,
            "period": f"Quý {self.quarter} năm {self.year}",
            "figures": [
                (number, text, "" if value is None else vietnamese_amount(value), unit)
                for number, text, value, unit in self._figure_rows()
            ],
            "procedures": [texts(row) for row in rows],
            "total": texts(self._procedure_total(rows)),
            "sent_day": self.sent_at and self.center_id._local_day(self.sent_at),
        }

    def _excel(self):
        """Bytes of the Excel file: the figures, then procedure by procedure."""
        book = PostalSheet()
        about = (
            f"Quý {self.quarter} năm {self.year} – {self.center_id.name} – "
            f"{self.carrier_id.name}"
        )
        notes = [] if self.state == "sent" else ["Bản nháp: chưa gửi."]
        book.add_table(
            "Bao cao",
            "BÁO CÁO DỊCH VỤ NHẬN GỬI HỒ SƠ, CHUYỂN TRẢ KẾT QUẢ QUA BƯU CHÍNH CÔNG ÍCH",
            about,
            FIGURE_COLUMNS,
            [
                (number, text, "" if value is None else value, unit)
                for number, text, value, unit in self._figure_rows()
            ],
            notes=notes,
        )
        rows = self._procedure_table()
        book.add_table(
            "Thu tuc",
            "DANH MỤC THỦ TỤC, SẢN LƯỢNG, DOANH THU",
            about,
            PROCEDURE_COLUMNS,
            rows,
            self._procedure_total(rows),
            notes,
        )
        return book.content()
