from urllib.parse import unquote

from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .print_common import PrintCase, PrintedFile


@tagged("post_install", "-at_install")
class TestPrintRoute(PrintCase, HttpCase):
    def _get(self, ids=None, login="print_staff", ref="tthc_base.printer_test", **kw):
        if login:
            self.authenticate(login, login)
        ids = self.center.ids if ids is None else ids
        query = ",".join(map(str, ids))
        return self.url_open(f"/tthc/print/{ref}?ids={query}", **kw)

    def _record_calls(self, fault=None):
        calls = []

        def after_print(records, form, copies):
            calls.append((records.ids, form.code, copies))
            records.sudo().phone = "printed"
            if fault:
                raise fault

        self.patch(type(self.env["tthc.center"]), "_tthc_after_print", after_print)
        return calls

    def test_browser_gets_the_file_inline_under_a_good_name(self):
        response = self._get()
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        disposition = unquote(response.headers["Content-Disposition"])
        self.assertTrue(disposition.startswith("inline"))
        self.assertTrue(disposition.endswith("Trang thử máy in TTHCC Biên Hòa.pdf"))
        self.assertEqual(len(PrintedFile(response.content).texts()), 1)

    def test_report_is_found_by_its_external_id_too(self):
        response = self._get(ref="tthc_base.action_report_printer_test")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")

    def test_many_records_come_in_one_file(self):
        other = self.center.copy()
        response = self._get((self.center | other).ids)
        self.assertEqual(len(PrintedFile(response.content).texts()), 2)

    def test_user_without_access_is_refused(self):
        new_test_user(
            self.env, "print_nobody", groups="base.group_user", password="print_nobody"
        )
        response = self._get(login="print_nobody")
        self.assertEqual(response.status_code, 403)
        self.assertNotIn("Traceback", response.text)

    def test_portal_user_is_refused(self):
        new_test_user(
            self.env,
            "print_portal",
            groups="base.group_portal",
            password="print_portal",
        )
        self.report.group_ids = False
        self.assertEqual(self._get(login="print_portal").status_code, 403)

    def test_public_visitor_is_sent_to_the_login(self):
        response = self._get(login=None, allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_unknown_and_other_reports_are_not_found(self):
        for ref in (
            "tthc_base.no_such_report",
            "nonsense",
            "base.report_ir_model_overview",
        ):
            with self.subTest(ref=ref):
                self.assertEqual(self._get(ref=ref).status_code, 404)

    def test_fault_is_a_page_in_words(self):
        self.center.address = "日本"
        response = self._get()
        self.assertEqual(response.status_code, 422)
        self.assertTrue(response.text.lstrip().startswith("<!DOCTYPE html>"))
        self.assertIn("日 本", response.text)
        self.assertNotIn("Traceback", response.text)

    def test_script_gets_the_fault_as_json(self):
        self.center.address = "日本"
        response = self._get(headers={"Accept": "application/json"})
        self.assertEqual(response.status_code, 422)
        self.assertIn("日 本", response.json()["message"])

    def test_request_without_records_says_that_nothing_is_there(self):
        response = self._get(ids=["x"])
        self.assertEqual(response.status_code, 422)

    def test_log_hook_runs_once_after_the_file_is_made(self):
        calls = self._record_calls()
        self._get()
        self.assertEqual(calls, [(self.center.ids, "thu_may_in", 1)])

    def test_odoos_own_address_of_a_pdf_does_not_pass_the_log(self):
        calls = self._record_calls()
        self.authenticate("print_staff", "print_staff")
        response = self.url_open(f"/report/pdf/tthc_base.printer_test/{self.center.id}")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(len(calls), 1)

    def test_failed_rendering_logs_nothing(self):
        calls = self._record_calls()
        self.center.address = "日本"
        self._get()
        self.assertEqual(calls, [])

    def test_failed_log_hands_out_no_paper_and_leaves_nothing_half_done(self):
        self._record_calls(fault=UserError("The log is full."))
        response = self._get()
        self.assertEqual(response.status_code, 422)
        self.assertIn("The log is full.", response.text)
        self.center.invalidate_recordset()
        self.assertFalse(self.center.phone)
