"""Scoring by Circular 01/2018/TT-VPCP, and what of Decision 766/QĐ-TTg is measurable.

Headings are those of the instruments, in Vietnamese, and no matter for translators.
"""

from .figure_layout import Column, Layout, Source, dated_rows, grouped_by

POINTS = "Điểm bình quân theo chỉ số (Thông tư 01/2018/TT-VPCP Điều 13)"
LEAD = (("is_lead", "=", True),)
#: Indicators of Art 13 in their order, with the words of the columns.
INDICATORS = (
    ("time", "1. Tổng thời gian"),
    ("shares", "2. Thời gian từng cơ quan"),
    ("contacts", "3. Số lần liên hệ"),
    ("bodies", "4. Số cơ quan phải liên hệ"),
    ("desk", "5. Tổ chức tại BPMC"),
    ("publication", "6. Công khai TTHC"),
    ("attitude", "7. Thái độ"),
    ("feedback", "8. Giải trình PAKN"),
    ("online", "9. DVC trực tuyến"),
)
#: Points that each dossier has, by the field that holds them.
BY_DOSSIER = {
    "time": "points_time",
    "shares": "points_agencies",
    "contacts": "points_contacts",
    "bodies": "points_bodies",
}


def _indicator(key, label):
    if key in BY_DOSSIER:
        return Column(
            key,
            (POINTS, label),
            "points",
            domain=LEAD,
            field=BY_DOSSIER[key],
            own="own_share" if key == "shares" else "",
        )
    return Column(key, (POINTS, label), "given")


SCORE = Layout(
    "Đánh giá việc giải quyết thủ tục hành chính",
    {
        "rows": Source("tthc.dossier.score", grouped_by(), "finished_on"),
    },
    (
        Column("all", ("Hồ sơ đã giải quyết",), domain=LEAD),
        *(_indicator(key, label) for key, label in INDICATORS),
        Column("sum", ("Cộng", "Điểm"), "given"),
        Column("known", ("Cộng", "Số chỉ số"), "words"),
        Column("most", ("Cộng", "Tối đa"), "given"),
        Column("band", ("Cộng", "Xếp loại"), "words"),
    ),
    (
        "Điểm chỉ số = tổng điểm các hồ sơ chia số hồ sơ, lấy một chữ số thập phân "
        "(Thông tư 01/2018/TT-VPCP Điều 14, 15). “–”: chưa có dữ liệu, không tính; khi "
        "còn thiếu chỉ số thì chưa xếp loại. {missing}",
        "Chỉ số của cán bộ: 1, 2, 3, 4, 7 (theo hồ sơ). Chỉ số 2 của một cơ quan là "
        "phần việc của cơ quan đó, kể cả khi phối hợp; ở các dòng khác là phần việc "
        "chậm nhất của hồ sơ. Chỉ số 3 chưa trừ lỗi của người nộp. Chỉ số 4: 2 điểm "
        "khi nộp và nhận không qua quầy, còn lại 1 điểm; liên hệ ngoài Trung tâm không "
        "được ghi nhận.",
    ),
    extra=(Column("own_share", (), "points", field="points_share"),),
    further="_score_figures",
)

ON_TIME = "Tiến độ giải quyết (tối đa 20 điểm)"
ONLINE = "Dịch vụ công trực tuyến"
DIGITAL = "Số hóa hồ sơ"

#: Every paper that was handed in has its scan.
ALL_SCANNED = (
    ("component_ids", "!=", False),
    ("component_ids", "not any", [("scan_ids", "=", False)]),
)

DECISION_766 = Layout(
    "Các phần đo được theo Quyết định 766/QĐ-TTg (tạm tính)",
    {
        "rows": dated_rows("_counted_rows"),
        "received": dated_rows("_received_rows"),
        "settled": dated_rows("_settled_rows"),
    },
    (
        Column("settled", (ON_TIME, "Đã giải quyết"), condition="_is_settled"),
        Column("in_time", (ON_TIME, "Trước và đúng hạn"), condition="_is_in_time"),
        Column("open_late", (ON_TIME, "Đang giải quyết quá hạn"), condition="c13"),
        Column("points", (ON_TIME, "Điểm tạm tính"), "given"),
        Column("received", (ONLINE, "Tiếp nhận"), source="received"),
        Column(
            "online",
            (ONLINE, "Nộp trực tuyến"),
            source="received",
            domain=(("channel", "=", "online"),),
        ),
        Column(
            "online_share",
            (ONLINE, "Tỷ lệ"),
            "percent",
            part="online",
            whole="received",
        ),
        Column(
            "scanned",
            (DIGITAL, "Hồ sơ tiếp nhận có bản số hóa"),
            source="received",
            condition="_all_scanned",
            listed=ALL_SCANNED,
        ),
        Column(
            "scanned_share",
            (DIGITAL, "Tỷ lệ"),
            "percent",
            part="scanned",
            whole="received",
        ),
        Column(
            "digital",
            (DIGITAL, "Kết quả có bản số hóa"),
            source="settled",
            condition="_result_scanned",
            listed=(("result_ids.sha256", "!=", False),),
        ),
        Column(
            "digital_share",
            (DIGITAL, "Tỷ lệ kết quả"),
            "percent",
            part="digital",
            whole="settled",
        ),
    ),
    (
        "TẠM TÍNH: công thức chính thức của Quyết định 766/QĐ-TTg chưa được kiểm tra. "
        "Chỉ tiến độ giải quyết có điểm: 20 × (trước hạn + đúng hạn) ÷ (đã giải quyết "
        "+ đang giải quyết quá hạn). Các phần khác chỉ nêu số liệu; không cộng tổng "
        "điểm.",
        "Chưa đo được: công khai minh bạch, thanh toán trực tuyến, mức độ hài lòng.",
    ),
    further="_decision_figures",
)

SCORES = {
    "score": (SCORE, ("agency", "sector", "center", "procedure")),
    "decision_766": (DECISION_766, ("agency", "sector", "center", "procedure")),
}
