"""The further tables of figures: what each counts, from which rows, in which words.

Headings are those of printed tables, in Vietnamese, and no matter for translators.
Which dossiers a column counts is said here once: the reckoning and the list behind a
figure read the same words.
"""

from typing import NamedTuple

HOURS = "giờ:phút làm việc"


class Column(NamedTuple):
    """A column of a table.

    ``heads`` are the headings from above to below. ``kind``: ``count`` of the rows of
    ``source`` that are within ``domain``; ``percent``, a ``part`` of a ``whole`` (keys
    of columns); ``mean``, ``median``, ``p90`` and ``sum`` of ``field``, in minutes;
    ``share``, minutes a row that add up with their neighbours to ``whole``; ``days``, a
    mean in days; ``points``, a mean of one decimal; ``given`` and ``words``, what the
    method of the table adds. ``condition`` names a method that adds what a domain can't
    say, where ``listed`` says the same of dossiers in a domain, for the list alone;
    ``own`` names the column that stands in for it on the row of one agency.
    """

    key: str
    heads: tuple
    kind: str = "count"
    source: str = "rows"
    domain: tuple = ()
    condition: str = ""
    field: str = ""
    part: str = ""
    whole: str = ""
    own: str = ""
    listed: tuple = ()


class Source(NamedTuple):
    """Rows that a table counts.

    ``day`` is the field by which a row belongs to a period, ``moment`` whether it is an
    instant, ``groups`` the paths by which rows are put together, by the choice of the
    user, ``scope`` a method that says which rows instead of ``day``, ``through`` the
    field of the dossier by which the list of a figure shows dossiers.
    """

    model: str
    groups: dict
    day: str = ""
    moment: bool = False
    domain: tuple = ()
    center: str = "center_id"
    agency: str = "agency_id"
    scope: str = ""
    through: str = ""


class Layout(NamedTuple):
    """A table: its title, its rows by choice, its columns, the notes below it.

    ``extra`` are columns that are reckoned and not shown, ``further`` names a method
    that adds figures to those of the rows.
    """

    title: str
    sources: dict
    columns: tuple
    notes: tuple = ()
    extra: tuple = ()
    further: str = ""


ROW_HEADS = {
    "agency": "Cơ quan, đơn vị",
    "sector": "Lĩnh vực",
    "procedure": "Thủ tục hành chính",
    "step": "Thủ tục hành chính, bước",
    "center": "Trung tâm",
    "reason": "Lý do",
}


def grouped_by(prefix="", **others):
    """Groupings that a source offers: by agency, sector, procedure and center.

    :param prefix: path to the record that has these fields, with its dot
    :param others: further groupings of the source
    :return: dict name → tuple of paths
    """
    names = ("agency", "sector", "procedure", "center")
    return {name: (f"{prefix}{name}_id",) for name in names} | others


def dated_rows(scope):
    """The dated rows of dossiers as a source: a past period answers the same for ever.

    :param scope: name of the condition that says which rows take part
    :return: :class:`Source`
    """
    return Source("tthc.dossier.span", grouped_by(), scope=scope, through="span_ids")


SHARE = "Kết quả so với hạn của phần việc"
USED = f"Thời gian ({HOURS})"
LATE = (("punctuality", "=", "late"),)
ON_TIME = (("punctuality", "=", "on_time"),)
EARLY = (("punctuality", "=", "early"),)

INTERLINKED = Layout(
    "Kết quả giải quyết hồ sơ liên thông theo phần việc của từng cơ quan",
    {
        "rows": Source(
            "tthc.step.hours",
            grouped_by(),
            "finished_on",
            domain=(("interlinked", "=", True),),
        )
    },
    (
        Column("all", ("Phần việc đã xong",)),
        Column("early", (SHARE, "Trước hạn"), domain=EARLY),
        Column("on_time", (SHARE, "Đúng hạn"), domain=ON_TIME),
        Column("late", (SHARE, "Quá hạn"), domain=LATE),
        Column(
            "late_share", (SHARE, "Tỷ lệ quá hạn"), "percent", part="late", whole="all"
        ),
        Column(
            "had",
            (USED, "Bình quân được giao"),
            "mean",
            domain=(("has_due", "=", True),),
            field="allowed_minutes",
        ),
        Column("took", (USED, "Bình quân đã dùng"), "mean", field="taken_minutes"),
        Column("p90", (USED, "9/10 xong trong"), "p90", field="taken_minutes"),
    ),
    (
        "Mỗi dòng là phần việc của chính cơ quan đó trong hồ sơ có từ hai cơ quan trở "
        "lên, so với hạn của phần việc đó; không phải kết quả của cả hồ sơ.",
        "Thời gian đã dùng không gồm lúc đồng hồ dừng.",
    ),
)

WHY = "Vì sao lập thư"
ENDED = "Sau thư xin lỗi (đến cuối kỳ)"

APOLOGY = Layout(
    "Thư xin lỗi và hẹn lại ngày trả kết quả",
    {
        "rows": Source(
            "tthc.dossier.apology",
            {
                "agency": ("agency_id",),
                "sector": ("dossier_id.sector_id",),
                "procedure": ("dossier_id.procedure_id",),
                "center": ("center_id",),
                "reason": ("reason",),
            },
            "signed_at",
            moment=True,
            domain=(("state", "in", ("signed", "issued")),),
        )
    },
    (
        Column("all", ("Thư đã ký",)),
        Column("first", ("Trong đó", "Lần đầu"), domain=(("kind", "=", "first"),)),
        Column("again", ("Trong đó", "Lần nữa"), domain=(("kind", "=", "overrule"),)),
        Column(
            "in_time", ("Ngày ký", "Đúng quy định"), domain=(("in_time", "=", True),)
        ),
        Column("tardy", ("Ngày ký", "Chậm"), domain=(("in_time", "=", False),)),
        Column("why_late", (WHY, "Đã quá hạn"), domain=(("finding", "=", "late"),)),
        Column(
            "why_steps",
            (WHY, "Bước còn lại không kịp"),
            domain=(("finding", "=", "steps"),),
        ),
        Column(
            "why_deadline",
            (WHY, "Đến ngày cuối"),
            domain=(("finding", "=", "deadline"),),
        ),
        Column("why_own", (WHY, "Cơ quan tự lập"), domain=(("finding", "=", False),)),
        Column("kept", (ENDED, "Giữ ngày hẹn mới"), condition="_new_day_kept"),
        Column("missed", (ENDED, "Trễ ngày hẹn mới"), condition="_new_day_missed"),
        Column("unfinished", (ENDED, "Chưa xong"), condition="_unfinished"),
        Column(
            "days",
            (ENDED, "Trễ bình quân so với hẹn đầu (ngày)"),
            "days",
            condition="_finished",
        ),
    ),
    (
        "Thư phải ký chậm nhất một ngày trước khi hết hạn và chỉ hẹn lại một lần (Nghị "
        "định 61/2018/NĐ-CP Điều 19.9); “lần nữa” là quyết định của Giám đốc Trung "
        "tâm.",
    ),
)

ASKED = "Phiếu yêu cầu bổ sung (Mẫu 02)"
BROUGHT = "Đến cuối kỳ"

SUPPLEMENT = Layout(
    "Yêu cầu bổ sung, hoàn thiện hồ sơ theo thủ tục",
    {
        "received": dated_rows("_received_rows"),
        "rows": Source(
            "tthc.dossier.supplement",
            grouped_by("dossier_id.") | {"center": ("center_id",)},
            "issued_at",
            moment=True,
            agency="dossier_id.agency_id",
            domain=(("number", ">", 0),),
        ),
    },
    (
        Column("received", ("Hồ sơ tiếp nhận trong kỳ",), source="received"),
        Column("all", (ASKED, "Tổng số")),
        Column("intake", (ASKED, "Khi tiếp nhận"), domain=(("kind", "=", "intake"),)),
        Column(
            "processing",
            (ASKED, "Khi giải quyết"),
            domain=(("kind", "=", "processing"),),
        ),
        Column(
            "share",
            (ASKED, "So với tiếp nhận"),
            "percent",
            part="all",
            whole="received",
        ),
        Column("again", (ASKED, "Quá số lần cho phép"), condition="_beyond_law"),
        Column("brought", (BROUGHT, "Đã bổ sung"), condition="_brought"),
        Column("not_brought", (BROUGHT, "Chưa bổ sung"), condition="_not_brought"),
    ),
    (
        "Cơ quan chỉ được yêu cầu bổ sung một lần trong suốt quá trình giải quyết "
        "(Nghị định 61/2018/NĐ-CP Điều 11.2.c, 15.3, 19.4); phiếu vượt số lần là trái "
        "quy định (R02).",
    ),
)

SETTLED = "Đã giải quyết trong kỳ"
REFUSED = "Từ chối giải quyết"
IS_REFUSED = (("outcome", "=", "refused"),)
EXPIRED = (("dossier_id.supplement_ids.state", "=", "expired"),)

REFUSAL = Layout(
    "Hồ sơ bị từ chối giải quyết",
    {
        "rows": dated_rows("_settled_rows")._replace(
            groups=grouped_by(reason=("dossier_id.result_note",))
        )
    },
    (
        Column("all", (SETTLED,)),
        Column("refused", (REFUSED, "Tổng số"), domain=IS_REFUSED),
        Column("share", (REFUSED, "Tỷ lệ"), "percent", part="refused", whole="all"),
        Column("expired", (REFUSED, "Vì không bổ sung"), domain=IS_REFUSED + EXPIRED),
        Column("late", (REFUSED, "Sau khi hết hạn"), domain=IS_REFUSED + LATE),
    ),
    (
        "Từ chối sau khi hết hạn là trái quy định (Nghị định 61/2018/NĐ-CP Điều 19.8). "
        "Bấm vào một số để xem lý do của từng hồ sơ.",
    ),
)

REFUSAL_REASON = Layout(
    "Lý do từ chối giải quyết hồ sơ",
    {
        "rows": dated_rows("_settled_rows")._replace(
            groups={"reason": ("dossier_id.result_note",)}, domain=IS_REFUSED
        )
    },
    (
        Column("refused", ("Hồ sơ",)),
        Column("late", ("Trong đó sau khi hết hạn",), domain=LATE),
    ),
)

FORM_02 = "Hướng dẫn bổ sung (Mẫu 02)"
FORM_03 = "Từ chối tiếp nhận (Mẫu 03)"

INTAKE = Layout(
    "Hồ sơ chưa được tiếp nhận tại quầy",
    {
        "received": dated_rows("_received_rows"),
        "guided": Source(
            "tthc.dossier.supplement",
            grouped_by("dossier_id.") | {"center": ("center_id",)},
            "issued_at",
            moment=True,
            agency="dossier_id.agency_id",
            domain=(("kind", "=", "intake"), ("number", ">", 0)),
        ),
        "refused": Source(
            "tthc.dossier",
            grouped_by(reason=("end_reason",)),
            "turned_away_at",
            moment=True,
            domain=(("state", "=", "refused_intake"),),
        ),
    },
    (
        Column("received", ("Tiếp nhận trong kỳ",), source="received"),
        Column("guided", (FORM_02, "Tổng số"), source="guided"),
        Column(
            "then",
            (FORM_02, "Sau đó đã tiếp nhận"),
            source="guided",
            condition="_then_received",
        ),
        Column(
            "away",
            (FORM_02, "Chưa tiếp nhận"),
            source="guided",
            condition="_not_received",
        ),
        Column("refused", (FORM_03, "Tổng số"), source="refused"),
        Column(
            "complete",
            (FORM_03, "Dù đủ giấy tờ"),
            source="refused",
            domain=(("turned_away_complete", "=", True),),
        ),
    ),
    (
        "“Sau đó đã tiếp nhận” tính đến cuối kỳ. “Dù đủ giấy tờ”: mọi giấy tờ bắt buộc "
        "đã có khi quầy từ chối.",
    ),
)

SENT = "Nộp hồ sơ"
BACK = "Nhận kết quả"
LEVEL = "Theo mức dịch vụ công trực tuyến của thủ tục"


def _level(key, label, *levels):
    """Dossiers of procedures of a level, and how many of them came online."""
    domain = (("version_id.online_level", "in", levels),)
    return (
        Column(key, (LEVEL, label, "Hồ sơ"), domain=domain),
        Column(
            f"{key}_online",
            (LEVEL, label, "Nộp trực tuyến"),
            domain=(*domain, ("channel", "=", "online")),
        ),
    )


CHANNEL = Layout(
    "Hồ sơ tiếp nhận theo hình thức nộp và nhận kết quả",
    {"rows": dated_rows("_received_rows")},
    (
        Column("all", ("Tiếp nhận trong kỳ",)),
        *(
            Column(key, (SENT, label), domain=(("channel", "=", key),))
            for key, label in (
                ("direct", "Trực tiếp"),
                ("online", "Trực tuyến"),
                ("post", "Bưu chính"),
            )
        ),
        Column(
            "online_share",
            (SENT, "Tỷ lệ trực tuyến"),
            "percent",
            part="online",
            whole="all",
        ),
        *(
            Column(
                f"back_{key}",
                (BACK, label),
                condition=f"_returned_{key}",
                listed=(("result_channel", "=", key),),
            )
            for key, label in (
                ("direct", "Tại quầy"),
                ("online", "Trực tuyến"),
                ("post", "Bưu chính"),
            )
        ),
        *_level("full", "Toàn trình", "full"),
        *_level("partial", "Một phần", "partial"),
        *_level("none", "Khác", "information", False),
    ),
)

IN_PERIOD = "Đã giải quyết trong kỳ"
AT_END = "Đang giải quyết cuối kỳ"

CARRIED = Layout(
    "Hồ sơ từ kỳ trước chuyển sang",
    {"rows": dated_rows("_carried_rows")},
    (
        Column("all", ("Từ kỳ trước chuyển sang",)),
        Column("early", (IN_PERIOD, "Trước hạn"), condition="c8"),
        Column("on_time", (IN_PERIOD, "Đúng hạn"), condition="c9"),
        Column("late", (IN_PERIOD, "Quá hạn"), condition="c10"),
        Column("open", (AT_END, "Trong hạn"), condition="c12"),
        Column("open_late", (AT_END, "Quá hạn"), condition="c13"),
        Column("waiting", (AT_END, "Trong đó đang chờ"), condition="waiting"),
        Column("old", (AT_END, "Nhận trước kỳ trên 90 ngày"), condition="_long_open"),
    ),
    ("Cách tính như Biểu II.06a: cột “Từ kỳ trước” (6) của biểu đó là cột đầu ở đây.",),
)

HOURS_TABLE = Layout(
    "Thời gian giải quyết theo thủ tục và bước",
    {
        "rows": Source(
            "tthc.step.hours",
            grouped_by(step=("procedure_id", "sequence", "name")),
            "finished_on",
        )
    },
    (
        Column("all", ("Bước đã xong",)),
        Column(
            "had",
            (USED, "Bình quân được giao"),
            "mean",
            domain=(("has_due", "=", True),),
            field="allowed_minutes",
        ),
        Column("took", (USED, "Bình quân đã dùng"), "mean", field="taken_minutes"),
        Column("median", (USED, "Một nửa xong trong"), "median", field="taken_minutes"),
        Column("p90", (USED, "9/10 xong trong"), "p90", field="taken_minutes"),
        Column("late", ("Quá hạn", "Số bước"), domain=LATE),
        Column("late_share", ("Quá hạn", "Tỷ lệ"), "percent", part="late", whole="all"),
    ),
    (
        "Giờ làm việc theo lịch của Trung tâm, không gồm lúc đồng hồ dừng.",
        "“chưa đủ dữ liệu”: ít hơn {sample} bước trong kỳ, không nêu trung vị và phân "
        "vị.",
    ),
)

WHERE = f"Bình quân một hồ sơ ({HOURS})"

WHERE_TABLE = Layout(
    "Thời gian giải quyết hồ sơ đi vào đâu",
    {"rows": Source("tthc.dossier.hours", grouped_by(), "finished_on")},
    (
        Column("all", ("Hồ sơ đã có kết quả",)),
        Column("whole", (WHERE, "Tổng"), "mean", field="whole_minutes"),
        Column(
            "desk",
            (WHERE, "Chờ tại quầy"),
            "share",
            field="desk_minutes",
            whole="whole",
        ),
        Column(
            "way", (WHERE, "Trên đường"), "share", field="way_minutes", whole="whole"
        ),
        Column(
            "work", (WHERE, "Tại cơ quan"), "share", field="work_minutes", whole="whole"
        ),
        Column(
            "citizen",
            (WHERE, "Chờ người dân"),
            "share",
            field="citizen_minutes",
            whole="whole",
        ),
        Column(
            "other",
            (WHERE, "Chờ cơ quan khác"),
            "share",
            field="other_minutes",
            whole="whole",
        ),
        Column("p90", (WHERE, "9/10 xong trong"), "p90", field="whole_minutes"),
    ),
    (
        "Từ lúc tiếp nhận đến khi có kết quả, giờ làm việc; mỗi phút chỉ tính ở một "
        "nơi nên năm phần cộng lại bằng tổng. “Trên đường”: hồ sơ giấy do bưu điện "
        "giữ. Hồ sơ của hệ thống cũ không tính.",
    ),
)

#: Which table is asked for, and what its rows may be put together by, the usual first.
TABLES = {
    "interlinked": (INTERLINKED, ("agency", "sector", "procedure", "center")),
    "apology": (APOLOGY, ("agency", "sector", "procedure", "center", "reason")),
    "supplement": (SUPPLEMENT, ("procedure", "sector", "agency", "center")),
    "refusal": (REFUSAL, ("sector", "procedure", "agency", "center")),
    "refusal_reason": (REFUSAL_REASON, ("reason",)),
    "intake": (INTAKE, ("sector", "procedure", "agency", "center")),
    "channel": (CHANNEL, ("sector", "procedure", "agency", "center")),
    "carried": (CARRIED, ("agency", "sector", "procedure", "center")),
    "hours": (HOURS_TABLE, ("step", "procedure", "sector", "agency", "center")),
    "where": (WHERE_TABLE, ("sector", "procedure", "agency", "center")),
}
