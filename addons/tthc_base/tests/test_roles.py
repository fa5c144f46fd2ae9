from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import ROLES, TthcCommon, TthcOrganisation

#: What each role may do with each model beyond reading; all else must be refused.
#: c = create, w = write, u = unlink. The manager's rights are narrowed by a rule.
MAY = {
    "tthc.agency": {"admin": "cwu"},
    "tthc.agency.name": {"admin": "cwu"},
    "tthc.admin.unit": {"admin": "cwu"},
    "tthc.admin.unit.name": {"admin": "cwu"},
    "tthc.center": {"admin": "cwu"},
    "tthc.center.name": {"admin": "cwu"},
    "tthc.counter": {"admin": "cwu", "manager": "cw"},
    "tthc.regulation": {"admin": "cwu"},
    "tthc.regulation.constant": {"admin": "cwu"},
    "tthc.calendar.day": {"admin": "cwu"},
    "tthc.form": {"admin": "cwu"},
    "tthc.form.edition": {"admin": "cwu"},
    "tthc.guide": {"admin": "cwu"},
    "tthc.reorganisation": {"admin": "cwu"},
    "tthc.reorganisation.line": {"admin": "cwu"},
}
#: Models that only some roles read; who changes them stands above, if anybody.
READ_BY = {
    "tthc.export.log": {"admin", "inspector"},
    "tthc.reorganisation": {"admin", "manager", "inspector"},
    "tthc.reorganisation.line": {"admin", "manager", "inspector"},
    "tthc.reorganisation.item": {"admin", "manager", "inspector"},
}
OPERATIONS = {"c": "create", "w": "write", "u": "unlink"}


class TestRoles(TthcCommon):
    def test_every_role_reads_the_ground_floor(self):
        for model_name in MAY.keys() - READ_BY.keys():
            for role, user in self.users.items():
                with self.subTest(model=model_name, role=role):
                    records = self.env[model_name].with_user(user).search([], limit=1)
                    self.assertEqual(len(records.read()), len(records))

    def test_a_user_without_a_role_reads_nothing(self):
        stranger = self._new_user("reception", "stranger")
        stranger.group_ids = self.env.ref("base.group_user")
        for model_name in MAY:
            with self.subTest(model_name), self.assertRaises(AccessError):
                self.env[model_name].with_user(stranger).search([], limit=1)

    def test_each_role_writes_what_its_job_needs_and_nothing_else(self):
        for model_name, rights in MAY.items():
            for role, user in self.users.items():
                model = self.env[model_name].with_user(user)
                for key, operation in OPERATIONS.items():
                    with self.subTest(model=model_name, role=role, op=operation):
                        self.assertEqual(
                            model.has_access(operation), key in rights.get(role, "")
                        )

    def test_table_of_rights_names_every_model_of_the_floor(self):
        own = self.env["ir.model"].search(
            [("model", "=like", "tthc.%"), ("transient", "=", False)]
        )
        kept = {
            model.model
            for model in own
            if not model.abstract and "tthc_base" in model.modules.split(", ")
        }
        self.assertEqual(kept, set(MAY) | set(READ_BY))

    def test_what_only_some_roles_read(self):
        for model_name, readers in READ_BY.items():
            for role, user in self.users.items():
                model = self.env[model_name].with_user(user)
                with self.subTest(model=model_name, role=role):
                    self.assertEqual(model.has_access("read"), role in readers)
                    for key, operation in OPERATIONS.items():
                        rights = MAY.get(model_name, {}).get(role, "")
                        self.assertEqual(model.has_access(operation), key in rights)

    def test_only_the_administrator_changes_a_regulation(self):
        regulation = self.env.ref("tthc_base.regulation_2018")
        for role in ROLES.keys() - {"admin"}:
            mine = regulation.with_user(self.users[role])
            with self.subTest(role), self.assertRaises(AccessError):
                mine.write({"supplement_max": 5})
            with self.subTest(role), self.assertRaises(AccessError):
                mine.constant_ids.write({"verified": "verified"})
        regulation.with_user(self.users["admin"]).write({"supplement_max": 5})
        self.assertEqual(regulation.supplement_max, 5)

    def test_every_role_implies_the_staff(self):
        for role, user in self.users.items():
            with self.subTest(role):
                self.assertTrue(user.has_group("tthc_base.group_staff"))

    def test_inspector_holds_no_other_role(self):
        inspector = self.users["inspector"]
        for group in set(ROLES.values()) - {ROLES["inspector"]}:
            self.assertFalse(inspector.has_group(group), group)

    def test_no_role_but_the_administrator_manages_accounts(self):
        for role, user in self.users.items():
            self.assertEqual(
                self.env["res.users"].with_user(user).has_access("create"),
                role == "admin",
                role,
            )


class TestCountersOfManagers(TthcCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["manager"]

    def test_manager_changes_the_counters_of_the_own_center(self):
        self.counter.with_user(self.manager).name = "Tư pháp, hộ tịch"
        self.assertEqual(self.counter.name, "Tư pháp, hộ tịch")

    def test_manager_of_another_center_changes_nothing(self):
        with self.assertRaises(AccessError):
            self.other_counter.with_user(self.manager).name = "x"

    def test_manager_makes_no_counter_in_another_center(self):
        values = {"code": "77", "name": "x", "center_id": self.other_center.id}
        with self.assertRaises(AccessError):
            self.env["tthc.counter"].with_user(self.manager).create(values)

    def test_manager_moves_no_counter_to_another_center(self):
        with self.assertRaises(AccessError):
            self.counter.with_user(self.manager).center_id = self.other_center

    def test_manager_deletes_no_counter(self):
        with self.assertRaises(AccessError):
            self.counter.with_user(self.manager).unlink()

    def test_change_of_center_takes_effect_at_once(self):
        mine = self.other_counter.with_user(self.manager)
        with self.assertRaises(AccessError):
            mine.check_access("write")
        self.manager.write({"tthc_center_id": self.other_center.id})
        mine.check_access("write")
        self.assertFalse(self.counter.with_user(self.manager).has_access("write"))

    def test_administrator_changes_the_counters_of_all_centers(self):
        self.other_counter.with_user(self.users["admin"]).name = "Hộ tịch 2"
        self.assertEqual(self.other_counter.name, "Hộ tịch 2")

    def test_membership_reaches_a_rule_by_path_at_once(self):
        """The pattern of the suite: a path from record to user, no list of ids."""
        self.env["ir.rule"].create(
            {
                "name": "Agency: members",
                "model_id": self.env["ir.model"]._get_id("tthc.agency"),
                "domain_force": "[('user_ids', '=', user.id)]",
            }
        )
        clerk = self.users["reception"]
        mine = self.env["tthc.agency"].with_user(clerk)
        self.assertEqual(mine.search([]), self.justice)
        self.building.user_ids += clerk
        self.assertEqual(mine.search([]), self.justice | self.building)
        clerk.tthc_agency_ids -= self.justice
        self.assertEqual(mine.search([]), self.building)


@tagged("post_install", "-at_install")
class TestRolesOverRpc(TthcOrganisation, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()

    def _call(self, model, method, *args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": {}},
        )

    def assert_refused(self, error, *call):
        with (
            mute_logger("odoo.http", "odoo.sql_db"),
            self.assertRaises(JsonRpcException) as refused,
        ):
            self._call(*call)
        self.assertEqual(refused.exception.args[0], error)

    def test_clerk_reads_but_writes_nothing_over_rpc(self):
        clerk = self.users["reception"]
        self.authenticate(clerk.login, clerk.login)
        (row,) = self._call("tthc.agency", "read", self.justice.ids, ["name"])
        self.assertEqual(row["name"], self.justice.name)
        denied = "odoo.exceptions.AccessError"
        regulation = self.env.ref("tthc_base.regulation_2018")
        self.assert_refused(
            denied, "tthc.agency", "write", self.justice.ids, {"name": "x"}
        )
        self.assert_refused(
            denied, "tthc.regulation", "write", regulation.ids, {"supplement_max": 9}
        )
        self.assert_refused(denied, "tthc.counter", "unlink", self.counter.ids)

    def test_private_methods_are_closed_to_rpc(self):
        admin = self.users["admin"]
        self.authenticate(admin.login, admin.login)
        for model, method in (
            ("tthc.seed", "_load_demo"),
            ("tthc.number", "_next"),
            ("tthc.regulation", "_at"),
        ):
            self.assert_refused("odoo.exceptions.AccessError", model, method)

    def test_constraint_of_the_database_reaches_the_user_in_words(self):
        admin = self.users["admin"]
        self.authenticate(admin.login, admin.login)
        values = {"code": "X", "name": "X", "date_from": "2019-01-01"}
        self.assert_refused(
            "odoo.exceptions.ValidationError", "tthc.regulation", "create", [values]
        )
