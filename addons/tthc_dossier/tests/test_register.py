from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY
from .forms_common import A4_LANDSCAPE, FormCase

#: Monday 4/1/2027, 09:00 in Vietnam.
NEXT_YEAR = datetime(2027, 1, 4, 2, 0)


class TestRegister(FormCase):
    """The register of dossiers (form 06, rule R20)."""

    def _volumes(self):
        self.env["tthc.register.volume"]._ensure(self.center)
        return self.env["tthc.register.volume"].search(
            [("center_id", "=", self.center.id)], order="number"
        )

    def _closed(self, volumes=None):
        volumes = volumes or self._volumes()
        with frozen(NEXT_YEAR):
            volumes.with_user(self.manager).action_close()
        return volumes

    def test_register_begins_with_the_first_dossier_of_the_year(self):
        self.assertFalse(self._volumes())
        self.receive()
        self.receive(THURSDAY + timedelta(hours=1))
        volume = self._volumes()
        self.assertRecordValues(
            volume,
            [
                {
                    "agency_id": self.agency.id,
                    "year": 2026,
                    "number": 1,
                    "number_from": 1,
                    "number_to": 0,
                    "state": "open",
                    "opened_at": THURSDAY,
                    "opened_by_id": self.clerk.id,
                    "entry_count": 2,
                }
            ],
        )
        self.assertEqual(self._volumes(), volume)

    def test_each_agency_and_year_has_a_register_of_its_own(self):
        other = self.make_version(
            self.env, "1.999080", "Khác", 0, agency_id=self.other_agency.id
        )
        self.receive()
        self.receive(version=other)
        self.receive(NEXT_YEAR)
        self.assertEqual(
            sorted(self._volumes().mapped(lambda row: (row.year, row.agency_id.name))),
            [(2026, "Sở Tư pháp"), (2026, "Sở Xây dựng"), (2027, "Sở Xây dựng")],
        )

    def test_r20_numbers_go_on_in_the_second_volume(self):
        first = self.receive()
        volume = self._volumes()
        volume.with_user(self.manager).action_begin_next()
        second = self.receive()
        volumes = self._volumes()
        self.assertEqual(volumes.mapped("number"), [1, 2])
        self.assertEqual(volumes.mapped("state"), ["full", "open"])
        self.assertEqual(volumes.mapped("number_from"), [1, 2])
        self.assertEqual((first.register_number, second.register_number), (1, 2))
        self.assertEqual(
            (first._register_book(), second._register_book()), ("01/2026", "02/2026")
        )
        self.center.opinion_slip = False
        text = self.print_form("receipt", second).texts()[0]
        self.assertIn("Quyển số: 02/2026, Số thứ tự: 2", text)

    def test_r20_volume_without_an_entry_is_not_continued(self):
        self.receive()
        volume = self._volumes()
        volume.with_user(self.manager).action_begin_next()
        with self.assertRaises(UserError):
            self._volumes()[1].with_user(self.manager).action_begin_next()

    def test_r20_book_is_closed_when_its_year_is_over(self):
        self.receive()
        volume = self._volumes()
        with frozen(datetime(2026, 12, 31, 16, 0)), self.assertRaises(UserError):
            volume.with_user(self.manager).action_close()
        self._closed(volume)
        self.assertEqual(volume.state, "closed")
        self.assertEqual(volume.closed_by_id, self.manager)
        self.assertEqual(volume.closed_at, NEXT_YEAR)
        self.assertEqual(volume.number_to, 1)
        with self.assertRaises(UserError):
            self._closed(volume)

    def test_r20_closed_book_keeps_what_it_said(self):
        dossier = self.receive()
        volume = self._closed()
        before = volume._entries()
        dossier.with_user(self.clerk).action_correct_receipt(
            "Sai tên", {"owner_name": "Nguyễn Văn Đúc"}
        )
        self.env.invalidate_all()
        self.assertEqual(volume._entries(), before)
        self.assertTrue(volume._is_intact())
        text = self.print_form("register", volume).texts()[1]
        self.assertIn("Nguyễn Văn Đức", text)
        self.assertNotIn("Nguyễn Văn Đúc", text)

    def test_r20_closed_book_is_bound_and_prints_the_same_bytes(self):
        self.receive()
        volume = self._closed()
        cron = self.env.ref("tthc_dossier.cron_register_binding")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        volume.invalidate_recordset()
        self.assertEqual(volume.page_count, 2)
        first = self.print_form("register", volume).content
        self.assertEqual(self.print_form("register", volume).content, first)
        self.center.head_title = "NGƯỜI KHÁC"
        self.assertEqual(self.print_form("register", volume).content, first)

    def test_r20_changed_row_of_a_closed_book_is_found(self):
        self.receive()
        volume = self._closed()
        volume.flush_recordset()
        self.env.cr.execute(
            "UPDATE tthc_register_volume SET rows = "
            "replace(rows::text, 'Nguyễn', 'Trần')::jsonb WHERE id = %s",
            [volume.id],
        )
        volume.invalidate_recordset()
        self.assertFalse(volume._is_intact())

    def test_r20_closed_book_is_written_by_nobody(self):
        self.receive()
        volume = self._closed()
        for user in (self.clerk, self.manager, self.inspector, self.env.user):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    volume.with_user(user).write({"rows": []})
                with self.assertRaises(AccessError):
                    volume.with_user(user).unlink()
        with self.assertRaises(AccessError):
            volume._moving().write({"rows": []})

    def test_r20_hole_keeps_the_book_open_until_it_is_explained(self):
        dossiers = self.receive() | self.receive() | self.receive()
        hole = dossiers[1]
        hole.with_context(**hole._move_context()).write({"register_number": 0})
        volume = self._volumes()
        with self.assertRaisesRegex(UserError, "2"):
            self._closed(volume)
        gaps = self.env["tthc.register.gap"].with_user(self.manager)
        gaps.create({"volume_id": volume.id, "number": 2, "reason": "Giấy in hỏng"})
        self._closed(volume)
        self.assertEqual([row[0] for row in volume.rows], [1, 2, 3])
        self.assertEqual(volume.rows[1][12], "Không sử dụng: Giấy in hỏng")
        text = self.print_form("register", volume).texts()[1]
        self.assertIn("1 số không sử dụng", text)
        with self.assertRaises(AccessError):
            volume.gap_ids.with_user(self.manager).reason = "Khác"

    def test_r20_number_that_is_used_needs_no_explanation(self):
        self.receive()
        volume = self._volumes()
        for number in (1, 2):
            with self.subTest(number=number), self.assertRaises(ValidationError):
                self.env["tthc.register.gap"].create(
                    {"volume_id": volume.id, "number": number, "reason": "Không rõ"}
                )

    def test_r20_void_receipt_keeps_its_number_with_the_reason(self):
        dossier = self.receive()
        dossier.with_user(self.clerk).action_annul("Nhầm thủ tục")
        text = self.print_form("register", self._volumes()).texts()[1]
        self.assertIn("ĐÃ HỦY: Nhầm thủ tục", text)
        self.assertIn("tổng cộng 1 số, trong đó 1 giấy đã hủy", text)

    def test_r20_late_entry_of_a_closed_year_goes_into_a_further_volume(self):
        self.receive()
        self._closed()
        late = self.receive(THURSDAY + timedelta(days=1))
        self.assertEqual(late.register_number, 2)
        volumes = self._volumes()
        self.assertEqual(volumes.mapped("state"), ["closed", "open"])
        self.assertEqual(late._register_book(), "02/2026")

    # -- the page -------------------------------------------------------------------

    def test_form_06_has_cover_columns_and_closing_note(self):
        dossier = self.resolved()
        with frozen(THURSDAY + timedelta(hours=4)):
            dossier.with_user(self.clerk).action_give_back(
                proof="receipt", means="phone"
            )
        self.receive()
        printed = self.print_form("register", self._closed(), user=self.manager)
        self.assertEqual(set(printed.sizes_mm()), {A4_LANDSCAPE})
        cover, page = printed.texts()
        self.assert_words(
            cover,
            "SỔ THEO DÕI HỒ SƠ",
            "Cơ quan chủ trì giải quyết: Sở Xây dựng",
            "QUYỂN SỐ: 01, NĂM: 2026",
            "Từ số thứ tự 1 đến số thứ tự 2",
            "Quyển này có 2 trang",
            "Mở sổ: ngày 20 tháng 8 năm 2026",
            "Khóa sổ: ngày 04 tháng 01 năm 2027",
            "GIÁM ĐỐC",
            "Ký, ghi rõ họ tên, đóng dấu",
        )
        self.assert_words(
            page,
            "Mã hồ sơ",
            "Tên thủ tục hành chính",
            "Số lượng hồ sơ (bộ)",
            "Tên cá nhân, tổ chức",
            "Địa chỉ, số điện thoại",
            "Cơ quan chủ trì giải quyết",
            "Ngày, tháng, năm",
            "Phương thức nhận kết quả",
            "Ký nhận",
            "Ghi chú",
            "(1) (2) (3) (4) (5) (6) (7) (8) (9) (10) (11)",
            "12 Nguyễn Ái Quốc, 0912345678",
            "09:00 20/08/2026",
            "17:00 26/08/2026",
            "13:00 20/08/2026",
            "Tại Trung tâm",
            "tổng cộng 2 số",
            "1 hồ sơ chưa trả kết quả",
            self.manager.name,
        )
        self.assertIn(dossier.code, page.replace(" ", ""))
        self.assertNotIn("Thông tư", cover)

    def test_open_book_says_that_it_is_open(self):
        self.receive()
        cover = self.print_form("register", self._volumes()).texts()[0]
        self.assertIn("(Sổ chưa khóa)", cover)

    def test_many_rows_repeat_the_head_and_number_the_pages(self):
        for _number in range(30):
            self.receive()
        texts = self.print_form("register", self._volumes()).texts()
        self.assertGreater(len(texts), 2)
        for number, text in enumerate(texts[1:3], start=2):
            self.assertIn("(1) (2) (3)", text)
            self.assertTrue(text.endswith(f"Trang {number}/{len(texts)}"))
        self.assertIn(f"Quyển này có {len(texts)} trang", texts[0])

    def test_queries_do_not_grow_with_the_book(self):
        counts = []
        for more in (2, 10):
            for _number in range(more):
                self.receive()
            volume = self._volumes()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            volume._entries()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_agency_bears_the_name_of_the_year(self):
        self.agency.name_ids = [
            (
                0,
                0,
                {
                    "name": "Sở Giao thông",
                    "identifier": "H99.14",
                    "date_from": date(2020, 1, 1),
                    "date_to": date(2027, 3, 1),
                },
            )
        ]
        self.receive()
        cover = self.print_form("register", self._closed()).texts()[0]
        self.assertIn("Cơ quan chủ trì giải quyết: Sở Giao thông", cover)

    # -- who ------------------------------------------------------------------------

    def test_only_the_manager_of_the_center_closes(self):
        self.receive()
        volume = self._volumes()
        stranger = new_test_user(
            self.env,
            "tthc_other_manager",
            groups="tthc_base.group_center_manager",
            tthc_center_id=self.other_center.id,
        )
        for user in (self.clerk, self.inspector, self.specialist, stranger):
            for action in ("action_close", "action_begin_next"):
                with (
                    self.subTest(user=user.login, action=action),
                    frozen(NEXT_YEAR),
                    self.assertRaises(AccessError),
                ):
                    getattr(volume.with_user(user), action)()

    def test_center_sees_its_own_registers_and_agencies_none(self):
        self.receive()
        volume = self._volumes()
        volumes = self.env["tthc.register.volume"]
        for user in (self.clerk, self.manager, self.inspector):
            self.assertIn(volume, volumes.with_user(user).search([]))
        self.assertNotIn(volume, volumes.with_user(self.other_clerk).search([]))
        for user in (self.specialist, self.courier, self.hr, self.editor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                volumes.with_user(user).search([])

    def test_nobody_makes_volumes_or_explains_by_hand(self):
        self.receive()
        volume = self._volumes()
        values = {"number": 7, "number_from": 90, "center_id": self.center.id}
        for user in (self.clerk, self.manager, self.env.user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                volume.with_user(user).create(
                    {**values, "agency_id": self.agency.id, "year": 2026}
                )
        with self.assertRaises(AccessError):
            self.env["tthc.register.gap"].with_user(self.clerk).create(
                {"volume_id": volume.id, "number": 1, "reason": "x"}
            )

    def test_menu_opens_the_registers_of_the_own_center(self):
        self.receive()
        action = self.env["tthc.register.volume"].with_user(self.clerk)
        self.assertEqual(
            action.action_open_registers()["res_model"], "tthc.register.volume"
        )
        self.assertEqual(len(action.search([])), 1)
