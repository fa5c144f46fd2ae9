from datetime import timedelta

from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY
from .forms_common import A4, A5, HOUR, FormCase


class TestFormControl(FormCase):
    """Form 05 and the slip between agencies, both from what happened."""

    def _through_the_chain(self):
        """Two agencies, the first one late, then the result."""
        dossier = self.handed_over(version=self.make_chain())
        with frozen(THURSDAY + timedelta(days=5)):
            dossier.with_user(self.specialist).action_finish_step("granted")
        with frozen(THURSDAY + timedelta(days=5, hours=1)):
            dossier.with_user(self.other_specialist).action_finish_step("granted")
        with frozen(THURSDAY + timedelta(days=5, hours=2)):
            dossier.with_user(self.leader).action_resolve(number="12/GP")
        return dossier

    def test_form_05_shows_each_relay_with_its_time_and_result(self):
        dossier = self._through_the_chain()
        printed = self.print_form("control", dossier)
        self.assertEqual(set(printed.sizes_mm()), {A5})
        text = " ".join(printed.texts())
        self.assert_words(
            text,
            "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
            "Quyển số: 01/2026, Số thứ tự: 1",
            "Kèm theo hồ sơ của: Nguyễn Văn Đức",
            f"Mã hồ sơ: {dossier.code}",
            "Ngày nhận: 09 giờ 00 phút, ngày 20 tháng 8 năm 2026",
            "Ngày, giờ hẹn trả kết quả: 17 giờ 00 phút, ngày 26 tháng 8 năm 2026",
            "Cơ quan (bộ phận) giải quyết hồ sơ: Sở Xây dựng",
            "Cơ quan phối hợp giải quyết hồ sơ: Sở Tư pháp",
            "1. Giao: Trung tâm Một 2. Nhận: Sở Xây dựng",
            "10 giờ 00 phút, ngày 20 tháng 8 năm 2026",
            "1. Giao: Sở Xây dựng 2. Nhận: Sở Tư pháp",
            "Quá hạn",
            "(hạn 17:00 22/08/2026)",
            "1. Giao: Sở Tư pháp 2. Nhận: Sở Xây dựng",
            "Trước hạn",
            "1. Giao: Sở Xây dựng 2. Nhận: Trung tâm Một",
        )
        self.assertIn("Đồngýgiảiquyết,số12/GP", text.replace(" ", ""))
        self.assertEqual(text.count("Người giao (Ký)"), 4)
        self.assertEqual(text.count("Người nhận (Ký)"), 4)
        self.assertNotIn("Thông tư", text)

    def test_form_05_leaves_rows_to_go_on_by_hand(self):
        text = self.print_form("control", self.handed_over()).texts()[0]
        self.assertEqual(text.count("1. Giao: Trung tâm Một"), 1)
        self.assertEqual(text.count("1. Giao: ……"), 3)
        self.assertNotIn("Cơ quan phối hợp", text)

    def test_form_05_forgets_what_was_taken_back(self):
        dossier = self.handed_over()
        dossier.with_user(self.clerk).action_undo()
        text = self.print_form("control", dossier).texts()[0]
        self.assertNotIn("1. Giao: Trung tâm Một", text)
        self.assertEqual(text.count("1. Giao: ……"), 4)

    def test_form_05_repeats_its_head_on_the_next_page(self):
        dossier = self.handed_over()
        for _round in range(6):
            dossier.with_user(self.specialist).action_consult(
                agency=self.other_agency, reason="Hỏi", value=1, unit="working_day"
            )
            dossier.with_user(self.specialist).action_end_pause(answer="Không phản đối")
        texts = self.print_form("control", dossier).texts()
        self.assertGreater(len(texts), 1)
        for text in texts:
            self.assertIn("Tên cơ quan Thời gian giao, nhận hồ sơ", text)
        self.assertIn("Lấy ý kiến", " ".join(texts))
        self.assertIn("Không phản đối", " ".join(texts))

    def test_form_05_carries_the_word_that_the_scanner_reads(self):
        dossier = self.handed_over()
        [(text, side)] = self.print_form("control", dossier).qr_codes()
        self.assertEqual(text, dossier.token)
        self.assertAlmostEqual(side, 16, delta=0.5)

    def test_dossier_of_an_earlier_register_names_that_one(self):
        dossier = self.receive()
        dossier.with_context(**dossier._move_context()).write(
            {"register_number": 0, "register_year": 0, "old_register": "Sổ 3, số 12"}
        )
        for name in ("control", "receipt"):
            with self.subTest(name=name):
                text = self.print_form(name, dossier).texts()[0]
                self.assertIn("Sổ theo dõi hồ sơ trước đây: Sổ 3, số 12", text)
                self.assertNotIn("Quyển số", text)

    def test_form_05_of_a_draft_is_not_printed(self):
        draft = self.env["tthc.dossier"].create(
            {"version_id": self.version.id, "center_id": self.center.id}
        )
        with self.assertRaises(UserError):
            self.print_form("control", draft, user=self.env.user)

    def test_slip_between_agencies_names_work_and_limit_of_each(self):
        dossier = self._through_the_chain()
        printed = self.print_form("transfer_slip", dossier)
        self.assertEqual(printed.sizes_mm(), [A4])
        self.assert_words(
            printed.texts()[0],
            "PHIẾU CHUYỂN XỬ LÝ",
            "Kính gửi: Sở Xây dựng; Sở Tư pháp",
            f"Mã hồ sơ: {dossier.code}",
            "Chủ hồ sơ: Nguyễn Văn Đức",
            "Cơ quan chủ trì: Sở Xây dựng",
            "1 Sở Xây dựng Thẩm định 2 ngày làm việc",
            "2 Sở Tư pháp Cấp phép 1 ngày làm việc",
            "3 Sở Xây dựng Ký",
            "Quá hạn",
            "Giấy tờ kèm theo: Giấy tờ 1",
        )

    def test_slip_between_agencies_needs_two_of_them(self):
        with self.assertRaises(UserError):
            self.print_form("transfer_slip", self.handed_over())

    def test_other_agencies_print_nothing_of_it(self):
        dossier = self.handed_over()
        for user in (self.other_specialist, self.courier, self.editor):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.print_form("control", dossier, user=user)
        for user in (self.specialist, self.manager, self.inspector):
            with self.subTest(user=user.login):
                self.assertTrue(self.print_form("control", dossier, user=user))

    def test_names_are_those_of_the_day(self):
        self.agency.name_ids = [
            (
                0,
                0,
                {
                    "name": "Sở Giao thông",
                    "identifier": "H99.14",
                    "date_from": "2020-01-01",
                    "date_to": "2026-08-24",
                },
            )
        ]
        text = " ".join(self.print_form("control", self._through_the_chain()).texts())
        self.assertIn("2. Nhận: Sở Giao thông", text)
        self.assertIn("1. Giao: Sở Xây dựng 2. Nhận: Trung tâm Một", text)

    def test_hour_of_a_relay_is_the_centers(self):
        dossier = self.receive()
        with frozen(THURSDAY + 20 * HOUR):
            dossier.with_user(self.clerk).action_transfer()
        text = self.print_form("control", dossier).texts()[0]
        self.assertIn("05 giờ 00 phút, ngày 21 tháng 8 năm 2026", text)
