"""Layout and wording of the tables that count procedures.

The headings are those of the forms themselves, in Vietnamese, and no matter for
translators: section II of the report of 28 March 2017 on the center (dispatch of the
department of home affairs of Đồng Nai), part II.2 of the outline sent with dispatch
2520/SNV-CCHC of 2 October 2017, and table II.07b/VPCP/KSTT. The table of admissions
is one of the suite.
"""

from typing import NamedTuple

BODY_LABEL = "UBND cấp xã (cơ quan của nơi tiếp nhận)"


class Column(NamedTuple):
    """A column of a table.

    ``key`` names a fact of ``tthc.catalog.fact``, ``heads`` are the headings from
    above to below, ``kind`` says how the figure is made; ``joint``: two facts at once.
    """

    key: str
    heads: tuple
    kind: str = "count"
    joint: bool = False


class Table(NamedTuple):
    """A table: what it is called, its columns, the notes below it."""

    title: str
    columns: tuple
    notes: tuple
    paper: str = "landscape"
    numbered: bool = False
    code: str = ""


POST = "Thủ tục có sử dụng dịch vụ trả nhận của bưu điện"
LEVELS = ("Cấp tỉnh", "Cấp huyện", "Cấp xã")
DESKS = ("Tại BPMC cấp tỉnh", "Tại BPMC cấp huyện", "Tại BPMC cấp xã")
LEVEL_KEYS = ("province", "district", "commune")


def _by_level(heading, total, keys, labels, joint=False):
    """A figure and its three levels under one heading."""
    return (
        Column(total, (heading, "Tổng số")),
        *(
            Column(key, (heading, label), joint=joint)
            for key, label in zip(keys, labels, strict=True)
        ),
    )


UNKNOWN_NOTE = (
    "“chưa có dữ liệu”: không thủ tục nào của đơn vị có thông tin; “(n chưa rõ)”: còn "
    "n thủ tục chưa có thông tin, không tính là “không”."
)

TABLES = {
    "section_two": Table(
        "II. Về quy trình tiếp nhận – chuyển hồ sơ từ Trung tâm về Sở, ngành "
        "và ngược lại",
        (
            Column("procedure", ("Thủ tục hành chính",)),
            Column("interlinked", ("Thủ tục hành chính liên thông",)),
            Column("public_service", ("Dịch vụ công",)),
            Column("online", ("Dịch vụ công trực tuyến",)),
            Column("postal_return", (POST, "Trả kết quả qua bưu điện")),
            Column("postal_receive", (POST, "Nhận hồ sơ qua bưu điện")),
            Column(
                "online_postal", (POST, "DVC trực tuyến kết hợp bưu điện"), joint=True
            ),
            Column("partners", ("Đơn vị liên thông",), "partners"),
        ),
        (
            UNKNOWN_NOTE,
            "Ô “liên thông”, “dịch vụ công” để trống trong nguồn là chưa rõ cho đến "
            "khi đã rà soát.",
        ),
        "portrait",
    ),
    "report_two": Table(
        "II.2. Số thủ tục hành chính, dịch vụ công thực hiện theo cơ chế một cửa, "
        "cơ chế một cửa liên thông",
        (
            Column(
                "one_stop",
                ("a) Số lượng TTHC, dịch vụ công thực hiện theo cơ chế một cửa",),
            ),
            Column(
                "one_stop_interlinked",
                ("b) Số TTHC, dịch vụ công thực hiện theo cơ chế một cửa liên thông",),
                joint=True,
            ),
            Column("level_3_4", ("c) Số lượng dịch vụ công trực tuyến cấp độ 3, 4",)),
        ),
        (
            UNKNOWN_NOTE,
            "Cấp độ 3, 4 lấy theo mức độ cũ (1–4); thủ tục chỉ có mức độ mới (toàn "
            "trình, một phần) là chưa rõ cấp độ cũ.",
        ),
        "portrait",
    ),
    "table_07b": Table(
        "THỐNG KÊ SỐ LƯỢNG THỦ TỤC HÀNH CHÍNH THỰC HIỆN THEO CƠ CHẾ MỘT CỬA, "
        "QUY TRÌNH NỘI BỘ ĐÃ BAN HÀNH",
        (
            *_by_level(
                "Tổng số thủ tục hành chính",
                "total",
                [f"at_{level}" for level in LEVEL_KEYS],
                LEVELS,
            ),
            *_by_level(
                "TTHC thực hiện theo cơ chế một cửa",
                "one_stop",
                [f"one_stop_{level}" for level in LEVEL_KEYS],
                DESKS,
            ),
            *_by_level(
                "Quy trình nội bộ ban hành",
                "process",
                [f"process_{level}" for level in LEVEL_KEYS],
                LEVELS,
                joint=True,
            ),
        ),
        (
            UNKNOWN_NOTE,
            "Một thủ tục thực hiện ở nhiều cấp được tính ở từng cấp và một lần ở tổng "
            "số, nên tổng số có thể nhỏ hơn tổng các cấp.",
            "Cấp huyện lấy theo cột “cấp thực hiện” đã công bố; dữ liệu từ 01/7/2025 "
            "không còn cấp huyện. Quy trình nội bộ: thủ tục đã có các bước xử lý trong "
            "danh mục; chưa có bước là chưa rõ.",
            "Tiêu đề cột theo hệ thống đang vận hành, chưa đối chiếu với mẫu gốc của "
            "biểu II.07b/VPCP/KSTT.",
        ),
        numbered=True,
        code="Biểu số II.07b/VPCP/KSTT",
    ),
    "admission": Table(
        "TIẾN ĐỘ ĐƯA THỦ TỤC HÀNH CHÍNH VÀO TRUNG TÂM",
        (
            Column("total", ("Đang có hiệu lực",)),
            Column("one_stop", ("Đã đưa vào",)),
            Column("planned", ("Theo lộ trình", "Có ngày")),
            Column("overdue", ("Theo lộ trình", "Đã quá ngày")),
            Column("excluded", ("Không đưa vào",)),
            Column("no_word", ("Chưa có ý kiến",)),
            Column("missing", ("Còn phải đưa vào",)),
            Column("percent", ("Tỷ lệ",), "percent"),
            Column("target", ("Mục tiêu",), "target"),
            Column("gap", ("Còn thiếu so với mục tiêu",), "gap"),
        ),
        (
            "Tỷ lệ tính trên số thủ tục không bị loại trừ, trừ khi mục tiêu tính trên "
            "tất cả. Lộ trình đến ngày không tự thành “đã đưa vào”.",
        ),
    ),
}
