from odoo.exceptions import AccessError, UserError

from .import_common import ImportCommon


class TestImportRoles(ImportCommon):
    """Points 5 and 8: who may import, and what nobody may."""

    def _file(self):
        return self._procedures(self._procedure_row())

    def test_editor_imports_drafts(self):
        record = self._upload(self._file(), user=self.users["editor"])
        record.action_check()
        record.action_import()
        self.assertEqual(self._version("9.100001").state, "draft")
        self.assertEqual(record.user_id, self.users["editor"])

    def test_others_neither_import_nor_see_imports(self):
        record = self._checked(self._file())
        for role in ("reception", "specialist", "leader", "courier", "manager"):
            with self.subTest(role=role):
                user = self.users[role]
                with self.assertRaises(AccessError):
                    self._upload(self._file(), user=user)
                with self.assertRaises(AccessError):
                    record.with_user(user).read(["state"])
                with self.assertRaises(AccessError):
                    record.line_ids.with_user(user).read(["message"])

    def test_inspector_reads_only(self):
        record = self._checked(self._file()).with_user(self.users["inspector"])
        self.assertTrue(record.line_ids.mapped("message"))
        with self.assertRaises(UserError):
            record.action_check()
        with self.assertRaises(UserError):
            record.action_import()
        self.assertFalse(self._version("9.100001"))

    def test_state_and_counts_move_through_buttons_only(self):
        record = self._upload(self._file(), user=self.users["editor"])
        for values in ({"state": "done"}, {"error_count": 0}, {"user_id": 1}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                record.write(values)
        with self.assertRaises(AccessError):
            record.with_context(default_state="done").create({"kind": "procedure"})
        with self.assertRaises(AccessError):
            record.with_context(**{record._move_key(): True}).state = "done"

    def test_lines_are_written_by_nobody(self):
        record = self._checked(self._file(), user=self.users["editor"])
        for act in (
            lambda: record.line_ids.write({"severity": "info"}),
            lambda: record.line_ids.unlink(),
            lambda: record.line_ids.create({"import_id": record.id}),
        ):
            with self.assertRaises(AccessError):
                act()
