from odoo.exceptions import AccessError

from odoo.addons.tthc_base.tests.common import ROLES

from .common import CatalogCommon

EDITORS = {"editor", "controller", "admin"}
MODELS = (
    "tthc.sector",
    "tthc.decision",
    "tthc.agency.alias",
    "tthc.procedure",
    "tthc.procedure.version",
    "tthc.procedure.case",
    "tthc.procedure.channel",
    "tthc.procedure.component",
    "tthc.procedure.step",
    "tthc.procedure.chain",
    "tthc.procedure.chain.line",
    "tthc.procedure.admission",
    "tthc.admission.reason",
    "tthc.admission.target",
)


class TestAccess(CatalogCommon):
    def test_every_role_reads_the_catalog(self):
        for role in ROLES:
            for name in MODELS:
                with self.subTest(role=role, model=name):
                    model = self.env[name].with_user(self.users[role])
                    self.assertTrue(model.has_access("read"))

    def test_only_editors_write_the_catalog(self):
        for role in ROLES:
            for name in MODELS:
                with self.subTest(role=role, model=name):
                    model = self.env[name].with_user(self.users[role])
                    allowed = role in EDITORS
                    self.assertEqual(model.has_access("write"), allowed)
                    self.assertEqual(model.has_access("create"), allowed)

    def test_nobody_removes_a_procedure_or_an_admission(self):
        for name in ("tthc.procedure", "tthc.procedure.admission"):
            for role in ROLES:
                model = self.env[name].with_user(self.users[role])
                self.assertFalse(model.has_access("unlink"), (name, role))

    def test_clerk_can_not_rename_a_draft(self):
        version = self._new_version().with_user(self.users["reception"])
        with self.assertRaises(AccessError):
            version.name = "Tên khác"

    def test_clerk_finds_and_reads_what_is_in_force(self):
        version = self._approved_version()
        self._admit(version)
        found = version.with_user(self.users["reception"])._find_for_center(
            "thu nghiem", self.center, version.valid_from
        )
        self.assertEqual(found.limit_label, version.limit_label)

    def test_user_without_a_role_sees_nothing(self):
        user = self.env["res.users"].create({"name": "Khách", "login": "khach"})
        model = self.env["tthc.procedure.version"].with_user(user)
        self.assertFalse(model.has_access("read"))

    def test_only_administrators_load_the_starting_catalog(self):
        for role in ROLES:
            model = self.env["tthc.catalog.start"].with_user(self.users[role])
            self.assertEqual(model.has_access("create"), role == "admin", role)
