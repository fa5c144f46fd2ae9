from odoo.exceptions import UserError

from odoo.addons.tthc_base.tests.common import ROLES

from .common import TODAY
from .test_training import TrainingCase


class TestStaffOwn(TrainingCase):
    """Everybody finds what concerns them on one screen, and nothing of others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls.env["tthc.card"].create({"assignment_id": cls.main.id})
        cls.shift = cls.env["tthc.roster.shift"].create(
            {
                "counter_id": cls.counter.id,
                "day": TODAY,
                "half": "am",
                "assignment_id": cls.main.id,
            }
        )
        cls.open = cls.make_session(cls.main, cls.reserve, state="invited")

    def shown(self, user, view):
        """What the form reads, with the rights of the user."""
        person = self.env["tthc.staff"].with_user(user)
        view = self.env.ref(f"tthc_center_hr.tthc_staff_view_form{view}")
        arch = person.get_views([(view.id, "form")])["models"]["tthc.staff"]["fields"]
        action = person._action_own()
        return person.browse(action["res_id"]).read(list(arch))[0]

    def test_person_reads_the_own_sheet_whole(self):
        values = self.shown(self.users["reception"], "_own")
        self.assertEqual(values["name"], self.main.name)
        mine = self.open.attendee_ids.filtered(lambda row: row.user_id)
        mine = mine.filtered(lambda row: row.assignment_id == self.main)
        self.assertEqual(values["training_ids"], mine.ids)
        self.assertEqual(values["card_ids"], self.card.ids)
        self.assertEqual(values["shift_ids"], self.shift.ids)
        self.assertEqual(len(values["training_need_ids"]), 1)

    def test_every_list_of_the_own_screen_is_read_without_an_error(self):
        user = self.users["reception"]
        person = self.main.staff_id.with_user(user)
        whole = person.sudo()
        for name, fields in (
            ("training_ids", ["topic_id", "date_from", "place", "certificate"]),
            ("card_ids", ["kind", "code", "valid_to", "state"]),
            ("shift_ids", ["day", "half", "counter_id"]),
            ("training_need_ids", ["topic_id", "standing", "deadline"]),
            ("size_ids", ["garment_id", "size_id"]),
            ("received_ids", ["issued_on", "summary", "state"]),
        ):
            with self.subTest(name):
                self.assertEqual(len(person[name].read(fields)), len(whole[name]))

    def test_account_without_a_sheet_is_told_what_to_do(self):
        for role in ROLES:
            user = self.users[role]
            if user in (self.main | self.reserve).user_id:
                continue
            with self.subTest(role), self.assertRaisesRegex(UserError, "ask HR"):
                self.env["tthc.staff"].with_user(user)._action_own()

    def test_action_of_the_menu_opens_it(self):
        action = self.env.ref("tthc_center_hr.tthc_staff_action_own")
        found = action.with_user(self.users["reception"]).sudo(False).run()
        self.assertEqual(found["res_id"], self.main.staff_id.id)

    def test_reporter_reads_the_own_people_whole(self):
        person = self.main.staff_id.with_user(self.users["reporter"])
        view = self.env.ref("tthc_center_hr.tthc_staff_view_form")
        arch = person.get_views([(view.id, "form")])["models"]["tthc.staff"]["fields"]
        values = person.read(list(arch))[0]
        self.assertEqual(values["card_ids"], self.card.ids)
        stranger = self.make_assignment("main", self.make_staff("Lạ", self.building))
        with self.assertRaises(UserError):
            stranger.staff_id.with_user(self.users["reporter"]).read(["training_ids"])
