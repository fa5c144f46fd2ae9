"""Headings of the sheets: the national portal's names (2026), those of the public
data, and those that the suite writes, which come first."""

from ..tools.sheet_column import Column
from .tthc_catalog_sheet import UNIT_WORDS

CHANNEL_WORDS = {
    "direct": ("Trực tiếp",),
    "online": ("Trực tuyến",),
    "post": ("Dịch vụ bưu chính", "Bưu chính"),
}
WINDOW_END_WORDS = {
    "close": ("Một cửa đóng hồ sơ",),
    "refuse": ("Từ chối hồ sơ",),
    "stop": ("Dừng giải quyết",),
    "notify": ("Chỉ nhắc người nộp",),
}
POLICY_WORDS = {
    "restart": ("Tính lại từ đầu",),
    "exclude": ("Không tính thời gian chờ",),
    "exclude_then_new_limit": ("Không tính, sau đó thời hạn riêng",),
}
ROLE_WORDS = {"specialist": ("Chuyên viên",), "leader": ("Lãnh đạo",)}
TASK_KIND_WORDS = {
    "processing": ("Giải quyết", "Xử lý"),
    "consultation": ("Lấy ý kiến",),
    "field_check": ("Kiểm tra thực địa",),
    "decision": ("Quyết định",),
}
ROLE = Column(("Vai trò",), "choice", "role", ROLE_WORDS, default="specialist")
TASK_KIND = Column(
    ("Loại việc",), "choice", "kind", TASK_KIND_WORDS, default="processing"
)
EXCLUDED = Column(("Không tính vào thời hạn",), "flag", "excluded_from_clock")
TACIT = Column(("Im lặng là đồng ý",), "flag", "tacit_consent")
LIMIT_PARTS = {
    "limit_value": Column(("Thời hạn",), "number", "limit_value"),
    "limit_unit": Column(("Đơn vị",), "choice", "limit_unit", UNIT_WORDS),
}
FEE_PARTS = {
    "fee_known": Column(("Một mức phí",), "flag", "fee_known"),
    "fee_amount": Column(("Phí",), "money", "fee_amount"),
    "fee_text": Column(("Phí bằng lời",), "text", "fee_text"),
}
NAME = {"name": Column(("Tên",), "text", "name")}
CODE = {"code": Column(("Mã",), "text", "code")}

PROCEDURE_COLUMNS = {
    "code": Column(
        ("Mã thủ tục", "Mã TTHC", "Mã thủ tục hành chính"),
        "code",
        required=True,
        note="Mã quốc gia (1.012345) hoặc mã của địa phương. Cùng với Tỉnh là khóa.",
    ),
    "province": Column(
        ("Tỉnh", "Tỉnh/thành phố"), "code", note="Để trống: thủ tục toàn quốc."
    ),
    "name": Column(
        ("Tên thủ tục", "Tên TTHC", "Tên thủ tục hành chính"),
        "text",
        "name",
        required=True,
    ),
    "field": Column(("Lĩnh vực", "sector"), "own", "sector_id"),
    "competent_agency": Column(
        ("Cơ quan thực hiện", "Cơ quan có thẩm quyền", "Cơ quan giải quyết"),
        "own",
        "competent_text",
        note="Như trong văn bản. Cơ quan phải có trong hệ thống hoặc trong bảng "
        "tên gọi cơ quan.",
    ),
    "lead_agency": Column(
        ("Cơ quan chủ trì", "Mã cơ quan chủ trì"),
        "own",
        "agency_id",
        note="Mã định danh hoặc tên. Thay cho cơ quan tìm được từ Cơ quan thực hiện.",
    ),
    "deciding_agency": Column(("Cơ quan quyết định",), "text", "deciding_text"),
    "coordinating_agencies": Column(("Cơ quan phối hợp",), "text", "coordinating_text"),
    "level": Column(
        ("Cấp thực hiện",), "own", "level_text", note="Cấp bộ, Cấp tỉnh, Cấp xã"
    ),
    "time_limit_value": Column(
        ("Thời hạn giải quyết", "Thời hạn", "Thời gian giải quyết"),
        "own",
        "limit_value",
        note="Một số. Đơn vị ở cột bên cạnh là bắt buộc, hoặc ghi cả hai: 20 ngày "
        "làm việc.",
    ),
    "time_limit_unit": Column(
        ("Đơn vị thời hạn", "Đơn vị tính"), "choice", "limit_unit", UNIT_WORDS
    ),
    "time_limit_text": Column(
        ("Ghi chú thời hạn", "Mô tả thời hạn"), "text", "limit_text"
    ),
    "limit_doubtful": Column(("Công bố nhiều thời hạn",), "flag", "limit_doubtful"),
    "no_legal_limit": Column(("Không quy định thời hạn",), "flag", "no_legal_limit"),
    "immediate": Column(("Giải quyết ngay",), "flag", "immediate"),
    "keep_hour": Column(("Giữ nguyên giờ hẹn",), "flag", "keep_hour"),
    "same_day_cutoff": Column(
        ("Giờ chốt trong ngày",), "number", "same_day_cutoff", note="15 hoặc 15,5"
    ),
    "fee_vnd": Column(
        ("Phí, lệ phí (đồng)", "Mức phí", "Phí, lệ phí"), "own", "fee_amount"
    ),
    "fee_text": Column(
        ("Phí, lệ phí bằng lời", "Mô tả phí, lệ phí"), "text", "fee_text"
    ),
    "public_service": Column(
        ("Là dịch vụ công", "Dịch vụ công"), "flag", "is_public_service"
    ),
    "interlinked": Column(("Liên thông",), "flag", "is_interlinked"),
    "online_level": Column(
        ("Mức độ trực tuyến", "Mức độ DVC"),
        "choice",
        "online_level",
        {
            "full": ("Toàn trình", "DVCTT toàn trình"),
            "partial": ("Một phần", "DVCTT một phần"),
            "information": ("Cung cấp thông tin", "Cung cấp thông tin trực tuyến"),
        },
    ),
    "online_level_old": Column(
        ("Mức độ cũ (1–4)", "Mức độ cũ"),
        "choice",
        "online_level_old",
        {number: (number, f"Mức độ {number}") for number in "1234"},
    ),
    "online_submission": Column(("Nộp trực tuyến",), "yesno", "online_submission"),
    "postal_submission": Column(
        ("Nhận hồ sơ qua bưu chính", "Nộp qua bưu chính"),
        "yesno",
        "postal_submission",
    ),
    "postal_return": Column(("Trả kết quả qua bưu chính",), "yesno", "postal_return"),
    "postal_none_reason": Column(
        ("Lý do không qua bưu chính",), "text", "postal_none_reason"
    ),
    "supplement_policy": Column(
        ("Thời hạn khi bổ sung",), "choice", "supplement_policy", POLICY_WORDS
    ),
    "supplement_window_value": Column(
        ("Hạn bổ sung hồ sơ",), "count", "supplement_window_value"
    ),
    "supplement_window_unit": Column(
        ("Đơn vị hạn bổ sung",),
        "choice",
        "supplement_window_unit",
        {unit: UNIT_WORDS[unit] for unit in ("working_day", "day", "month")},
    ),
    "supplement_window_end": Column(
        ("Khi hết hạn bổ sung",), "choice", "supplement_window_end", WINDOW_END_WORDS
    ),
    "supplement_limit_value": Column(
        ("Thời hạn sau bổ sung",), "number", "supplement_limit_value"
    ),
    "supplement_limit_unit": Column(
        ("Đơn vị thời hạn sau bổ sung",),
        "choice",
        "supplement_limit_unit",
        UNIT_WORDS,
    ),
    "subjects": Column(
        ("Đối tượng thực hiện",),
        "own",
        "subject_ids",
        note="Mỗi đối tượng một dòng, hoặc cách nhau bằng dấu chấm phẩy.",
    ),
    "results": Column(
        ("Kết quả xử lý", "Kết quả thực hiện"),
        "lines",
        "result_ids",
        parts=NAME | CODE,
        note="Mỗi kết quả một dòng: Tên | Mã kết quả",
    ),
    "conditions": Column(
        ("Yêu cầu, điều kiện", "Yêu cầu, điều kiện thực hiện"), "own", "condition_text"
    ),
    "legal_bases": Column(
        ("Căn cứ pháp lý",),
        "lines",
        "legal_basis_ids",
        parts=NAME | CODE,
        note="Mỗi văn bản một dòng: Tên văn bản | Số ký hiệu",
    ),
    "cases": Column(
        ("Trường hợp",),
        "lines",
        "case_ids",
        parts=NAME | LIMIT_PARTS | FEE_PARTS,
        note="Mỗi trường hợp một dòng: Tên | Thời hạn | Đơn vị | Một mức phí (Có) | "
        "Phí | Phí bằng lời",
    ),
    "channels": Column(
        ("Cách thức thực hiện", "Hình thức nộp"),
        "lines",
        "channel_ids",
        parts={
            "channel": Column(("Hình thức",), "choice", "channel", CHANNEL_WORDS),
            "case": Column(("Trường hợp",), "case", "case_id"),
        }
        | LIMIT_PARTS
        | FEE_PARTS,
        note="Mỗi hình thức một dòng: Hình thức | Trường hợp | Thời hạn | Đơn vị | "
        "Một mức phí (Có) | Phí | Phí bằng lời. Chỉ khi khác với thủ tục.",
    ),
    "exemptions": Column(
        ("Miễn, giảm phí",),
        "lines",
        "exemption_ids",
        parts=NAME
        | {
            "reduction": Column(("Giảm (%)",), "number", "reduction"),
            "legal_basis": Column(("Căn cứ",), "text", "legal_basis"),
            "case": Column(("Trường hợp",), "case", "case_id"),
        },
        note="Mỗi đối tượng một dòng: Ai | Giảm bao nhiêu % | Căn cứ | Trường hợp",
    ),
    "steps": Column(
        ("Quy trình nội bộ", "Các bước"),
        "lines",
        "step_ids",
        parts={"sequence": Column(("Thứ tự",), "count", "sequence")}
        | NAME
        | {
            "agency": Column(("Cơ quan",), "agency", "agency_id"),
            "role": ROLE,
        }
        | LIMIT_PARTS
        | {
            "excluded": EXCLUDED,
            "tacit": TACIT,
            "kind": TASK_KIND,
            "from_start": Column(("Tính từ đầu",), "flag", "from_start"),
            "at_center_body": Column(
                ("Cơ quan của Trung tâm",), "flag", "at_center_body"
            ),
        },
        note="Mỗi bước một dòng: Thứ tự | Tên | Cơ quan | Vai trò (Chuyên viên, Lãnh "
        "đạo) | Thời hạn | Đơn vị | Không tính vào thời hạn (Có) | Im lặng là đồng ý "
        "(Có) | Loại việc (Giải quyết, Lấy ý kiến, Kiểm tra thực địa, Quyết định) | "
        "Tính từ đầu (Có) | Cơ quan của Trung tâm tiếp nhận làm (Có). Cùng thứ tự là "
        "song song.",
    ),
    "decision": Column(("Số quyết định", "Quyết định công bố"), "own", "decision_text"),
    "valid_from": Column(("Có hiệu lực từ", "Ngày có hiệu lực"), "date", "valid_from"),
    "valid_from_note": Column(("Căn cứ ngày hiệu lực",), "text", "valid_from_note"),
    "vintage": Column(("Năm dữ liệu",), "text", "vintage"),
    "source": Column(("Nguồn",), "own", "source"),
    "procedure_kind": Column(("Loại thủ tục",), ignored=True),
    "sequence_text": Column(("Trình tự thực hiện",), ignored=True),
    "papers": Column(("Thành phần hồ sơ",), ignored=True),
    "delegated": Column(("Cơ quan được ủy quyền",), ignored=True),
    "place": Column(("Địa chỉ tiếp nhận", "Địa điểm thực hiện"), ignored=True),
    "related": Column(("Thủ tục liên quan",), ignored=True),
    "keywords": Column(("Từ khóa",), ignored=True),
    "description": Column(("Mô tả",), ignored=True),
    "state": Column(("Trạng thái",), ignored=True),
    "number": Column(("STT", "TT", "Số TT"), ignored=True),
}

COMPONENT_COLUMNS = {
    "procedure_code": Column(("Mã thủ tục", "Mã TTHC", "code"), "code", required=True),
    "province": Column(
        ("Tỉnh", "Tỉnh/thành phố"), "code", note="Để trống: thủ tục toàn quốc."
    ),
    "seq": Column(("Thứ tự", "STT"), "code", note="Để trống: theo thứ tự trong tệp."),
    "case_name": Column(
        ("Trường hợp",), "code", note="Để trống: giấy tờ của mọi trường hợp."
    ),
    "group_name": Column(("Nhóm giấy tờ",), "text", "group_name"),
    "name": Column(
        ("Tên giấy tờ", "Tên thành phần hồ sơ", "Thành phần hồ sơ"),
        "text",
        "name",
        required=True,
    ),
    "original_count": Column(("Bản chính", "Số bản chính"), "count", "original_count"),
    "certified_count": Column(("Bản sao chứng thực",), "count", "certified_count"),
    "copy_count": Column(("Bản sao", "Số bản sao"), "count", "copy_count"),
    "form_code": Column(("Mã mẫu đơn", "Mẫu số"), "text", "form_code"),
    "form_file": Column(("Mẫu đơn, tờ khai", "Tệp mẫu đơn"), "text", "form_file"),
    "required": Column(("Bắt buộc",), "flag", "required"),
    "held_by_state": Column(("Cơ quan nhà nước đã có",), "flag", "held_by_state"),
    "source": Column(("Nguồn",), "text", "source"),
    "parse_flag": Column(("Cờ đọc dữ liệu",), ignored=True),
}

KIND_WORDS = {
    "committee": ("UBND", "Ủy ban nhân dân", "province", "district", "commune"),
    "department": ("Sở, ban, ngành", "Sở", "Ban"),
    "unit": ("Đơn vị trực thuộc", "Phòng, ban"),
    "vertical": ("Cơ quan ngành dọc", "Ngành dọc"),
    "post": ("Bưu điện",),
}
LEVEL_WORDS = {
    "ministry": ("Bộ", "Cấp bộ", "Trung ương"),
    "province": ("Tỉnh", "Cấp tỉnh"),
    "district": ("Huyện", "Cấp huyện"),
    "commune": ("Xã", "Cấp xã"),
}

AGENCY_COLUMNS = {
    "code": Column(
        ("Mã định danh", "Mã cơ quan", "identifier"),
        "own",
        "identifier",
        note="Như H19.15. Là khóa; không có mã thì tên và cơ quan cấp trên là khóa.",
    ),
    "identifier_long": Column(("Mã định danh (dạng 2018)",), "text", "identifier_long"),
    "name": Column(("Tên cơ quan", "Tên"), "text", "name", required=True),
    "short_name": Column(("Tên viết tắt", "Tên ngắn"), "text", "short_name"),
    "kind": Column(("Loại cơ quan", "Loại"), "choice", "kind", KIND_WORDS),
    "level": Column(("Cấp",), "choice", "level", LEVEL_WORDS),
    "parent": Column(
        ("Cơ quan cấp trên", "Trực thuộc"),
        "own",
        "parent_id",
        note="Mã định danh hoặc tên; có thể là một dòng của tệp này.",
    ),
    "address": Column(("Địa chỉ",), "text", "address"),
    "phone": Column(("Điện thoại",), "text", "phone"),
    "email": Column(("Thư điện tử", "Email"), "text", "email"),
    "date_from": Column(("Thành lập ngày",), "date", "date_from"),
    "date_to": Column(("Giải thể ngày",), "date", "date_to"),
    "successor": Column(("Cơ quan kế thừa",), "own", "successor_id"),
    "earlier_names": Column(
        ("Tên trước đây",),
        "lines",
        "name_ids",
        parts=NAME
        | {
            "short_name": Column(("Viết tắt",), "text", "short_name"),
            "identifier": Column(("Mã định danh",), "text", "identifier"),
            "identifier_long": Column(("Dạng 2018",), "text", "identifier_long"),
            "date_from": Column(("Từ",), "date", "date_from"),
            "date_to": Column(("Đến",), "date", "date_to"),
            "document": Column(("Văn bản",), "text", "document"),
            "source": Column(("Nguồn",), "text", "source"),
        },
        note="Mỗi tên một dòng: Tên | Viết tắt | Mã định danh | Mã dạng 2018 | Từ "
        "ngày | Đến ngày | Văn bản | Nguồn",
    ),
    "source": Column(("Nguồn",), "text", "source"),
    "note": Column(("Ghi chú",), "text", "note"),
    "vintage": Column(("Năm dữ liệu",), ignored=True),
    "province": Column(("Tỉnh/thành phố",), ignored=True),
    "external_id": Column(("Mã ngoài",), ignored=True),
}

CHAIN_COLUMNS = {
    "chain_code": Column(
        ("Mã nhóm liên thông", "Mã liên thông"), "code", required=True
    ),
    "chain_name": Column(("Tên nhóm liên thông",), "own", "name", required=True),
    "procedure_code": Column(("Mã thủ tục", "Mã TTHC"), "own", "version_id"),
    "province": Column(("Tỉnh", "Tỉnh/thành phố"), "code"),
    "lead_agency": Column(("Cơ quan chủ trì",), "own", "lead_agency_id"),
    "total_limit": Column(("Tổng thời hạn",), "own", "total_value"),
    "total_unit": Column(("Đơn vị tổng thời hạn",), "own", "total_unit"),
    "seq": Column(("Thứ tự", "Bước"), "code"),
    "agency": Column(("Cơ quan", "Cơ quan thực hiện"), "own", "agency_id"),
    "task": Column(("Nội dung công việc", "Công việc"), "text", "task"),
    "duration": Column(("Thời hạn", "Thời gian"), "number", "limit_value"),
    "unit": Column(("Đơn vị thời hạn", "Đơn vị"), "choice", "limit_unit", UNIT_WORDS),
    "parallel": Column(
        ("Song song",),
        "own",
        "parallel_group",
        note="Cùng một chữ cái: song song. “cộng dồn”: tính từ đầu; “A cộng dồn”: cả "
        "hai.",
    ),
    "role": ROLE,
    "kind": TASK_KIND,
    "excluded": EXCLUDED,
    "tacit": TACIT,
    "evidence": Column(("Trích dẫn",), "text", "evidence"),
    "source": Column(("Nguồn",), "text", "source"),
}
