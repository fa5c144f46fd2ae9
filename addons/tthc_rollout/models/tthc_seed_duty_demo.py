import base64
from datetime import time, timedelta

from odoo import Command, api, models
from odoo.tools import file_open

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: The dispatches of 2017 with their real words (seeds 000 and 001): head, the file
#: with the points, and who has to do a point whose text does not begin with it.
PAST = (
    {
        "file": "2522",
        "number": "2522/UBND-HCTC",
        "date": "2017-03-21",
        "issuer": "UBND tỉnh Đồng Nai",
        "signer": "KT. Chủ tịch, Phó Chủ tịch",
        "subject": "V/v triển khai hoạt động mô hình Trung tâm hành chính công",
        "addressee": "- Thủ trưởng các Sở, ban, ngành;\n"
        "- Kho bạc Nhà nước tỉnh, Cục thuế tỉnh, Công an tỉnh, Cảnh sát Phòng cháy "
        "chữa cháy tỉnh, Bưu điện tỉnh, Bảo hiểm xã hội tỉnh;\n"
        "- UBND các huyện, thị xã Long Khánh, thành phố Biên Hòa.",
        "source": "Công văn 2522/UBND-HCTC ngày 21/3/2017 của UBND tỉnh Đồng Nai",
        "leads": {
            "1.": (
                ("Sở Nội vụ", "Sở Tư pháp", "Sở Công Thương", "Sở Xây dựng")
                + ("Sở Tài chính", "Sở KHCN", "Sở Y tế", "Sở GDĐT"),
                "Các sở, ban, ngành, đơn vị khác theo phần kính gửi",
            ),
            "3.": (
                (),
                "Công an tỉnh, Cảnh sát Phòng cháy chữa cháy tỉnh, Kho bạc Nhà nước "
                "tỉnh, Cục Thuế tỉnh, Bảo hiểm xã hội tỉnh",
            ),
            "4.": ((), "UBND các huyện, thị xã Long Khánh, thành phố Biên Hòa"),
        },
        "partners": {
            "2.": "Các ngành có liên quan",
            "5.": "Các đơn vị; các sở, ngành",
        },
    },
    {
        "file": "1224",
        "number": "1224/BNV-CCHC",
        "date": "2017-03-07",
        "issuer": "Bộ Nội vụ",
        "signer": "KT. Bộ trưởng, Thứ trưởng Nguyễn Trọng Thừa",
        "subject": "V/v thống nhất trong tổ chức và hoạt động của Trung tâm Hành chính "
        "công",
        "addressee": "- Các bộ, cơ quan ngang bộ;\n"
        "- UBND các tỉnh, thành phố trực thuộc Trung ương.",
        "received_number": "1126A",
        "source": "Công văn 1224/BNV-CCHC của Bộ Nội vụ. Bản chép ghi năm 2012; công "
        "văn 2522/UBND-HCTC dẫn ngày 07/3/2017, lấy theo ngày này",
        "leads": {
            "1.": ((), "UBND các tỉnh, thành phố trực thuộc Trung ương"),
            "2.": ((), "UBND các tỉnh, thành phố trực thuộc Trung ương"),
            "3.": ((), "Các bộ, ngành Trung ương"),
            "4.": ((), "UBND các tỉnh, thành phố trực thuộc Trung ương"),
        },
        "partners": {"2.": "Các bộ, ngành liên quan"},
    },
    {
        "file": "5287",
        "number": "5287/UBND-NC",
        "date": "2017-08-29",
        "issuer": "UBND tỉnh Quảng Ngãi",
        "signer": "Chủ tịch Trần Ngọc Căng",
        "subject": "V/v khẩn trương triển khai thực hiện Quyết định số 415/QĐ-UBND "
        "ngày 09/6/2017 của UBND tỉnh phê duyệt Đề án thành lập Trung tâm Hành chính "
        "công cấp tỉnh, cấp huyện của tỉnh Quảng Ngãi",
        "addressee": "- Các sở, ban, ngành tỉnh;\n"
        "- Các ngành: Cục Hải quan tỉnh, Cục Thuế tỉnh, Công an tỉnh, Bảo hiểm xã hội "
        "tỉnh;\n- UBND các huyện, thành phố.",
        "received_number": "7807",
        "received_on": "2017-08-29",
        "source": "Công văn 5287/UBND-NC ngày 29/8/2017 của UBND tỉnh Quảng Ngãi; cơ "
        "quan của tỉnh khác nên ghi bằng chữ",
        "foreign": True,
        "words": "khẩn trương",
        "leads": {},
        "partners": {},
    },
)
#: An invented dispatch of the demo's present: point, words, agencies by short name,
#: days from today (None: in words), in words.
PRESENT = (
    (
        "1.",
        "Rà soát, chốt danh mục thủ tục tiếp nhận tại Trung tâm; báo cáo UBND thành "
        "phố (qua Sở Nội vụ).",
        ("Sở Công Thương", "Sở Xây dựng", "Sở Tư pháp", "Sở Y tế", "Sở GDĐT"),
        -4,
        "",
    ),
    (
        "2.",
        "Cử công chức chính và dự phòng đến Trung tâm, gửi danh sách kèm quyết định.",
        ("Sở Công Thương", "Sở Xây dựng", "Sở Tài chính"),
        2,
        "",
    ),
    (
        "3.",
        "Nghiệm thu đường truyền và máy quét tại các quầy, lập biên bản.",
        ("Sở KHCN",),
        9,
        "",
    ),
    (
        "4.",
        "Khẩn trương tuyên truyền việc chuyển địa điểm tiếp nhận hồ sơ.",
        ("Sở VHTTDL",),
        None,
        "khẩn trương",
    ),
)
FILE = "Báo cáo kết quả (demo).txt"


class TthcSeedDutyDemo(models.AbstractModel):
    """Dispatches of the demo: three real ones of 2017 as history, one invented."""

    _name = "tthc.seed.duty.demo"
    _description = "Loader of the demo's dispatches"

    @api.model
    def _load_duty_demo(self):
        """Late, due soon, reported, returned, accepted; and what is looked up."""
        coordinator = self.env.ref("tthc_base.user_demo_coordinator")
        seed = self.with_user(coordinator).with_context(lang="vi_VN")
        for head in PAST:
            seed._past(head)
        seed._present()

    @api.model
    def _agency(self, name):
        """An agency of the demo by its short name; none where there is none."""
        return self.env["tthc.agency"].search([("short_name", "=", name)], limit=1)

    @api.model
    def _past(self, head):
        """A dispatch of 2017, its points read out of its text."""
        dispatch = self.env["tthc.dispatch"].create(
            {
                **{
                    name: value
                    for name, value in head.items()
                    if name in self.env["tthc.dispatch"]._fields
                },
                "is_history": True,
            }
        )
        with file_open(f"tthc_rollout/demo/dispatches/{head['file']}.txt") as handle:
            text = handle.read()
        self.env["tthc.dispatch.paste"].create(
            {
                "dispatch_id": dispatch.id,
                "text": text,
                # Agencies of another province are not those of the demo's that have
                # the same name.
                "match_agencies": not head.get("foreign"),
            }
        ).action_confirm()
        for duty in dispatch.duty_ids:
            duty.write(self._past_values(duty, head))
        dispatch.action_give()

    @api.model
    def _past_values(self, duty, head):
        """What of a duty of the past does not stand in the words of its point."""
        values = {}
        if duty.point in head["leads"]:
            names, others = head["leads"][duty.point]
            agencies = self.env["tthc.agency"].union(*map(self._agency, names))
            values = {"lead_ids": [Command.set(agencies.ids)], "lead_text": others}
        if duty.point in head["partners"]:
            values["partner_text"] = head["partners"][duty.point]
        if head.get("words") and duty.due_kind == "none":
            values.update(due_kind="words", due_words=head["words"])
        return values

    @api.model
    def _present(self):
        """An invented dispatch with every state that there is."""
        day = clock.today(VIETNAM)
        given = day - timedelta(days=12)
        utc = self.env["tthc.duty"]._utc
        with clock.frozen(utc(given, time(9, 0))):
            dispatch = self._given(given, day)
        first, second = dispatch.duty_ids[:2]
        shares = {share.agency_id.short_name: share for share in first.share_ids}
        due = day - timedelta(days=4)
        with clock.frozen(utc(due - timedelta(days=1), time(15, 0))):
            self._report(shares["Sở Xây dựng"], "Đã chốt 118 thủ tục, Công văn 45/SXD.")
            self._report(shares["Sở Tư pháp"], "Đã chốt 96 thủ tục.")
        with clock.frozen(utc(due + timedelta(days=1), time(10, 0))):
            self._report(shares["Sở GDĐT"], "Đã chốt 41 thủ tục.")
        with clock.frozen(utc(due + timedelta(days=2), time(9, 0))):
            shares["Sở Xây dựng"].action_accept()
            shares["Sở GDĐT"].action_return("Thiếu danh mục kèm theo báo cáo.")
        for share in second.share_ids:
            if share.agency_id.short_name == "Sở Tài chính":
                self._report(
                    share, "Đã cử 02 chính, 01 dự phòng (Quyết định 12/QĐ-STC)."
                )

    @api.model
    def _given(self, given, day):
        """Enter and give it.

        :param given: day of the dispatch
        :param day: from which the deadlines are counted
        """
        duties = [
            Command.create(
                {
                    "sequence": number,
                    "point": point,
                    "text": text,
                    "lead_ids": [
                        Command.set(
                            [
                                agency.id
                                for name in names
                                for agency in self._agency(name)
                            ]
                        )
                    ],
                    "due_kind": "words" if days is None else "by_day",
                    "due_on": days is not None and day + timedelta(days=days),
                    "due_words": words,
                }
            )
            for number, (point, text, names, days, words) in enumerate(PRESENT, 1)
        ]
        dispatch = self.env["tthc.dispatch"].create(
            {
                "number": "1187/UBND-HCC (demo)",
                "date": given,
                "issuer": "UBND thành phố Đồng Nai (minh họa)",
                "subject": "V/v chuẩn bị đưa trụ sở mới của Trung tâm vào hoạt động "
                "(minh họa)",
                "center_id": self.env.ref("tthc_base.center_province").id,
                "duty_ids": duties,
            }
        )
        dispatch.action_give()
        return dispatch

    @api.model
    def _report(self, share, text):
        """Report for an agency, as its paper came in, with a file."""
        file = self.env["ir.attachment"].create(
            {
                "name": FILE,
                "datas": base64.b64encode(f"{text}\nTệp minh họa.".encode()),
                "mimetype": "text/plain",
            }
        )
        share.action_report(text, file.ids)
