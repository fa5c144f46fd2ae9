from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY
from .forms_common import A4, A4_LANDSCAPE, A5, HOUR, FormCase


class TestFormHandingOver(FormCase):
    """Hand-over paper, lists and receipt of the result (domain.md §3.8)."""

    def _returned(self, receiver=None, **values):
        dossier = self.resolved()
        with frozen(THURSDAY + 4 * HOUR):
            dossier.with_user(self.clerk).action_give_back(
                receiver=receiver, proof="receipt", means="phone", **values
            )
        return dossier

    def test_hand_over_paper_is_made_twice(self):
        dossier = self.handed_over()
        printed = self.print_form("handover_paper", dossier)
        self.assertEqual(printed.sizes_mm(), [A4] * 2)
        given, kept = printed.texts()
        self.assertIn("(Bản giao cơ quan giải quyết)", given)
        self.assertIn("(Bản lưu Trung tâm)", kept)
        self.assert_words(
            kept,
            "GIẤY BÀN GIAO HỒ SƠ",
            f"Mã hồ sơ: {dossier.code}",
            "Nội dung: Cấp giấy phép thử nghiệm",
            "Chủ hồ sơ: Nguyễn Văn Đức",
            "Địa chỉ: 12 Nguyễn Ái Quốc",
            "Ngày nhận hồ sơ: 09 giờ 00 phút, ngày 20 tháng 8 năm 2026",
            "Thời gian giải quyết: 5 ngày làm việc",
            "Hẹn trả kết quả cho người dân: 17 giờ 00 phút, ngày 26 tháng 8",
            "Chậm nhất trả kết quả về Trung tâm: 11 giờ 00 phút, ngày 26 tháng 8",
            "1 Giấy tờ 1 1 2 Giấy tờ 2 1 3 Giấy tờ 3 1",
            "I. GIAO HỒ SƠ",
            "Cơ quan nhận: Sở Xây dựng",
            "Thời gian: 10 giờ 00 phút, ngày 20 tháng 8 năm 2026",
            "XÁC NHẬN CỦA TRUNG TÂM",
            "II. NHẬN KẾT QUẢ",
            "Kết quả xử lý: ……",
            "02 bản, mỗi bên giữ 01 bản",
        )
        self.assertNotIn("Người nộp:", kept)

    def test_hand_over_paper_is_filled_in_when_the_result_is_back(self):
        text = self.print_form("handover_paper", self.resolved()).texts()[0]
        self.assert_words(
            text,
            "Kết quả xử lý: Đồng ý giải quyết, số 12/GP, ngày 20/08/2026",
            "Thời gian: 12 giờ 00 phút, ngày 20 tháng 8 năm 2026",
        )

    def test_list_stands_on_one_sheet_an_agency(self):
        dossiers = self.handed_over() | self.handed_over()
        other = self.make_version(
            self.env, "1.999071", "Khác", 0, agency_id=self.other_agency.id
        )
        foreign = self.handed_over(version=other)
        printed = self.print_form("handover_list", dossiers | foreign)
        self.assertEqual(printed.sizes_mm(), [A4_LANDSCAPE] * 2)
        first, second = printed.texts()
        self.assert_words(
            first,
            "DANH SÁCH BÀN GIAO HỒ SƠ",
            "Cơ quan chủ trì: Sở Xây dựng",
            "Thời gian bàn giao: 10 giờ 00 phút, ngày 20 tháng 8 năm 2026",
            "Tổng số: 2 hồ sơ",
            "Nguyễn Văn Đức",
            "12 Nguyễn Ái Quốc",
            "0912345678",
            "BÊN GIAO",
            "BÊN NHẬN",
            "XÁC NHẬN CỦA TRUNG TÂM",
        )
        for dossier in dossiers:
            self.assertIn(dossier.code, first.replace(" ", ""))
        self.assertIn("Cơ quan chủ trì: Sở Tư pháp", second)
        self.assertIn("Tổng số: 1 hồ sơ", second)

    def test_list_before_the_hand_over_leaves_the_time_open(self):
        text = self.print_form("handover_list", self.receive()).texts()[0]
        self.assertIn("Thời gian bàn giao: …… giờ …… phút", text)

    def test_long_list_repeats_its_head(self):
        dossiers = self.env["tthc.dossier"].union(
            *(self.receive() for _number in range(25))
        )
        texts = self.print_form("handover_list", dossiers).texts()
        self.assertGreater(len(texts), 1)
        for text in texts[:-1]:
            self.assertIn("Họ tên chủ hồ sơ", text)

    def test_queries_of_a_list_do_not_grow_with_it(self):
        dossiers = self.env["tthc.dossier"].union(
            *(self.receive() for _number in range(12))
        )
        form = self.env.ref("tthc_dossier.form_danh_sach_ban_giao")
        counts = []
        for chosen in (dossiers[:2], dossiers):
            self.env.invalidate_all()
            chosen = chosen.with_user(self.clerk)
            before = self.env.cr.sql_log_count
            self.env["ir.actions.report"]._tthc_sheets(form, chosen, {})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_list_of_results(self):
        granted, paid = self.resolved(), self.resolved()
        paid.with_context(**paid._move_context()).write({"result_channel": "post"})
        printed = self.print_form("result_list", granted | paid, self.specialist)
        self.assertEqual(printed.sizes_mm(), [A4_LANDSCAPE])
        self.assert_words(
            printed.texts()[0],
            "PHIẾU BÀN GIAO KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
            "Đơn vị chủ trì: Sở Xây dựng",
            "Đồng ý giải quyết, số 12/GP, ngày 20/08/2026",
            "12 Nguyễn Ái Quốc X X",
            "Tổng số: 2 kết quả",
            "NGƯỜI GIAO",
            "NGƯỜI NHẬN",
        )

    def test_list_of_results_names_every_result(self):
        with frozen(THURSDAY):
            dossier = self.receive()
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_finish_step("granted")
            dossier.with_user(self.leader).action_resolve(
                results=[
                    {"name": "Giấy phép", "number": "12/GP"},
                    {"name": "Bản vẽ", "number": "13/BV"},
                ]
            )
        self.assertEqual(
            dossier._result_words(),
            "Đồng ý giải quyết: Giấy phép, số 12/GP, ngày 20/08/2026; "
            "Bản vẽ, số 13/BV, ngày 20/08/2026",
        )
        printed = self.print_form("result_list", dossier, self.specialist)
        self.assert_words(printed.texts()[0], "12/GP", "13/BV")

    def test_list_of_results_needs_results(self):
        with self.assertRaises(UserError):
            self.print_form("result_list", self.resolved() | self.receive())

    def test_receipt_of_the_result_is_signed_by_two(self):
        self.clerk.write({"phone": "0251 999", "email": "an@example.org"})
        dossier = self._returned()
        printed = self.print_form("result_receipt", dossier)
        self.assertEqual(printed.sizes_mm(), [A5] * 2)
        self.assert_words(
            printed.texts()[0],
            "GIẤY BIÊN NHẬN TRẢ KẾT QUẢ",
            "Tên thủ tục hành chính: Cấp giấy phép thử nghiệm",
            "Chủ hồ sơ: Nguyễn Văn Đức",
            f"Người trả: {self.clerk.name}, Trung tâm Một",
            "Số điện thoại: 0251 999",
            "Email: an@example.org",
            "Người nhận: Nguyễn Văn Đức",
            "1 Kết quả giải quyết 12/GP, 20/08/2026 Cấp giấy phép thử nghiệm",
            "Ngày trả: 13 giờ 00 phút, ngày 20 tháng 8 năm 2026",
            "NGƯỜI TRẢ KẾT QUẢ",
            "NGƯỜI NHẬN KẾT QUẢ",
        )
        self.assertNotIn("Giấy ủy quyền", printed.texts()[0])

    def test_receipt_of_the_result_names_every_document(self):
        with frozen(THURSDAY):
            dossier = self.receive()
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_finish_step("granted")
            dossier.with_user(self.leader).action_resolve(
                results=[
                    {"name": "Giấy phép", "number": "12/GP"},
                    {"name": "Bản vẽ đóng dấu", "number": "13/BV"},
                ]
            )
            dossier.with_user(self.clerk).action_give_back(
                proof="receipt", means="phone"
            )
        printed = self.print_form("result_receipt", dossier)
        self.assertEqual(printed.sizes_mm(), [A5] * 2)
        for text in printed.texts():
            self.assert_words(
                text,
                "1 Kết quả giải quyết 12/GP, 20/08/2026 Giấy phép",
                "2 Kết quả giải quyết 13/BV, 20/08/2026 Bản vẽ đóng dấu",
            )

    def test_receipt_of_the_result_names_the_authorisation(self):
        dossier = self._returned(
            receiver="Lê Thị Nhận Thay", authorisation="01/UQ ngày 1/8/2026"
        )
        text = self.print_form("result_receipt", dossier).texts()[0]
        self.assertIn("Người nhận: Lê Thị Nhận Thay", text)
        self.assertIn("Giấy ủy quyền: 01/UQ ngày 1/8/2026", text)

    def test_receipt_of_a_result_that_waits_is_not_printed(self):
        with self.assertRaises(UserError):
            self.print_form("result_receipt", self.resolved())

    def test_agency_does_not_print_the_centers_receipts(self):
        for name, dossier in (
            ("result_receipt", self._returned()),
            ("receipt", self.receive()),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.print_form(name, dossier, user=self.specialist)
