import io
import re
from base64 import b64encode

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL, mute_logger

from .common import TthcCommon, TthcOrganisation

HEADER = "Họ và tên\tTên đăng nhập\tĐiện thoại\tVai trò\tCơ quan\tTrung tâm\tQuầy"
NEW_ROW = (
    "Nguyễn Văn Mới\tnvmoi\t0912345678\tReception officer\t"
    "Sở Tư pháp Thử Nghiệm\tTrung tâm Thử Nghiệm tỉnh\t01"
)


class TestUserBatch(TthcCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("auth_password_policy.minlength", 8)

    def _batch(self, *rows, header=HEADER):
        """A checked batch of pasted rows, as the administrator."""
        batch = (
            self.env["tthc.user.batch"]
            .with_user(self.users["admin"])
            .create({"pasted": "\n".join([header, *rows])})
        )
        batch.action_check()
        return batch

    def assert_refused(self, row, reason, *more_rows):
        batch = self._batch(row, *more_rows)
        line = batch.line_ids[0]
        self.assertEqual(line.status, "refused", line.message)
        self.assertIn(reason, line.message)

    def test_new_row_makes_an_account_at_its_counter(self):
        batch = self._batch(NEW_ROW)
        self.assertEqual(batch.line_ids.mapped("status"), ["new"])
        batch.action_apply()
        user = self.env["res.users"].search([("login", "=", "nvmoi")])
        self.assertRecordValues(
            user,
            [
                {
                    "name": "Nguyễn Văn Mới",
                    "phone": "0912345678",
                    "tthc_agency_ids": self.justice.ids,
                    "tthc_center_id": self.center.id,
                    "tthc_counter_id": self.counter.id,
                }
            ],
        )
        self.assertTrue(user.has_group("tthc_base.group_reception"))
        self.assertFalse(user.has_group("tthc_base.group_center_manager"))

    def test_checking_alone_makes_no_account(self):
        self._batch(NEW_ROW)
        self.assertFalse(self.env["res.users"].search([("login", "=", "nvmoi")]))

    def test_names_are_found_without_accents_and_by_identifier(self):
        batch = self._batch(
            "Nguyen Van Moi;nvmoi;;reception officer;so tu phap thu nghiem;"
            "trung tam thu nghiem tinh;1",
            "Tran Thi Hai;tthai;;Agency specialist;;;",
            header="ho va ten;ten dang nhap;dien thoai;vai tro;co quan;trung tam;quay",
        )
        self.assertEqual(batch.line_ids.mapped("status"), ["new", "new"])
        self.assertEqual(batch.line_ids[0].counter_id, self.counter)
        by_identifier = self._batch(NEW_ROW.replace("Sở Tư pháp Thử Nghiệm", "h99.7"))
        self.assertEqual(by_identifier.line_ids.agency_ids, self.justice)

    def test_english_titles_in_any_order(self):
        batch = self._batch(
            "Courier\ta@example.com\tA Person",
            header="Role\tE-mail\tFull name",
        )
        batch.action_apply()
        user = self.env["res.users"].search([("login", "=", "a@example.com")])
        self.assertEqual((user.name, user.email), ("A Person", "a@example.com"))

    def test_roles_are_known_by_their_vietnamese_names(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        group = self.env.ref("tthc_base.group_reception")
        group.with_context(lang="vi_VN").name = "Cán bộ tiếp nhận"
        batch = self._batch(NEW_ROW.replace("Reception officer", "can bo tiep nhan"))
        self.assertEqual(batch.line_ids.group_ids, group)

    def test_several_agencies_and_roles(self):
        batch = self._batch(
            "A\taa\t\tAgency specialist; Courier\tH99.7; H99.8\t\t",
        )
        line = batch.line_ids
        self.assertEqual(line.status, "new", line.message)
        self.assertEqual(line.agency_ids, self.justice | self.building)
        self.assertEqual(len(line.group_ids), 2)

    def test_unknown_agency_is_refused(self):
        self.assert_refused(
            NEW_ROW.replace("Sở Tư pháp Thử Nghiệm", "Sở Không Có"),
            "Unknown agency “Sở Không Có”",
        )

    def test_agency_of_an_ambiguous_name_is_refused(self):
        self.env["tthc.agency"].create(
            [
                {"name": "Văn phòng Thử", "kind": "unit", "parent_id": agency.id}
                for agency in (self.justice, self.building)
            ]
        )
        self.assert_refused(
            NEW_ROW.replace("Sở Tư pháp Thử Nghiệm", "Văn phòng Thử"),
            "Several agencies are called “Văn phòng Thử”",
        )

    def test_unknown_role_is_refused(self):
        self.assert_refused(
            NEW_ROW.replace("Reception officer", "Chief wizard"),
            "Unknown role “Chief wizard”",
        )

    def test_role_outside_of_the_suite_is_refused(self):
        self.assert_refused(
            NEW_ROW.replace("Reception officer", "Administrator / Settings"),
            "Unknown role",
        )

    def test_missing_role_is_refused(self):
        self.assert_refused("A\taa\t\t\t\t\t", "The role is missing.")

    def test_counter_of_another_center_is_refused(self):
        self.assert_refused(
            NEW_ROW[:-2] + "90", "The counter “90” belongs to another center."
        )

    def test_counter_without_its_center_is_refused(self):
        self.assert_refused(
            NEW_ROW.replace("Trung tâm Thử Nghiệm tỉnh", ""),
            "Give the center of the counter “01”.",
        )

    def test_unknown_counter_and_center_are_refused(self):
        self.assert_refused(NEW_ROW[:-2] + "77", "The center has no counter “77”.")
        self.assert_refused(
            NEW_ROW.replace("Trung tâm Thử Nghiệm tỉnh", "Trung tâm lạ"),
            "Unknown center “Trung tâm lạ”",
        )

    def test_login_twice_in_the_list_is_refused(self):
        self.assert_refused(
            NEW_ROW, "has the login “nvmoi” twice", NEW_ROW.replace("nvmoi", "NVMoi")
        )

    def test_login_that_is_none_is_refused(self):
        self.assert_refused(NEW_ROW.replace("nvmoi", "nv moi"), "can't be a login")

    def test_login_of_somebody_else_is_refused(self):
        self.assert_refused(
            NEW_ROW.replace("nvmoi", self.users["courier"].login),
            "The login belongs to",
        )

    def test_login_of_an_archived_account_is_refused(self):
        user = self._new_user("courier", "gone")
        user.active = False
        self.assert_refused(f"{user.name}\tgone\t\tCourier\t\t\t", "unarchive it first")

    def test_existing_login_is_updated_and_keeps_its_password(self):
        user = self._new_user("reception", "clerk", tthc_counter_id=self.counter.id)
        self.env.cr.execute("SELECT password FROM res_users WHERE id = %s", [user.id])
        before = self.env.cr.fetchone()
        batch = self._batch(
            f"{user.name}\tclerk\t\tCourier\tH99.8\tTrung tâm Thử Nghiệm phường\t90"
        )
        self.assertEqual(batch.line_ids.status, "changed", batch.line_ids.message)
        batch.action_apply()
        self.assertRecordValues(
            user,
            [
                {
                    "tthc_agency_ids": self.building.ids,
                    "tthc_center_id": self.other_center.id,
                    "tthc_counter_id": self.other_counter.id,
                }
            ],
        )
        self.assertTrue(user.has_group("tthc_base.group_courier"))
        self.assertTrue(user.has_group("tthc_base.group_reception"))
        self.env.cr.execute("SELECT password FROM res_users WHERE id = %s", [user.id])
        self.assertEqual(self.env.cr.fetchone(), before)

    def test_another_center_alone_takes_the_person_from_the_counter(self):
        user = self._new_user("reception", "clerk", tthc_counter_id=self.counter.id)
        batch = self._batch(f"{user.name}\tclerk\t\t\t\tTrung tâm Thử Nghiệm phường\t")
        batch.action_apply()
        self.assertEqual(user.tthc_center_id, self.other_center)
        self.assertFalse(user.tthc_counter_id)

    def test_empty_cells_of_an_existing_login_change_nothing(self):
        user = self._new_user("reception", "clerk", tthc_counter_id=self.counter.id)
        batch = self._batch(f"{user.name}\tclerk\t\t\t\t\t")
        self.assertEqual(batch.line_ids.status, "unchanged")

    def test_one_refused_row_stops_all(self):
        batch = self._batch(NEW_ROW, "A\taa\t\tChief wizard\t\t\t")
        with self.assertRaisesRegex(UserError, "1 rows are refused"):
            batch.action_apply()
        self.assertFalse(self.env["res.users"].search([("login", "=", "nvmoi")]))

    def test_list_is_checked_again_when_it_is_carried_out(self):
        batch = self._batch(NEW_ROW)
        self._new_user("courier", "nvmoi")
        with self.assertRaises(UserError):
            batch.action_apply()

    def test_list_without_a_header_is_refused(self):
        with self.assertRaisesRegex(UserError, "Họ và tên, Tên đăng nhập|Missing"):
            self._batch(NEW_ROW, header=NEW_ROW)
        with self.assertRaises(UserError):
            self._batch()

    def test_excel_file_gives_numbers_back_as_typed(self):
        book = openpyxl.Workbook()
        book.active.append(HEADER.split("\t"))
        row = NEW_ROW.split("\t")
        row[2], row[6] = 912345678, 1
        book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        self.check_file("people.xlsx", stream.getvalue())

    def test_csv_file_with_semicolons(self):
        lines = [HEADER.replace("\t", ";"), NEW_ROW.replace("\t", ";")]
        self.check_file("people.csv", "\r\n".join(lines).encode("utf-8-sig"))

    def check_file(self, file_name, content):
        batch = (
            self.env["tthc.user.batch"]
            .with_user(self.users["admin"])
            .create({"file_name": file_name, "file": b64encode(content)})
        )
        batch.action_check()
        self.assertRecordValues(
            batch.line_ids,
            [
                {
                    "status": "new",
                    "phone": "0912345678",
                    "counter_id": self.counter.id,
                }
            ],
        )

    def test_unreadable_file_is_refused_in_words(self):
        batch = self.env["tthc.user.batch"].create(
            {"file_name": "people.xlsx", "file": b64encode(b"\x00\x01\x02")}
        )
        with (
            mute_logger("odoo.addons.base_import.models.base_import"),
            self.assertRaisesRegex(UserError, "can't be read"),
        ):
            batch.action_check()

    def test_passwords_are_told_once_and_open_the_account(self):
        batch = self._batch(NEW_ROW)
        action = batch.action_apply()
        (row,) = batch.draw_passwords(action["params"]["user_ids"])
        self.assertRegex(row["password"], r"^[a-z]{6}-[a-z]{6}-\d{3}$")
        user = self.env["res.users"].search([("login", "=", "nvmoi")])
        user.with_user(user)._check_credentials(
            {"type": "password", "login": "nvmoi", "password": row["password"]},
            {"interactive": True},
        )
        self.assertNotIn(row["password"], self._everything_stored(batch, user))

    def _everything_stored(self, batch, user):
        self.env.flush_all()
        stored = []
        for table, condition in (
            ("tthc_user_batch", batch.ids),
            ("tthc_user_batch_line", batch.line_ids.ids),
            ("res_users", user.ids),
            ("res_partner", user.partner_id.ids),
        ):
            self.env.cr.execute(
                SQL(
                    "SELECT t::text FROM %s t WHERE id = ANY(%s)",
                    SQL.identifier(table),
                    condition,
                )
            )
            stored += [row[0] for row in self.env.cr.fetchall()]
        self.assertEqual(len(stored), 4)
        return " ".join(stored)

    def test_no_password_is_drawn_for_an_account_that_existed(self):
        user = self._new_user("reception", "clerk")
        batch = self._batch(NEW_ROW, f"{user.name}\tclerk\t0912345678\t\t\t\t")
        batch.action_apply()
        self.assertFalse(batch.draw_passwords(user.ids))

    def test_no_password_is_drawn_after_the_first_login(self):
        batch = self._batch(NEW_ROW)
        action = batch.action_apply()
        user = self.env["res.users"].browse(action["params"]["user_ids"])
        self.env["res.users.log"].with_user(user).sudo().create({})
        self.assertFalse(batch.draw_passwords(user.ids))

    def test_passwords_differ(self):
        draw = self.env["tthc.user.batch"]._readable_password
        self.assertEqual(len({draw() for _n in range(200)}), 200)
        self.assertTrue(all(re.search("[^il1]", draw()) for _n in range(5)))

    def test_only_the_administrator_makes_accounts(self):
        for role, user in self.users.items():
            batch = self.env["tthc.user.batch"].with_user(user)
            if role == "admin":
                batch.create({"pasted": HEADER})
                continue
            with self.subTest(role), self.assertRaises(AccessError):
                batch.create({"pasted": HEADER})

    def test_a_row_costs_the_check_two_queries_at_most(self):
        few = self._count_queries(lambda: self._batch(*self._rows("few", 5)))
        many = self._count_queries(lambda: self._batch(*self._rows("many", 60)))
        self.assertLessEqual(many - few, 2 * 55, f"{few} for 5 rows, {many} for 60")

    def test_a_row_costs_a_constant_count_of_queries_to_carry_out(self):
        few = self._batch(*self._rows("few", 5))
        some = self._batch(*self._rows("some", 25))
        many = self._batch(*self._rows("many", 45))
        few, some, many = (
            self._count_queries(batch.action_apply) for batch in (few, some, many)
        )
        self.assertAlmostEqual(many - some, some - few, delta=20)

    def _rows(self, prefix, count):
        return [NEW_ROW.replace("nvmoi", f"{prefix}{n}") for n in range(count)]

    def _count_queries(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestUserBatchScreen(TthcOrganisation, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()

    def test_administrator_pastes_a_list_and_gets_passwords(self):
        self.start_tour(
            "/odoo/account-list", "tthc_user_batch", login=self.users["admin"].login
        )
        user = self.env["res.users"].search([("login", "=", "nvmoi")])
        self.assertEqual(user.tthc_counter_id, self.counter)
