from odoo.exceptions import AccessError

from .uniform_common import UniformCase

#: What each role may do with each model: r = read, w = write, c = create, u = unlink.
#: What actions alone write is refused beyond this, see the other tests.
MAY = {
    "tthc.uniform.supplier": {"hr": "rwc", "manager": "r", "inspector": "r"},
    "tthc.uniform.rule": {
        "hr": "rwcu",
        "manager": "r",
        "inspector": "r",
        "reporter": "r",
    },
    "tthc.uniform.campaign": {
        "hr": "rwcu",
        "reporter": "r",
        "manager": "r",
        "inspector": "r",
    },
    "tthc.uniform.order": {"hr": "rwcu", "manager": "r", "inspector": "r"},
    "tthc.uniform.order.line": {"hr": "rwcu", "manager": "r", "inspector": "r"},
    "tthc.uniform.order.person": {"hr": "rwcu"},
    "tthc.uniform.delivery": {"hr": "rwcu", "manager": "r", "inspector": "r"},
    "tthc.uniform.delivery.line": {"hr": "rwcu", "manager": "r", "inspector": "r"},
    "tthc.uniform.stock": {"hr": "r", "manager": "r", "inspector": "r"},
    "tthc.uniform.move": {"hr": "r", "manager": "r", "inspector": "r"},
    "tthc.uniform.cost": {
        "hr": "r",
        "reporter": "r",
        "manager": "r",
        "inspector": "r",
    },
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}
#: Roles that imply others are left out: the administrator, the coordinator.
ROLES = (
    "reception",
    "specialist",
    "courier",
    "editor",
    "hr",
    "reporter",
    "manager",
    "inspector",
)


class TestUniformRole(UniformCase):
    """Who sees and does what, also by RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = cls.make_campaign()
        cls.campaign.action_open()
        cls.order = cls.make_closed_order()
        cls.deliver(cls.order)
        cls.order.action_prepare_issues()
        cls.issues = cls.order.issue_ids

    def seen(self, model, role):
        return self.env[model].with_user(self.users[role]).search([])

    def test_table_of_rights(self):
        for model, rights in MAY.items():
            for role in ROLES:
                mine = self.env[model].with_user(self.users[role])
                for key, operation in OPERATIONS.items():
                    with self.subTest(model=model, role=role, op=operation):
                        self.assertEqual(
                            mine.has_access(operation), key in rights.get(role, "")
                        )

    def test_sizes_are_seen_by_hr_the_reporter_and_the_person(self):
        model = "tthc.uniform.size.choice"
        self.assertEqual(
            self.seen(model, "hr").staff_id & (self.woman | self.man),
            self.woman | self.man,
        )
        for role in ("reporter", "reception"):
            seen = self.seen(model, role).sudo().staff_id
            self.assertEqual(seen, self.woman, role)
        for role in ("manager", "inspector", "specialist", "courier"):
            self.assertFalse(self.seen(model, role), role)

    def test_reporter_enters_sizes_of_own_people_only(self):
        mine = self.env["tthc.uniform.size.choice"].with_user(self.users["reporter"])
        row = mine.search([])
        row.size_id = self.size("female", "7")
        other = self.man.size_ids.with_user(self.users["reporter"])
        with self.assertRaises(AccessError):
            other.size_id = self.size("male", "41")
        with self.assertRaises(AccessError):
            other.read(["size_id"])
        with self.assertRaises(AccessError):
            mine.create({"staff_id": self.man.id, "garment_id": self.skirt.id})

    def test_a_person_reads_the_own_size_and_writes_none(self):
        row = self.woman.size_ids.with_user(self.users["reception"])
        self.assertEqual(row.size_id.name, "9")
        with self.assertRaises(AccessError):
            row.size_id = self.size("female", "7")

    def test_progress_of_own_agencies_for_the_reporter(self):
        model = "tthc.uniform.campaign.agency"
        self.assertEqual(self.seen(model, "reporter").agency_id, self.justice)
        self.assertEqual(self.seen("tthc.uniform.campaign", "reporter"), self.campaign)
        self.assertEqual(
            self.seen(model, "manager").agency_id, self.justice | self.building
        )
        line = self.campaign.agency_ids[0].with_user(self.users["hr"])
        with self.assertRaises(AccessError):
            line.reminder_count = 7

    def test_manager_of_another_center_sees_nothing(self):
        self.users["manager"].tthc_center_id = self.other_center
        for model in MAY.keys() - {"tthc.uniform.supplier", "tthc.uniform.rule"}:
            if "manager" in MAY[model]:
                self.assertFalse(self.seen(model, "manager"), model)
        self.assertFalse(self.seen("tthc.uniform.issue", "manager"))

    def test_issues_without_what_is_private(self):
        for role in ("manager", "inspector"):
            mine = self.issues.with_user(self.users[role])
            values = mine.read(["name", "agency_id", "summary", "state"])
            self.assertEqual(
                {row["summary"] for row in values}, {"1 Áo sơ mi An Phước"}
            )
            for name in ("signature", "staff_id"):
                with (
                    self.subTest(role=role, field=name),
                    self.assertRaises(AccessError),
                ):
                    mine.read([name])
            with self.assertRaises(AccessError):
                self.issues.line_ids.with_user(self.users[role]).read(["size_id"])

    def test_own_issue_is_seen_by_the_person(self):
        mine = self.seen("tthc.uniform.issue", "reception")
        self.assertEqual(mine.sudo().staff_id, self.woman)
        self.assertEqual(mine.line_ids.size_id.name, "9")
        self.assertFalse(self.seen("tthc.uniform.issue", "courier"))
        for right in ("write", "create", "unlink"):
            self.assertFalse(mine.has_access(right))

    def test_reporter_sees_issues_and_cost_of_own_agencies(self):
        seen = self.seen("tthc.uniform.issue", "reporter")
        self.assertEqual(seen.staff_id, self.woman)
        self.assertEqual(
            self.seen("tthc.uniform.cost", "reporter").agency_id, self.justice
        )

    def test_figures_of_the_order_without_its_people(self):
        for role in ("manager", "inspector"):
            order = self.order.with_user(self.users[role])
            self.assertEqual(order.grid["total"], 2)
            with self.subTest(role), self.assertRaises(AccessError):
                order.person_ids.read(["staff_id"])

    def test_actions_are_those_of_hr(self):
        for role in ("reporter", "manager", "inspector", "reception"):
            user = self.users[role]
            with self.subTest(role):
                for record, action in (
                    (self.order, "action_deliver"),
                    (self.order, "action_prepare_issues"),
                    (self.issues[0], "action_issue"),
                    (self.campaign, "action_remind"),
                ):
                    with self.assertRaises(AccessError):
                        getattr(record.with_user(user), action)()

    def test_size_and_signature_leave_by_the_right_of_export_only(self):
        hr = self.users["hr"]
        rows = self.env["tthc.uniform.size.choice"].with_user(hr).search([])
        with self.assertRaisesRegex(AccessError, "export"):
            rows.export_data(["staff_id", "size_id"])
        rows.export_data(["garment_id"])

    def test_table_names_every_model(self):
        own = self.env["ir.model"].search(
            [("model", "=like", "tthc.uniform.%"), ("transient", "=", False)]
        )
        kept = {model.model for model in own if not model.abstract}
        others = {
            "tthc.uniform.garment",
            "tthc.uniform.size",
            "tthc.uniform.size.choice",
            "tthc.uniform.campaign.agency",
            "tthc.uniform.issue",
            "tthc.uniform.issue.line",
        }
        self.assertEqual(kept, set(MAY) | others)
