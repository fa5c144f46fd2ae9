from datetime import datetime

from .forms_common import A5, FormCase

IN_2017 = datetime(2017, 5, 15, 1, 0)


class TestFormSmall(FormCase):
    """The opinion slip that comes along, and the label of the folder."""

    def test_r18_opinion_slip_comes_with_forms_01_to_03(self):
        receipt = self.print_form("receipt", self.receive())
        self.assertEqual(receipt.sizes_mm(), [A5] * 3)
        self.assertIn("PHIẾU GÓP Ý", receipt.texts()[2])
        forms = self.env["tthc.form"]
        for code in ("mau_01", "mau_02", "mau_03"):
            with self.subTest(code=code):
                form = forms.search([("code", "=", code)])
                self.assertEqual(form.companion_id.code, "phieu_gop_y")

    def test_r18_center_whose_citizens_rate_on_a_screen_prints_none(self):
        self.center.opinion_slip = False
        self.assertEqual(len(self.print_form("receipt", self.receive()).texts()), 2)

    def test_r18_law_of_before_the_circular_knows_no_opinion_slip(self):
        printed = self.print_form("receipt", self.receive(IN_2017))
        self.assertEqual(len(printed.texts()), 2)

    def test_opinion_slip_asks_for_time_manner_and_words(self):
        printed = self.print_form("opinion", self.receive())
        self.assertEqual(printed.sizes_mm(), [A5])
        self.assert_words(
            printed.texts()[0],
            "PHIẾU GÓP Ý",
            f"Cán bộ tiếp nhận: {self.clerk.name} (quầy 07)",
            "Nội dung thủ tục hành chính: Cấp giấy phép thử nghiệm",
            "1. Thời gian giải quyết hồ sơ Trước hạn Đúng hạn Chậm",
            "2. Phong cách phục vụ của cán bộ Tốt Bình thường Chưa tốt",
            "3. Ý kiến khác:",
            "Họ tên (không bắt buộc):",
            "Số điện thoại:",
        )
        self.assertNotIn("Nguyễn Văn Đức", printed.texts()[0])

    def test_label_is_as_large_as_its_form_says(self):
        form = self.env.ref("tthc_dossier.form_nhan_ho_so")
        for width, height in ((80, 40), (60, 35)):
            form.write({"label_width": width, "label_height": height})
            with self.subTest(width=width):
                printed = self.print_form("label", self.receive())
                self.assertEqual(printed.sizes_mm(), [(float(width), float(height))])

    def test_label_carries_code_and_the_word_of_the_scanner_and_no_name(self):
        dossier = self.receive()
        printed = self.print_form("label", dossier)
        [text] = printed.texts()
        self.assertIn(dossier.code, text.replace(" ", ""))
        self.assertIn("Hẹn trả: 17:00 26/08/2026", text)
        self.assertIn("Sở Xây dựng", text)
        self.assertNotIn("Nguyễn", text)
        self.assertNotIn("Trang", text)
        [(word, side)] = printed.qr_codes()
        self.assertEqual(word, dossier.token)
        self.assertAlmostEqual(side, 24, delta=0.5)

    def test_scan_of_the_label_opens_the_dossier(self):
        dossier = self.receive()
        [(word, _side)] = self.print_form("label", dossier).qr_codes()
        dossiers = self.env["tthc.dossier"].with_user(self.specialist)
        self.assertEqual(dossiers.open_by_token(word), dossier.id)
