from odoo import models

from ..tools.size_sheet import SizeSheet

#: The file goes to Vietnamese offices, whatever language the user has.
HEAD = [
    "TT",
    "Họ và tên",
    "Chức vụ",
    "Cơ quan cử",
    "Nhiệm vụ",
    "Ngày tại vị trí",
    "Buổi phân công",
    "Buổi có mặt",
    "Buổi vắng",
    "Đi muộn",
    "Về sớm",
    "Không chấm công",
    "Hồ sơ tiếp nhận",
    "Hồ sơ chuyển",
    "Chuyển muộn",
    "Bước đúng hạn",
    "Bước quá hạn",
    "Lượt đánh giá",
    "Phản ánh đúng",
    "Người đứng đầu đánh giá",
    "Nhận xét",
]
#: Figures by what has to be known for them.
KNOWN = {
    "roster_known": ("planned", "served", "absent"),
    "attendance_known": ("late_count", "early_count", "missed_count"),
    "progress_known": (
        "received_count",
        "handed_count",
        "handed_late_count",
        "step_on_time_count",
        "step_late_count",
    ),
    "rating_known": ("rating_count", "negative_count"),
}
NO_DATA = "chưa có dữ liệu"


class TthcStaffNoticeWorkbook(models.AbstractModel):
    """The people of monthly notices as an Excel file."""

    _name = "tthc.staff.notice.workbook"
    _description = "Excel file of monthly notices"

    def _workbook(self):
        """One row a person of all these notices.

        :return: bytes
        """
        notices = self.with_context(lang="vi_VN")
        rows = [
            [number, *line._cells()] for number, line in enumerate(notices.line_ids, 1)
        ]
        months = ", ".join(
            f"{month:%m/%Y}" for month in sorted(set(self.mapped("month")))
        )
        book = SizeSheet()
        book.add_lines(
            "Thông báo",
            f"TÌNH HÌNH CÔNG CHỨC, VIÊN CHỨC, NGƯỜI LAO ĐỘNG ĐƯỢC CỬ, THÁNG {months}",
            " · ".join(notices.center_id.mapped("name")),
            HEAD,
            rows,
            ["", f"Tổng cộng {len(rows)} người", *[""] * (len(HEAD) - 2)],
        )
        return book.content()
