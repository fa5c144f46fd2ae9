"""Columns of the sheet of open dossiers that an earlier system hands over."""

from odoo.addons.tthc_catalog.models.tthc_catalog_sheet_columns import (
    CHANNEL_WORDS,
    ROLE,
)
from odoo.addons.tthc_catalog.tools.sheet_column import Column

#: States in which a dossier may be taken over, in the words of old systems.
STATE_WORDS = {
    "received": ("Đã tiếp nhận", "Mới tiếp nhận", "2"),
    "processing": ("Đang xử lý", "Đang giải quyết", "4"),
    "supplement": ("Chờ bổ sung", "Yêu cầu bổ sung", "Dừng chờ bổ sung", "5"),
    "fee_wait": ("Chờ nghĩa vụ tài chính", "Chờ thực hiện nghĩa vụ tài chính", "6"),
    "resolved": ("Đã có kết quả", "Chờ trả kết quả", "Có kết quả chưa trả", "9"),
}
OUTCOME_WORDS = {
    "granted": ("Đồng ý giải quyết", "Cấp", "Đạt"),
    "refused": ("Từ chối giải quyết", "Từ chối", "Không đạt"),
}
OWNER_WORDS = {
    "person": ("Công dân", "Cá nhân"),
    "company": ("Doanh nghiệp",),
    "household": ("Hộ kinh doanh",),
    "organisation": ("Tổ chức",),
    "authority": ("Cơ quan nhà nước",),
}
MOMENT_NOTE = "20/08/2026, hoặc cả giờ: 20/08/2026 09:05."

STEP_PARTS = {
    "name": Column(("Tên bước",), "text", "name"),
    "agency": Column(("Cơ quan",), "agency", "agency_id"),
    "role": ROLE,
    "due": Column(("Hạn",), "moment", "due"),
    "done": Column(("Xong lúc",), "moment", "done_at"),
}

DOSSIER_COLUMNS = {
    "old_code": Column(
        ("Mã hồ sơ cũ", "Mã hồ sơ", "Mã số hồ sơ", "Số biên nhận"),
        "code",
        required=True,
        note="Giữ nguyên làm mã hồ sơ. Là khóa: nhập lại tệp không tạo hồ sơ trùng.",
    ),
    "old_register": Column(
        ("Số sổ cũ", "Số thứ tự sổ cũ", "Quyển số, số thứ tự"),
        "text",
        "old_register",
        note="Ghi lại để đối chiếu. Sổ của hệ thống này bắt đầu từ số 1.",
    ),
    "procedure_code": Column(
        ("Mã thủ tục", "Mã TTHC", "Mã thủ tục hành chính"),
        "own",
        "version_id",
        required=True,
        note="Như trong danh mục thủ tục của hệ thống.",
    ),
    "case": Column(("Trường hợp",), "own", "case_id"),
    "lead_agency": Column(
        ("Cơ quan chủ trì", "Cơ quan giải quyết", "Cơ quan thực hiện"),
        "own",
        "agency_id",
        note="Mã định danh hoặc tên. Để trống: theo thủ tục.",
    ),
    "owner_name": Column(
        ("Chủ hồ sơ", "Tên chủ hồ sơ", "Họ và tên"),
        "text",
        "owner_name",
        required=True,
    ),
    "owner_kind": Column(
        ("Loại chủ hồ sơ", "Đối tượng"),
        "choice",
        "owner_kind",
        OWNER_WORDS,
        default="person",
    ),
    "owner_identity": Column(
        ("Số định danh", "Số CCCD", "CCCD/MST", "Số CMND/CCCD"),
        "own",
        note="CCCD, CMND, hộ chiếu; với tổ chức là mã số thuế.",
    ),
    "owner_address": Column(("Địa chỉ",), "text", "owner_address"),
    "owner_phone": Column(("Điện thoại", "Số điện thoại"), "own"),
    "owner_email": Column(("Thư điện tử", "Email"), "text", "owner_email"),
    "submitter_name": Column(("Người nộp",), "text", "submitter_name"),
    "channel": Column(
        ("Hình thức nộp", "Cách thức nộp"),
        "choice",
        "channel",
        CHANNEL_WORDS,
        default="direct",
    ),
    "result_channel": Column(
        ("Hình thức nhận kết quả",),
        "choice",
        "result_channel",
        CHANNEL_WORDS,
        default="direct",
    ),
    "received_at": Column(
        ("Ngày tiếp nhận", "Thời gian tiếp nhận", "Ngày nhận"),
        "moment",
        "received_at",
        required=True,
        note=MOMENT_NOTE,
    ),
    "due_original": Column(
        ("Ngày hẹn trả", "Hẹn trả kết quả", "Ngày hẹn"),
        "moment",
        "due_original",
        note=f"Ngày ghi trên giấy hẹn. {MOMENT_NOTE} Không ghi giờ: hết giờ làm việc.",
    ),
    "due": Column(
        ("Hạn hiện tại", "Ngày hẹn lại"),
        "moment",
        "due",
        note="Chỉ khi khác ngày hẹn trả (đã xin lỗi, hẹn lại).",
    ),
    "state": Column(
        ("Trạng thái", "Tình trạng"), "choice", "state", STATE_WORDS, required=True
    ),
    "waiting_since": Column(
        ("Chờ từ ngày", "Dừng từ ngày"),
        "moment",
        "waiting_since",
        note="Bắt buộc khi chờ bổ sung hoặc chờ nghĩa vụ tài chính: thời hạn dừng từ "
        "đó.",
    ),
    "waiting_for": Column(("Nội dung chờ", "Nội dung bổ sung"), "text", "waiting_for"),
    "window_due": Column(("Hạn bổ sung",), "moment", "window_due"),
    "outcome": Column(
        ("Kết quả", "Kết quả giải quyết"),
        "choice",
        "outcome",
        OUTCOME_WORDS,
        note="Khi đã có kết quả. Để trống: đồng ý giải quyết.",
    ),
    "resolved_at": Column(
        ("Ngày có kết quả",),
        "moment",
        "resolved_at",
        note="Bắt buộc khi đã có kết quả.",
    ),
    "result_number": Column(("Số văn bản kết quả",), "text", "result_number"),
    "steps": Column(
        ("Các bước", "Quy trình"),
        "lines",
        "steps",
        parts=STEP_PARTS,
        note="Mỗi bước một dòng: Tên bước | Cơ quan | Vai trò (Chuyên viên, Lãnh đạo) "
        "| Hạn | Xong lúc. Bước đầu tiên chưa xong là bước đang làm. Để trống: các "
        "bước của thủ tục.",
    ),
    "current_step": Column(
        ("Bước hiện tại",),
        "count",
        "current_step",
        note="Thứ tự bước đang làm, khi cột Các bước để trống.",
    ),
    "fee": Column(("Phí, lệ phí (đồng)", "Phí, lệ phí"), "money", "fee_amount"),
    "note": Column(("Ghi chú",), "text", "note"),
    "number": Column(("STT", "TT"), ignored=True),
    "remark": Column(("Kết quả nhập",), ignored=True),
}

#: How the codes of sample rows begin: a row that is left in is left out.
SAMPLE = "VÍ DỤ"
SAMPLES = [
    {
        "old_code": f"{SAMPLE} 000.00.14.H19-261005-0012",
        "procedure_code": "1.000703",
        "owner_name": "Nguyễn Văn A",
        "owner_identity": "075088001234",
        "owner_phone": "0912345678",
        "received_at": "05/10/2026 08:30",
        "due_original": "26/10/2026",
        "state": "Đang xử lý",
    },
    {
        "old_code": f"{SAMPLE} 000.00.14.H19-261012-0003",
        "procedure_code": "1.000703",
        "owner_name": "Trần Thị B",
        "received_at": "12/10/2026",
        "due_original": "02/11/2026",
        "state": "Chờ bổ sung",
        "waiting_since": "20/10/2026 10:00",
        "waiting_for": "Bản vẽ thiếu chữ ký",
        "window_due": "04/11/2026",
    },
    {
        "old_code": f"{SAMPLE} 000.00.14.H19-260920-0044",
        "procedure_code": "1.000703",
        "owner_name": "Công ty C",
        "owner_kind": "Doanh nghiệp",
        "owner_identity": "3600123456",
        "received_at": "20/09/2026",
        "due_original": "09/10/2026",
        "state": "Đã có kết quả",
        "outcome": "Đồng ý giải quyết",
        "resolved_at": "08/10/2026 15:00",
        "result_number": "123/GP-SXD",
        "steps": "Thẩm định | H19.14 | Chuyên viên | 05/10/2026 | 05/10/2026 16:00\n"
        "Ký duyệt | H19.14 | Lãnh đạo | 09/10/2026 | 08/10/2026 15:00",
    },
]
