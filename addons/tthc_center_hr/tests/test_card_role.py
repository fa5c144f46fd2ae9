from odoo.exceptions import AccessError

from odoo.addons.tthc_base.tests.common import ROLES

from .test_card import CardCase

#: What roles that see cards may read of them beyond what is printed.
PRIVATE = {
    "photo": ("hr", "admin"),
    "token": ("hr", "admin"),
    "staff_id": ("hr", "admin", "reporter", "coordinator"),
}


class TestCardRole(CardCase):
    """Who sees whose card, as RPC does it, and what each role must not do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stranger = cls.make_assignment("main", cls.make_staff("Lạ", cls.building))
        cls.stranger = cls.make_card(stranger)
        cls.everything = cls.card | cls.plate | cls.stranger

    def seen(self, role):
        found = self.env["tthc.card"].with_user(self.users[role]).search([])
        return found.sudo() & self.everything

    def test_each_role_sees_its_own_part(self):
        own = self.card | self.plate
        wanted = {
            "hr": self.everything,
            "admin": self.everything,
            "manager": self.everything,
            "inspector": self.everything,
            "reporter": own,
            # whose cards they are
            "reception": own,
        }
        for role in ("courier", "specialist", "leader", "editor", "controller"):
            wanted[role] = self.env["tthc.card"]
        for role, cards in wanted.items():
            with self.subTest(role):
                self.assertEqual(self.seen(role), cards)

    def test_manager_of_another_center_sees_nothing(self):
        self.users["manager"].tthc_center_id = self.other_center
        self.assertFalse(self.seen("manager"))

    def test_picture_and_word_are_read_by_hr_alone(self):
        for role in ("manager", "inspector", "reporter", "reception"):
            for name, roles in PRIVATE.items():
                if role in roles:
                    continue
                card = self.card.with_user(self.users[role])
                with self.subTest(role=role, field=name):
                    with self.assertRaises(AccessError):
                        card.read([name])
                    # a reporter has the pictures of the own people on their sheets
                    if role != "reporter":
                        with self.assertRaises(AccessError):
                            card.search([(name, "!=", False)])
                    self.assertNotIn(name, card.fields_get())

    def test_nobody_reaches_the_sheet_through_the_card(self):
        for role in ("manager", "inspector"):
            card = self.card.with_user(self.users[role])
            for path in ("staff_id.id_number", "assignment_id.staff_id.photo"):
                with self.subTest(role=role, path=path):
                    with self.assertRaises(AccessError):
                        card.search([(path, "!=", False)])

    def test_only_hr_writes(self):
        for role in ROLES:
            may = self.users[role].has_group("tthc_base.group_hr_logistics")
            card = self.env["tthc.card"].with_user(self.users[role])
            with self.subTest(role):
                for operation in ("write", "create", "unlink"):
                    self.assertEqual(card.has_access(operation), may)
                log = self.env["tthc.card.print"].with_user(self.users[role])
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(log.has_access(operation))

    def test_own_card_is_read_without_an_error(self):
        card = self.card.with_user(self.users["reception"])
        values = card.read(["name", "code", "standing", "is_valid", "display_name"])[0]
        self.assertEqual(values["name"], "Phạm Thị Chính")

    def test_picture_leaves_in_a_file_by_the_right_of_export_only(self):
        card = self.card.with_user(self.users["hr"])
        card.export_data(["name", "code"])
        with self.assertRaises(AccessError):
            card.export_data(["name", "token"])

    def test_who_publishes_the_staff_list(self):
        center = self.center
        for role in ("reception", "reporter", "inspector", "courier"):
            with self.subTest(role), self.assertRaises(AccessError):
                center.with_user(self.users[role]).action_publish_staff_list()
        center.with_user(self.users["manager"]).action_publish_staff_list()
        self.assertTrue(center.staff_list_public)
        with self.assertRaises(AccessError):
            self.other_center.with_user(
                self.users["manager"]
            ).action_publish_staff_list()
        center.with_user(self.users["hr"]).action_withdraw_staff_list()
        self.assertFalse(center.staff_list_public)
