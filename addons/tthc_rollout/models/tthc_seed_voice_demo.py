from datetime import timedelta

from odoo import api, models
from odoo.fields import Command

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: Dispatch of Sở Nội vụ that asked for both in 2017 (seed 003); the texts are invented.
DISPATCH = "2520/SNV-CCHC (minh họa)"
ARTICLES = (
    ("Điều 1", "Phạm vi điều chỉnh"),
    ("Điều 4", "Cơ cấu tổ chức Bộ phận một cửa các cấp"),
    ("Điều 7", "Tiếp nhận, luân chuyển hồ sơ trên phần mềm"),
    ("Điều 9", "Lấy ý kiến và trả kết quả"),
)
PROBLEMS = (
    (
        "Máy in biên nhận tại quầy hay kẹt giấy vào buổi sáng",
        "premises",
        "Cấp máy dự phòng",
    ),
    (
        "Chưa có quy định thời hạn trả lời khi lấy ý kiến cơ quan ngành dọc",
        "law",
        "Đưa vào quy chế phối hợp",
    ),
    ("Phần mềm chuyên ngành chưa liên thông, phải nhập lại hồ sơ", "software", ""),
)


class TthcSeedVoiceDemo(models.AbstractModel):
    """Consultation, reports along the outline and difficulties of the demo."""

    _name = "tthc.seed.voice.demo"
    _description = "Demo of consultations, outline reports and difficulties"

    @api.model
    def _load_voice_demo(self):
        """Ask the members' agencies, and let some of them answer."""
        user = self.env["res.users"]
        coordinator, reporter = (
            user.search([("login", "=", login)]) for login in ("trienkhai", "baocao")
        )
        asked = reporter.tthc_agency_ids | coordinator.tthc_agency_ids
        places = self.env["tthc.agency"].search(
            [("user_ids", "!=", False), ("id", "not in", asked.ids)], limit=3
        )
        agencies = reporter.tthc_agency_ids | places
        self._consult(coordinator, reporter, agencies)
        self._ask(coordinator, reporter, agencies)
        self._raise(coordinator, reporter)

    @api.model
    def _consult(self, coordinator, reporter, agencies):
        consultation = (
            self.env["tthc.consultation"]
            .with_user(coordinator)
            .create(
                {
                    "name": "Dự thảo Quyết định về cơ chế một cửa, một cửa liên thông "
                    "(minh họa)",
                    "dispatch_number": DISPATCH,
                    "dispatch_date": today(VIETNAM),
                    "due_at": now() + timedelta(days=20),
                    "focus": "Mô hình, cơ cấu tổ chức Bộ phận một cửa các cấp; quy "
                    "trình tiếp nhận, luân chuyển, trả hồ sơ trên phần mềm.",
                    "agency_ids": [Command.set(agencies.ids)],
                    "article_ids": [
                        Command.create(
                            {"name": name, "heading": heading, "sequence": number}
                        )
                        for number, (name, heading) in enumerate(ARTICLES, 1)
                    ],
                }
            )
        )
        consultation.action_open()
        articles = consultation.article_ids
        reply = (
            self.env["tthc.consultation.reply"]
            .with_user(reporter)
            .search([("consultation_id", "=", consultation.id)], limit=1)
        )
        comments = self.env["tthc.consultation.comment"].with_user(reporter)
        comments.create(
            [
                {
                    "reply_id": reply.id,
                    "article_id": articles[1].id,
                    "point": "khoản 2",
                    "text": "Ghi rõ số công chức dự phòng của mỗi cơ quan.",
                    "wording": "Mỗi cơ quan cử ít nhất 01 công chức dự phòng.",
                },
                {
                    "reply_id": reply.id,
                    "article_id": articles[2].id,
                    "text": "Bổ sung chuyến chuyển hồ sơ sau 15 giờ cho hồ sơ khẩn.",
                },
            ]
        )
        reply.action_send()

    @api.model
    def _ask(self, coordinator, reporter, agencies):
        day = today(VIETNAM)
        outline = (
            self.env["tthc.outline"]
            .with_user(coordinator)
            .create(
                {
                    "name": "Kết quả thực hiện cơ chế một cửa, một cửa liên thông "
                    "(minh họa)",
                    "dispatch_number": DISPATCH,
                    "dispatch_date": day,
                    "date_from": day - timedelta(days=90),
                    "date_to": day,
                    "due_at": now() + timedelta(days=10),
                    "agency_ids": [Command.set(agencies.ids)],
                }
            )
        )
        outline.action_open()

    @api.model
    def _raise(self, coordinator, reporter):
        problems = (
            self.env["tthc.problem"]
            .with_user(reporter)
            .create(
                [
                    {"name": name, "kind": kind, "proposal": proposal}
                    for name, kind, proposal in PROBLEMS
                ]
            )
        )
        problems.action_raise()
        theirs = problems.with_user(coordinator)
        agency = coordinator.tthc_agency_ids[:1]
        theirs[1].action_take(agency.id, today(VIETNAM) + timedelta(days=7))
        theirs[0].action_answer("Đã cấp 02 máy in dự phòng cho các quầy.")
