from odoo.exceptions import UserError

from .import_common import ImportCommon


class TestImportBackground(ImportCommon):
    """Point 5: in the background with progress, and nothing half done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("tthc_catalog.ir_cron_catalog_import")
        parameters = cls.env["ir.config_parameter"]
        parameters.set_param("tthc_catalog.import_background_rows", "1")

    def _queued(self):
        record = self._upload(
            self._procedures(self._procedure_row(), self._procedure_row("9.100002")),
            user=self.users["editor"],
        )
        record.action_check()
        record.action_start()
        return record

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_a_large_file_waits_for_the_background(self):
        record = self._queued()
        self.assertEqual(record.state, "queued")
        self.assertFalse(self._version("9.100001"))
        self.assertTrue(
            self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        )
        with self.assertRaises(UserError):
            record.action_import()

    def test_a_small_file_is_imported_at_once(self):
        record = self._checked(self._procedures(self._procedure_row()))
        record.action_start()
        self.assertEqual((record.state, record.progress), ("done", 100))

    def test_background_imports_as_who_asked_and_tells_them(self):
        record = self._queued()
        self._run_cron()
        self.assertEqual(record.state, "done")
        self.assertTrue(record.finished_at)
        self.assertEqual(self._version("9.100001").create_uid, self.users["editor"])
        self.assertIn(
            self.users["editor"].partner_id,
            record.message_ids.sorted("id")[-1].partner_ids,
        )

    def test_progress_is_seen_while_the_import_runs(self):
        record = self._queued()
        seen = []
        progress_model = type(self.env["tthc.catalog.import.progress"])
        self.patch(
            progress_model, "_publish", lambda self, percent: seen.append(percent)
        )
        self._run_cron()
        self.assertEqual(record.state, "done")
        self.assertGreaterEqual(len(seen), 4)
        self.assertEqual(seen, sorted(seen))

    def test_a_failure_leaves_nothing_but_its_reason(self):
        record = self._queued()
        record.sudo().env["tthc.agency"].browse(self.justice.id).name = "Sở Khác"
        self.justice.short_name = False
        self._run_cron()
        self.assertEqual(record.state, "failed")
        self.assertIn("competent_agency", record.failure)
        self.assertFalse(self._version("9.100001"))
        self.justice.name = "Sở Tư pháp Thử Nghiệm"
        record.action_import()
        self.assertEqual(record.state, "done")

    def test_what_a_stopped_server_left_can_be_started_again(self):
        record = self._queued()
        record.sudo()._moving().state = "running"
        self._run_cron()
        self.assertEqual(record.state, "failed")
        self.assertTrue(record.failure)
        record.action_start()
        self._run_cron()
        self.assertEqual(record.state, "done")
