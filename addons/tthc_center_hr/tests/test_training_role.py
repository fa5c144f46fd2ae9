from odoo.exceptions import AccessError

from odoo.addons.tthc_base.tests.common import ROLES, assert_reads_own_lines

from .test_training import TrainingCase

MODELS = (
    "tthc.training.topic",
    "tthc.training.rule",
    "tthc.training.session",
    "tthc.training.attendee",
    "tthc.training.need",
)


class TestTrainingRole(TrainingCase):
    """Who sees whose training, as RPC does it, and what each role must not do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls.make_assignment("main", cls.make_staff("Lạ", cls.building))
        cls.open = cls.make_session(cls.main, cls.stranger, state="invited")
        cls.planned = cls.make_session(cls.main)

    def seen(self, model, role):
        return self.env[model].with_user(self.users[role]).search([]).sudo()

    def test_each_role_sees_its_own_part(self):
        rows = self.open.attendee_ids
        mine = rows.filtered(lambda row: row.assignment_id == self.main)
        everything = rows | self.planned.attendee_ids
        wanted = {
            "hr": everything,
            "admin": everything,
            "manager": everything,
            "inspector": everything,
            # what is still being planned is nobody's business else
            "reporter": mine,
            "reception": mine,
            "courier": rows.browse(),
            "specialist": rows.browse(),
        }
        for role, people in wanted.items():
            with self.subTest(role):
                found = self.seen("tthc.training.attendee", role)
                self.assertEqual(found & everything, people)
                sessions = self.seen("tthc.training.session", role)
                self.assertEqual(
                    sessions & (self.open | self.planned), people.session_id
                )

    def test_rule_over_attendees_shows_the_own_ones_only(self):
        for role in ("reporter", "reception"):
            with self.subTest(role):
                assert_reads_own_lines(
                    self, self.open, "attendee_ids", self.users[role]
                )

    def test_each_role_sees_what_its_own_people_lack(self):
        wanted = {
            "hr": self.main | self.reserve | self.stranger,
            "manager": self.main | self.reserve | self.stranger,
            "inspector": self.main | self.reserve | self.stranger,
            "reporter": self.main | self.reserve,
            "reception": self.main,
            "specialist": self.reserve,
            "courier": self.main.browse(),
        }
        for role, posts in wanted.items():
            with self.subTest(role):
                found = self.seen("tthc.training.need", role)
                self.assertEqual(found.assignment_id, posts)

    def test_manager_of_another_center_neither_sees_nor_ticks(self):
        self.users["manager"].tthc_center_id = self.other_center
        for model in MODELS[2:]:
            with self.subTest(model):
                self.assertFalse(self.seen(model, "manager"))
        row = self.open.attendee_ids[0].with_user(self.users["manager"])
        with self.assertRaises(AccessError):
            row.is_present = True

    def test_only_hr_writes(self):
        for role in ROLES:
            user = self.users[role]
            may = user.has_group("tthc_base.group_hr_logistics")
            for model in MODELS:
                records = self.env[model].with_user(user)
                for operation in ("write", "create", "unlink"):
                    with self.subTest(role=role, model=model, operation=operation):
                        wanted = may and model != "tthc.training.need"
                        if (role, model, operation) == ("manager", MODELS[3], "write"):
                            wanted = True  # the tick
                        self.assertEqual(records.has_access(operation), wanted)

    def test_manager_ticks_and_writes_nothing_else(self):
        row = self.open.attendee_ids[0].with_user(self.users["manager"])
        row.is_present = True
        for values in (
            {"score": 9},
            {"certificate": "1"},
            {"state": "passed"},
            {"reason": "Ốm"},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                row.write(values)

    def test_nobody_ticks_the_own_attendance(self):
        row = self.open.attendee_ids.filtered(lambda row: row.user_id)
        for name in ("attend", "excuse", "undo", "pass"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.move(row.with_user(self.users["reception"]), name)
        with self.assertRaises(AccessError):
            row.with_user(self.users["reception"]).write({"is_present": True})

    def test_nobody_reaches_a_sheet_through_a_training(self):
        for role in ("manager", "inspector", "reception"):
            row = self.open.attendee_ids[0].with_user(self.users[role])
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    row.search([("staff_id.id_number", "!=", False)])
                with self.assertRaises(AccessError):
                    row.read(["staff_id"])
                self.assertNotIn("staff_id", row.fields_get())

    def test_own_training_is_read_without_an_error(self):
        row = self.open.attendee_ids.filtered(lambda row: row.user_id)
        names = ["name", "topic_id", "date_from", "place", "state", "can_tick"]
        values = row.with_user(self.users["reception"]).read(names)[0]
        self.assertEqual(values["place"], "Hội trường")
        session = self.open.with_user(self.users["reception"])
        session.read(["display_name", "place", "half_day_count", "present_count"])

    def test_planning_is_for_hr(self):
        for role in ("manager", "reporter", "inspector", "reception"):
            user = self.users[role]
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    self.planned.with_user(user).action_gather()
                needs = self.env["tthc.training.need"].with_user(user).search([])
                with self.assertRaises(AccessError):
                    needs.action_plan()
