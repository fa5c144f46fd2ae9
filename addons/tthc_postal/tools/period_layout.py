"""Layout and wording of the tables of a period: volumes, punctuality, discrepancies.

The headings are those of a printed sheet, in Vietnamese, and no matter for
translators. No form is laid down for them.
"""

from typing import NamedTuple


class Figure(NamedTuple):
    """A column: which rows of the analysis it counts, and how it is shown.

    ``kind``: “count” is a number that opens its list, “percent” and “mean” are shares
    that are reckoned from other columns and shown as text.
    """

    key: str
    heads: tuple
    domain: tuple = ()
    kind: str = "count"


class PeriodTable(NamedTuple):
    """A table: its title, the analysis behind it, its rows and columns."""

    title: str
    model: str
    group: str
    row_head: str
    columns: tuple
    notes: tuple


OUT, IN = ("direction", "=", "out"), ("direction", "=", "in")
VOLUME = (
    Figure("out", ("Giao cho cơ quan", "Tổng số"), (OUT,)),
    Figure("out_file", ("Giao cho cơ quan", "Bộ hồ sơ"), (OUT, ("kind", "=", "file"))),
    Figure("out_other", ("Giao cho cơ quan", "Khác"), (OUT, ("kind", "!=", "file"))),
    Figure("in", ("Nhận từ cơ quan", "Tổng số"), (IN,)),
    Figure("in_result", ("Nhận từ cơ quan", "Kết quả"), (IN, ("kind", "=", "result"))),
    Figure("in_other", ("Nhận từ cơ quan", "Khác"), (IN, ("kind", "!=", "result"))),
    Figure("all", ("Cộng",)),
)
VOLUME_NOTES = (
    "Tính theo biên bản giao nhận đã ký đủ hai bên; dòng đã đính chính không tính.",
)
KINDS = (
    ("missing", "Thiếu"),
    ("extra", "Thừa"),
    ("damaged", "Hư hỏng"),
    ("count", "Sai số lượng"),
    ("nobody", "Không người nhận"),
    ("missed", "Không dừng"),
)

TABLES = {
    "volume": PeriodTable(
        "SỐ LƯỢNG HỒ SƠ GIAO NHẬN THEO CƠ QUAN",
        "tthc.courier.volume",
        "agency_id",
        "Cơ quan",
        VOLUME,
        VOLUME_NOTES,
    ),
    "rounds": PeriodTable(
        "SỐ LƯỢNG HỒ SƠ GIAO NHẬN THEO CHUYẾN",
        "tthc.courier.volume",
        "round_id",
        "Chuyến",
        VOLUME,
        VOLUME_NOTES,
    ),
    "punctuality": PeriodTable(
        "MỨC ĐỘ ĐÚNG GIỜ TẠI ĐIỂM DỪNG",
        "tthc.courier.punctuality",
        "agency_id",
        "Cơ quan",
        (
            Figure("all", ("Số lượt dừng",)),
            Figure("on_time", ("Đúng giờ",), (("outcome", "=", "on_time"),)),
            Figure("late", ("Trễ",), (("outcome", "=", "late"),)),
            Figure("missed", ("Không dừng",), (("outcome", "=", "missed"),)),
            Figure("cancelled", ("Chuyến bị hủy",), (("outcome", "=", "cancelled"),)),
            Figure("share", ("Tỷ lệ đúng giờ",), kind="percent"),
            Figure("minutes", ("Số phút trễ bình quân",), kind="mean"),
        ),
        (
            "Đúng giờ: đến không quá 10 phút sau giờ kế hoạch. Tỷ lệ tính trên số lượt "
            "phải dừng, không tính chuyến bị hủy; phút trễ tính trên các lượt trễ.",
        ),
    ),
    "discrepancy": PeriodTable(
        "SAI LỆCH KHI GIAO NHẬN",
        "tthc.courier.discrepancy",
        "agency_id",
        "Cơ quan",
        (
            *(
                Figure(kind, ("Loại sai lệch", label), (("kind", "=", kind),))
                for kind, label in KINDS
            ),
            Figure("all", ("Tổng số",)),
            Figure("open", ("Chưa làm rõ",), (("state", "=", "open"),)),
            Figure("overdue", ("Quá hạn",), (("overdue_rows", "=", 1),)),
            Figure("days", ("Số ngày bình quân",), kind="mean"),
        ),
        ("Số ngày tính đến khi làm rõ, chưa làm rõ thì tính đến lúc lập biểu.",),
    ),
}
#: What stands for a row without agency or round.
NO_AGENCY = "Tại Trung tâm"
NO_ROUND = "Giao trực tiếp, không qua chuyến"
