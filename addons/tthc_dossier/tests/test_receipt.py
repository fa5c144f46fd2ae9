from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from .common import DossierCase

EARLY_IN_2018 = datetime(2018, 6, 21, 2, 0)
IN_2017 = datetime(2017, 5, 15, 1, 0)


class TestReceipt(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The opinion slip that comes along has tests of its own.
        cls.center.opinion_slip = False

    def _print(self, dossiers, user=None):
        """Pages of the receipts as the clerk prints them."""
        reports = self.env["ir.actions.report"].with_context(lang="en_US")
        content, _extension = reports.with_user(user or self.clerk)._render(
            "tthc_dossier.action_report_receipt", dossiers.ids
        )
        return PrintedFile(content)

    def test_receipt_is_a5_in_two_copies(self):
        printed = self._print(self.receive())
        self.assertEqual(printed.sizes_mm(), [(148.0, 210.0)] * 2)
        kept, given = printed.texts()
        self.assertIn("(Liên: Lưu)", kept)
        self.assertIn("(Liên: Giao khách hàng)", given)
        for text in (kept, given):
            self.assertTrue(text.endswith("Trang 1/1"))

    def test_receipt_says_who_what_and_when(self):
        text = self._print(self.receive()).texts()[1]
        for words in (
            "UBND TỈNH THỬ TRUNG TÂM MỘT",
            "Thử, ngày 20 tháng 8 năm 2026",
            "Mã hồ sơ: H99.14-20260820-0000001",
            "Quyển số: 01/2026, Số thứ tự: 1",
            "Vào Sổ theo dõi hồ sơ, Quyển số: 01/2026, Số thứ tự: 1",
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
            "Bộ phận tiếp nhận và trả kết quả: Trung tâm Một",
            "Tiếp nhận hồ sơ của: Nguyễn Văn Đức",
            "Địa chỉ: 12 Nguyễn Ái Quốc",
            "Số CMND/Thẻ căn cước/Hộ chiếu: 075088001234",
            "Nội dung yêu cầu giải quyết: Cấp giấy phép thử nghiệm",
            "1 Giấy tờ 1 1 2 Giấy tờ 2 1 3 Giấy tờ 3 1",
            "2. Số lượng hồ sơ: 1 (bộ)",
            "3. Thời gian giải quyết hồ sơ theo quy định là: 5 ngày làm việc",
            "4. Thời gian nhận hồ sơ: 09 giờ 00 phút, ngày 20 tháng 8 năm 2026",
            "5. Thời gian trả kết quả giải quyết hồ sơ: "
            "17 giờ 00 phút, ngày 26 tháng 8 năm 2026",
            "6. Đăng ký nhận kết quả tại: Trung tâm Một",
            "NGƯỜI NỘP HỒ SƠ",
            "NGƯỜI TIẾP NHẬN HỒ SƠ",
        ):
            with self.subTest(words=words):
                self.assertIn(words, text)

    def test_r11_originals_that_go_back_are_named(self):
        first, *others = self.version.component_ids
        papers = [
            {"id": first.id, "copy": 1, "to_give_back": True},
            *({"id": paper.id, "original": 1} for paper in others),
        ]
        text = self._print(self.receive(components=papers)).texts()[1]
        self.assertIn("Giấy tờ 1 (trả lại bản chính cùng kết quả)", text)
        self.assertEqual(text.count("trả lại bản chính"), 1)

    def test_qr_code_leads_to_the_citizens_page(self):
        dossier = self.receive()
        [(address, side)] = self._print(dossier).qr_codes()
        self.assertEqual(address, dossier._tracking_url())
        self.assertAlmostEqual(side, 18, delta=0.5)

    def test_submitter_is_named_when_somebody_else_brings_it(self):
        dossier = self.receive(submitter={"name": "Trần Thị Bình"})
        self.assertIn("Người nộp: Trần Thị Bình", self._print(dossier).texts()[0])
        self.assertNotIn("Người nộp:", self._print(self.receive()).texts()[0])

    def test_result_by_post_is_promised_at_the_address(self):
        dossier = self.receive(result_channel="post")
        self.assertIn("bưu chính công ích 7.", self._print(dossier).texts()[0])

    def test_fee_stands_on_receipts_since_2025(self):
        fee = "7. Phí, lệ phí: 75.000 đồng"
        self.assertIn(fee, self._print(self.receive()).texts()[0])
        old = self._print(self.receive(EARLY_IN_2018)).texts()[0]
        self.assertNotIn("7. Phí", old)

    def test_receipt_of_2017_reprints_on_the_general_edition(self):
        dossier = self.receive(IN_2017)
        self.center.name_ids = [
            Command.create(
                {
                    "name": "Trung tâm Hành chính công",
                    "date_from": "2017-01-01",
                    "date_to": "2018-01-01",
                }
            )
        ]
        with frozen(datetime(2026, 8, 20, 2, 0)):
            text = self._print(dossier).texts()[0]
        self.assertIn("TRUNG TÂM HÀNH CHÍNH CÔNG", text)
        self.assertIn("Thử, ngày 15 tháng 5 năm 2017", text)
        self.assertNotIn("Trung tâm Một", text)

    def test_layout_that_was_not_seen_names_no_circular(self):
        for moment in (IN_2017, EARLY_IN_2018, datetime(2026, 8, 20, 2, 0)):
            with self.subTest(moment=moment):
                text = self._print(self.receive(moment)).texts()[0]
                self.assertNotIn("Thông tư", text)

    def test_procedure_without_a_legal_limit_promises_no_day(self):
        version = self.make_version(
            self.env,
            "1.999009",
            "Không thời hạn",
            1,
            limit_value=0,
            limit_unit=False,
            no_legal_limit=True,
        )
        text = self._print(self.receive(version=version)).texts()[0]
        self.assertIn("pháp luật không quy định thời hạn", text)
        self.assertIn("giải quyết hồ sơ: khi có kết quả", text)

    def test_limits_are_worded_in_vietnamese(self):
        dossier = self.receive()
        dossier = dossier.with_context(**dossier._move_context(), lang="en_US")
        for value, unit, words in (
            (0.5, "working_day", "0,5 ngày làm việc"),
            (1, "half_day", "1 nửa ngày làm việc"),
            (4, "hour", "4 giờ làm việc"),
            (1, "same_day", "trong ngày làm việc"),
            (2, "month", "2 tháng"),
        ):
            dossier.write({"limit_value": value, "limit_unit": unit})
            self.assertEqual(dossier._receipt_limit(), words)

    def test_six_papers_with_long_names_stay_on_one_page(self):
        long_name = "Bản sao giấy tờ chứng minh quyền sử dụng đất theo luật đất đai"
        version = self.make_version(
            self.env,
            "1.999010",
            "Cấp giấy phép xây dựng nhà ở riêng lẻ",
            0,
            component_ids=[
                Command.create({"name": name, "original_count": 1})
                for name in 3 * [long_name, "Ảnh chụp hiện trạng"]
            ],
        )
        printed = self._print(self.receive(version=version))
        self.assertEqual(len(printed.texts()), 2)

    def test_long_list_of_papers_repeats_its_head_on_the_next_page(self):
        version = self.make_version(self.env, "1.999011", "Hồ sơ nhiều giấy tờ", 40)
        texts = self._print(self.receive(version=version)).texts()
        self.assertEqual(len(texts), 4)
        self.assertIn("Thành phần hồ sơ", texts[1])
        self.assertTrue(texts[1].endswith("Trang 2/2"))

    def test_many_dossiers_print_in_one_file(self):
        dossiers = self.receive() | self.receive()
        self.assertEqual(len(self._print(dossiers).texts()), 4)

    def test_draft_has_no_receipt(self):
        draft = self.env["tthc.dossier"].create(
            {"version_id": self.version.id, "center_id": self.center.id}
        )
        # Printed forms speak Vietnamese, where it is installed, their faults too.
        words = "has not been received|chưa được tiếp nhận"
        with self.assertRaisesRegex(UserError, words):
            self._print(draft, user=self.env.user)

    def test_clerk_of_another_center_gets_no_receipt(self):
        with self.assertRaises(AccessError):
            self._print(self.receive(), user=self.other_clerk)

    def test_values_that_are_missing_leave_no_label(self):
        owner = {"name": "Nguyễn Văn Đức"}
        text = self._print(self.receive(owner=owner)).texts()[1]
        for label in (
            "Địa chỉ",
            "Số điện thoại",
            "Email",
            "Số CMND",
            "Người nộp:",
            "Người được ủy quyền",
            "giai đoạn 2",
        ):
            with self.subTest(label=label):
                self.assertNotIn(label, text)

    def test_long_names_stay_inside_the_page(self):
        name = "Chứng nhận quyền sử dụng đất ở và tài sản khác gắn liền với đất " * 12
        version = self.make_version(self.env, "1.999012", name.strip(), 2)
        printed = self._print(self.receive(version=version))
        self.assertEqual(set(printed.sizes_mm()), {(148.0, 210.0)})
        self.assertIn(name.strip(), " ".join(printed.texts()))

    def test_second_stage_is_announced_before_it_begins(self):
        version = self.make_version(
            self.env,
            "1.999013",
            "Hai giai đoạn",
            1,
            second_stage_value=2,
            second_stage_unit="working_day",
        )
        text = self._print(self.receive(version=version)).texts()[0]
        self.assertIn("6. Thời gian nhận hồ sơ (giai đoạn 2): …… giờ", text)
        self.assertIn("(giai đoạn 2): 2 ngày làm việc kể từ khi nộp chứng từ", text)
        self.assertIn("8. Đăng ký nhận kết quả tại: Trung tâm Một", text)
