from datetime import timedelta

from odoo.exceptions import UserError

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

REASON = "Bản vẽ chưa có chữ ký"


class TestSlips(DossierCase):
    """Forms 02 and 03, the notice of a stop, the group receipt, a void receipt."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The opinion slip that comes along has tests of its own.
        cls.center.opinion_slip = False

    def _print(self, name, records):
        reports = self.env["ir.actions.report"].with_user(self.clerk)
        content, _extension = reports._render(
            f"tthc_dossier.action_report_{name}", records.ids
        )
        return PrintedFile(content)

    def _desk(self, method, *arguments, **values):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        with frozen(THURSDAY):
            answer = getattr(desk, method)(self.intake(**values), *arguments)
        return self.env["tthc.dossier"].browse(answer["id"])

    def test_form_02_lists_what_to_bring_and_why(self):
        lines = [{"name": "Bản vẽ thiết kế", "original_count": 2}]
        printed = self._print("guidance", self._desk("guide", REASON, lines))
        self.assertEqual(printed.sizes_mm(), [(148.0, 210.0)] * 2)
        text = printed.texts()[1]
        for words in (
            "Số: 1/HDHS-2026",
            "Thử, ngày 20 tháng 8 năm 2026",
            "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
            "Tiếp nhận hồ sơ của Ông/Bà: Nguyễn Văn Đức",
            "Nội dung yêu cầu giải quyết: Cấp giấy phép thử nghiệm",
            "1 Bản vẽ thiết kế 2",
            f"Lý do: {REASON}",
            "NGƯỜI HƯỚNG DẪN",
        ):
            with self.subTest(words=words):
                self.assertIn(words, text)
        self.assertNotIn("Thông tư", text)

    def test_form_03_says_the_reason(self):
        dossier = self._desk("refuse", "Không thuộc thẩm quyền tiếp nhận")
        text = self._print("refusal", dossier).texts()[0]
        for words in (
            "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
            "Số: 1/TC-2026",
            "Trung tâm Một thông báo không tiếp nhận, giải quyết hồ sơ",
            "Không thuộc thẩm quyền tiếp nhận",
            "NGƯỜI TIẾP NHẬN HỒ SƠ",
        ):
            with self.subTest(words=words):
                self.assertIn(words, text)

    def test_form_03_is_the_agencys_for_a_refusal_after_appraisal(self):
        dossier = self.receive()
        dossier.with_user(self.clerk).action_transfer()
        dossier.with_user(self.specialist).action_finish_step("refused")
        dossier.with_user(self.leader).action_resolve(note="Trái quy hoạch")
        text = self._print("refusal", dossier).texts()[0]
        self.assertIn("Sở Xây dựng thông báo không giải quyết hồ sơ", text)
        self.assertIn("NGƯỜI TỪ CHỐI", text)
        self.assertIn(self.leader.name, text)
        self.assertIn("Trái quy hoạch", text)

    def test_notice_of_a_stop(self):
        dossier = self.receive()
        dossier.with_user(self.clerk).action_transfer()
        dossier.with_user(self.leader).action_stop("Đất đang tranh chấp")
        printed = self._print("stop", dossier)
        self.assertEqual(printed.sizes_mm(), [(148.0, 210.0)] * 2)
        text = printed.texts()[0]
        for words in (
            "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
            f"Mã hồ sơ: {dossier.code}",
            "Sở Xây dựng thông báo dừng giải quyết hồ sơ này kể từ",
            "Lý do dừng: Đất đang tranh chấp",
            "NGƯỜI CÓ THẨM QUYỀN",
            self.leader.name,
        ):
            with self.subTest(words=words):
                self.assertIn(words, text)
        self.assertNotIn("Giấy tờ trả lại", text)

    def test_form_03_of_an_online_submission_has_one_signature(self):
        dossier = self._desk("refuse", "Không thuộc thẩm quyền", channel="online")
        text = self._print("refusal", dossier).texts()[0]
        for words in (
            "Thời gian nộp: ",
            "Số căn cước/Hộ chiếu: 075088001234",
            "NGƯỜI TỪ CHỐI",
        ):
            with self.subTest(words=words):
                self.assertIn(words, text)
        self.assertNotIn("NGƯỜI NỘP HỒ SƠ", text)

    def test_slips_to_somebody_without_phone_or_address_have_no_empty_label(self):
        owner = {"name": "Nguyễn Văn Đức"}
        dossier = self._desk("refuse", "Không thuộc thẩm quyền", owner=owner)
        text = self._print("refusal", dossier).texts()[0]
        for label in ("Địa chỉ", "Số điện thoại", "Email", "Mã hồ sơ"):
            with self.subTest(label=label):
                self.assertNotIn(label, text)

    def test_slip_of_what_was_not_done_is_not_printed(self):
        dossier = self.receive()
        for name in ("guidance", "refusal", "stop"):
            with self.subTest(name=name), self.assertRaises(UserError):
                self._print(name, dossier)

    def test_group_receipt_lists_its_dossiers(self):
        dossiers = self.receive(group_key="g") | self.receive(group_key="g")
        printed = self._print("group", dossiers.group_id)
        self.assertEqual(printed.sizes_mm(), [(210.0, 297.0)] * 4)
        receipt, minutes = printed.texts()[:2]
        self.assertIn("Số lượng hồ sơ: 2 (kèm theo danh sách)", receipt)
        self.assertIn("(Liên: Lưu)", receipt)
        self.assertIn("Tiếp nhận hồ sơ của: Nguyễn Văn Đức", receipt)
        self.assertNotIn("BIÊN BẢN", receipt)
        self.assertIn("BIÊN BẢN GIAO NHẬN HỒ SƠ", minutes)
        for words in ("Sở Xây dựng", "5 ngày làm việc", "17:00 26/08/2026"):
            self.assertEqual(minutes.count(words), 2)
        for dossier in dossiers:
            self.assertIn(dossier.code, minutes.replace(" ", ""))

    def test_long_group_repeats_the_head_of_its_list(self):
        for _number in range(30):
            dossier = self.receive(group_key="long")
        texts = self._print("group", dossier.group_id).texts()
        pages = len(texts) // 2
        self.assertGreater(pages, 2)
        for text in texts[1 : pages - 1]:
            self.assertIn("STT Nội dung Đơn vị", text)

    def test_void_and_reissued_receipts_say_so(self):
        dossier = self.receive()
        clerk = dossier.with_user(self.clerk)
        clerk.action_correct_receipt("Sai tên", {"owner_name": "Nguyễn Văn Đúc"})
        text = self._print("receipt", dossier).texts()[0]
        self.assertIn("Cấp lại lần 1", text)
        self.assertIn("Nguyễn Văn Đúc", text)
        clerk.action_annul("Nhầm thủ tục")
        text = self._print("receipt", dossier).texts()[0]
        self.assertIn("GIẤY NÀY ĐÃ HỦY (Nhầm thủ tục)", text)

    def test_receipt_names_the_second_stage(self):
        version = self.make_version(
            self.env,
            "1.999060",
            "Hai giai đoạn",
            1,
            second_stage_value=2,
            second_stage_unit="working_day",
        )
        dossier = self.receive(version=version)
        with frozen(THURSDAY + timedelta(hours=1)):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_ask_fee("Thông báo thuế")
        with frozen(THURSDAY + timedelta(days=4)):
            dossier.with_user(self.clerk).action_confirm_fee("BL 1")
        text = self._print("receipt", dossier).texts()[0]
        self.assertIn("giai đoạn 2): 17 giờ 00 phút, ngày 26 tháng 8", text)
        self.assertIn("hồ sơ: 17 giờ 00 phút, ngày 26 tháng 8", text)
