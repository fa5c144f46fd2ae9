from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY

from .parcel_common import READY, ParcelCase

A4 = (210.0, 297.0)


class TestParcelNote(ParcelCase):
    """The consignment note: all that Circular 17/2017 Art 9 asks for."""

    def printed(self, parcel, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.clerk)
        with frozen(READY):
            content, _kind = reports._render_tthc_pdf(
                "tthc_postal.action_report_parcel_note", parcel.ids
            )
        return PrintedFile(content)

    def assert_words(self, text, *words):
        flat = " ".join(text.split())
        for word in words:
            with self.subTest(words=word):
                self.assertIn(word, flat)

    def test_note_of_a_result_has_all_mandatory_content(self):
        _dossier, parcel = self.post_resolved()
        with frozen(READY):
            parcel.with_user(self.clerk).write(
                {"price": 33000, "weight": 250, "courier_id": self.courier.id}
            )
            parcel.with_user(self.clerk).action_order()
            parcel.with_user(self.courier).action_accept()
        sheet = self.printed(parcel)
        self.assertEqual(sheet.sizes_mm(), [A4] * 3)
        self.assert_words(
            sheet.texts()[0],
            parcel.name,
            parcel.code,
            "Người gửi",
            "Trung tâm Một",
            "1 Đường Thử",
            "0251 1022",
            "Người nhận",
            "Nguyễn Văn Đức",
            "12 Nguyễn Ái Quốc",
            "0912345678",
            "Email",
            "14 giờ 00 phút, ngày 20 tháng 8 năm 2026",
            "Giá cước",
            "33.000 đ",
            "Người nhận trả",
            "J + 2",
            "Quyền, nghĩa vụ",
            "bồi thường",
            "Kết quả và danh mục giấy tờ",
            "12/GP",
            self.version.name,
            "NHÂN VIÊN BƯU CHÍNH",
        )
        self.assertNotIn("075088001234", sheet.texts()[0])

    def test_note_of_a_dossier_lists_procedure_and_papers(self):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        with frozen(THURSDAY):
            answer = desk.submit(self.intake(channel="post"))
            parcel = self.env["tthc.dossier"].browse(answer["id"]).parcel_ids
            parcel.with_user(self.clerk).action_order()
        self.assert_words(
            self.printed(parcel).texts()[0],
            "PHIẾU GỬI HỒ SƠ",
            "Danh mục giấy tờ gửi",
            "Giấy tờ 1",
            "Giấy tờ 3",
            self.version.name,
            "NGƯỜI TIẾP NHẬN TẠI TRUNG TÂM",
        )

    def test_note_without_a_number_is_refused(self):
        _dossier, parcel = self.post_resolved()
        with self.assertRaises(UserError):
            self.printed(parcel)

    def test_courier_does_not_print_contents(self):
        parcel = self.accepted()
        with self.assertRaises(AccessError):
            self.printed(parcel, self.courier)

    def test_edition_is_provisional(self):
        form = self.env.ref("tthc_postal.form_phieu_gui")
        self.assertEqual(form.edition_state, "provisional")
