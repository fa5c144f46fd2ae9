from odoo.exceptions import AccessError

from .common import HrCase

#: One white pixel.
PICTURE = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7w"
    b"AAAABJRU5ErkJggg=="
)


class TestAssignmentRole(HrCase):
    """Who sees whose sheet and assignment, and what each role must not do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stranger = cls.make_staff("Lê Văn Lạ", cls.building)
        cls.stranger = cls.make_assignment("main", stranger)

    def seen(self, model, role):
        """What a role finds of the model, as names."""
        found = self.env[model].with_user(self.users[role]).search([])
        # sudo of the test: the names, whoever found them
        return set(found.sudo().mapped("name"))

    def test_hr_sees_everybody(self):
        names = {"Phạm Thị Chính", "Trần Văn Phòng", "Lê Văn Lạ"}
        self.assertLessEqual(names, self.seen("tthc.staff", "hr"))
        self.assertLessEqual(names, self.seen("tthc.assignment", "hr"))

    def test_reporter_sees_own_people_only(self):
        names = {"Phạm Thị Chính", "Trần Văn Phòng"}
        self.assertEqual(self.seen("tthc.staff", "reporter"), names)
        self.assertEqual(self.seen("tthc.assignment", "reporter"), names)

    def test_a_person_sees_the_own_sheet_and_post_only(self):
        self.assertEqual(self.seen("tthc.staff", "reception"), {"Phạm Thị Chính"})
        self.assertEqual(self.seen("tthc.assignment", "reception"), {"Phạm Thị Chính"})

    def test_who_has_no_post_sees_nothing(self):
        for role in ("courier", "editor", "leader"):
            for model in ("tthc.staff", "tthc.assignment"):
                with self.subTest(role=role, model=model):
                    self.assertFalse(self.seen(model, role))

    def test_manager_and_inspector_see_posts_but_no_personal_sheet(self):
        for role in ("manager", "inspector"):
            with self.subTest(role):
                self.assertEqual(len(self.seen("tthc.assignment", role)), 3)
                self.assertFalse(self.seen("tthc.staff", role))
                post = self.main.with_user(self.users[role])
                self.assertEqual(
                    post.read(["name", "title"])[0]["title"], "Chuyên viên"
                )
                for name in ("staff_id", "sex"):
                    with self.assertRaises(AccessError):
                        post.read([name])

    def test_manager_of_another_center_sees_nothing(self):
        manager = self.users["manager"]
        manager.tthc_center_id = self.other_center
        self.assertFalse(self.seen("tthc.assignment", "manager"))

    def test_nobody_moves_a_state_by_hand(self):
        for user in self.users.values():
            post = self.main.with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                post.write({"state": "ended"})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                post.with_context(**{"tthc.assignment.move": True}).write(
                    {"ended_on": "2026-01-02"}
                )

    def test_who_does_not_propose_writes_nothing(self):
        for role in ("reception", "courier", "leader", "manager", "inspector"):
            for record in (self.main, self.main.staff_id, self.decision):
                mine = record.with_user(self.users[role])
                with self.subTest(role=role, model=record._name):
                    for right in ("write", "create", "unlink"):
                        self.assertFalse(mine.has_access(right))

    def test_reporter_names_nobody_for_another_agency(self):
        staff = self.env["tthc.staff"].with_user(self.users["reporter"])
        with self.assertRaises(AccessError):
            staff.create({"name": "Ai Đó", "agency_id": self.building.id})

    def test_reporter_links_no_account(self):
        staff = self.env["tthc.staff"].with_user(self.users["reporter"])
        person = staff.create({"name": "Người Mới", "agency_id": self.justice.id})
        with self.assertRaises(AccessError):
            person.user_id = self.users["admin"]

    def test_personal_data_never_reach_what_odoo_shows_to_all(self):
        staff = self.make_staff(
            "Vũ Riêng Tư",
            personal_phone="0900000001",
            id_number="079000000001",
            birthday="1990-01-01",
            photo=PICTURE,
        )
        staff.write({"personal_phone": "0900000002"})
        employee = staff.employee_id
        self.assertFalse(employee.mobile_phone or employee.work_phone)
        self.assertFalse(employee.private_phone or employee.identification_id)
        self.assertFalse(employee.birthday)
        self.assertNotEqual(employee.image_1920, staff.photo)
        self.assertFalse(employee.work_contact_id.phone)
        for role in ("reception", "courier", "inspector"):
            card = self.env["hr.employee.public"].with_user(self.users[role])
            card = card.browse(employee.id)
            self.assertFalse(card.mobile_phone or card.work_phone)
            self.assertNotEqual(card.image_1920, staff.photo)

    def test_the_picture_is_no_open_attachment(self):
        staff = self.make_staff("Vũ Có Ảnh", photo=PICTURE)
        picture = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "tthc.staff"),
                ("res_id", "=", staff.id),
                ("res_field", "=", "photo"),
            ]
        )
        self.assertTrue(picture)
        self.assertFalse(picture.public)
        for role in ("reception", "courier", "manager", "inspector", "leader"):
            with self.subTest(role), self.assertRaises(AccessError):
                picture.with_user(self.users[role]).read(["datas"])
        self.assertTrue(picture.with_user(self.users["hr"]).datas)

    def test_personal_data_leave_in_a_file_by_the_right_of_export_only(self):
        sheet = self.main.staff_id.with_user(self.users["hr"])
        sheet.export_data(["name", "rank"])
        for name in ("personal_phone", "id_number", "birthday"):
            with self.subTest(name), self.assertRaises(AccessError):
                sheet.export_data(["name", name])
