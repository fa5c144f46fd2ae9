from odoo.exceptions import UserError
from odoo.fields import Command

from .common import CatalogCommon

PARTS = {
    "tthc.procedure.case": {"name": "Cấp lại"},
    "tthc.procedure.channel": {"channel": "online"},
    "tthc.procedure.component": {"name": "Đơn đề nghị"},
    "tthc.procedure.step": {"name": "Thẩm định"},
    "tthc.procedure.result": {"name": "Giấy phép"},
    "tthc.procedure.legal.basis": {"name": "Luật Hộ tịch"},
    "tthc.fee.exemption": {"name": "Người khuyết tật"},
    "tthc.procedure.fee": {"name": "Lệ phí", "amount": 50000},
}


class TestProtection(CatalogCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls._new_version()
        cls.parts = [
            cls.env[model].create({"version_id": cls.version.id, **values})
            for model, values in PARTS.items()
        ]
        cls.version.action_propose()
        cls.version.action_approve()

    def test_content_of_an_approved_version_is_frozen_for_everybody(self):
        changes = {
            "name": "Tên khác",
            "limit_value": 5,
            "fee_amount": 1,
            "agency_id": self.building.id,
            "valid_from": "2026-02-01",
            "valid_to": "2026-12-31",
            "procedure_id": self._new_version("9.000009").procedure_id.id,
            "component_ids": [Command.clear()],
        }
        for user in (self.users["admin"], self.env.user):
            version = self.version.with_user(user)
            for field, value in changes.items():
                with self.subTest(field=field, user=user.login):
                    with self.assertRaisesRegex(UserError, "9.000001"):
                        version.write({field: value})

    def test_abolished_version_is_frozen_too(self):
        self.version.action_abolish()
        with self.assertRaises(UserError):
            self.version.name = "Tên khác"

    def test_no_context_of_a_client_opens_the_content(self):
        version = self.version.with_user(self.users["admin"])
        with self.assertRaises(UserError):
            version.with_context(**{version._move_key(): True}).name = "Tên khác"

    def test_part_of_an_approved_version_can_not_be_written(self):
        for part in self.parts:
            with self.subTest(model=part._name), self.assertRaises(UserError):
                part.write(PARTS[part._name])

    def test_part_of_an_approved_version_can_not_be_removed(self):
        for part in self.parts:
            with self.subTest(model=part._name), self.assertRaises(UserError):
                part.unlink()

    def test_part_can_not_be_added_to_an_approved_version(self):
        new = {**PARTS, "tthc.procedure.channel": {"channel": "post"}}
        for model, values in new.items():
            with self.subTest(model=model), self.assertRaises(UserError):
                self.env[model].create({"version_id": self.version.id, **values})

    def test_part_can_not_be_added_by_a_default_of_the_context(self):
        model = self.env["tthc.procedure.component"].with_context(
            default_version_id=self.version.id
        )
        with self.assertRaises(UserError):
            model.create({"name": "Lén lút"})

    def test_part_can_not_be_moved_into_an_approved_version(self):
        draft = self._new_version("9.000008")
        component = self.env["tthc.procedure.component"].create(
            {"version_id": draft.id, "name": "Đơn"}
        )
        with self.assertRaises(UserError):
            component.version_id = self.version

    def test_code_of_an_approved_procedure_stays(self):
        with self.assertRaises(UserError):
            self.version.procedure_id.code = "9.999999"

    def test_approved_version_can_not_be_removed(self):
        with self.assertRaisesRegex(UserError, "Abolish it"):
            self.version.unlink()

    def test_draft_can_be_changed_and_removed(self):
        draft = self._new_version("9.000007")
        draft.name = "Tên khác"
        self.assertEqual(draft.name, "Tên khác")
        draft.unlink()
        self.assertFalse(draft.exists())

    def test_people_can_still_talk_about_an_approved_version(self):
        message = self.version.with_user(self.users["editor"]).message_post(body="?")
        self.assertIn(message, self.version.message_ids)
