from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..tools.form_pdf import form_printer
from .print_common import PrintCase, PrintedFile

REPORT_PATH = "odoo.addons.base.models.ir_actions_report"


@tagged("post_install", "-at_install")
class TestPrintService(PrintCase, TransactionCase):
    def test_prints_on_a_machine_without_wkhtmltopdf(self):
        with (
            patch(f"{REPORT_PATH}._wkhtml", side_effect=AssertionError),
            patch(f"{REPORT_PATH}._run_wkhtmltopdf", side_effect=AssertionError),
        ):
            self.assertEqual(len(self.print_form(self.center).texts()), 1)

    def test_callers_of_the_pdf_method_get_the_form(self):
        content, extension = self.env["ir.actions.report"]._render_qweb_pdf(
            self.report.report_name, self.center.id
        )
        self.assertEqual(extension, "pdf")
        self.assertIn("TRANG THỬ MÁY IN", PrintedFile(content).texts()[0])

    def test_mail_template_attaches_the_form(self):
        template = self.env["mail.template"].create(
            {
                "name": "Printed",
                "model_id": self.env["ir.model"]._get_id("tthc.center"),
                "report_template_ids": [(6, 0, self.report.ids)],
            }
        )
        values = template._generate_template_attachments(
            self.center.ids, {"report_template_ids"}
        )
        [(name, _content)] = values[self.center.id]["attachments"]
        self.assertEqual(name, "Trang thử máy in TTHCC Biên Hòa.pdf")

    def test_button_action_skips_the_layout_of_companies(self):
        self.env.company.external_report_layout_id = False
        action = self.report.report_action(self.center)
        self.assertEqual(action["type"], "ir.actions.report")
        self.assertEqual(action["report_type"], "tthc-pdf")
        self.assertEqual(action["context"]["active_ids"], self.center.ids)

    def test_print_menu_offers_the_form_to_staff(self):
        bindings = (
            self.env["ir.actions.actions"]
            .with_user(self.staff)
            .get_bindings("tthc.center")
        )
        self.assertIn(self.report.id, [row["id"] for row in bindings["report"]])

    def test_batch_of_fifty_is_one_file(self):
        centers = self.center.create(
            [dict(self._center_values("Biên Hòa"), name=f"Quầy {n}") for n in range(50)]
        )
        texts = self.print_form(centers).texts()
        self.assertEqual(len(texts), 50)
        for number, text in enumerate(texts):
            self.assertIn(f"QUẦY {number} ", text)

    def test_threads_print_side_by_side(self):
        def sheet(number):
            return f"<body class='tthc_a5_portrait'><p>Hồ sơ {number}</p></body>"

        with ThreadPoolExecutor(4) as pool:
            files = pool.map(lambda n: form_printer().pdf([sheet(n)] * 3), range(8))
        for number, content in enumerate(files):
            texts = PrintedFile(content).texts()
            self.assertEqual(texts, [f"Hồ sơ {number} Trang 1/1"] * 3)

    def test_user_without_the_reports_group_may_not_print(self):
        self.report.group_ids = self.env.ref("tthc_base.group_admin")
        with self.assertRaisesRegex(AccessError, "Printer test page"):
            self.print_form(self.center, user=self.staff)

    def test_user_without_read_access_may_not_print(self):
        self.report.group_ids = False
        outsider = new_test_user(self.env, "print_outsider", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.print_form(self.center, user=outsider)

    def test_record_rule_hides_a_record_from_the_printer(self):
        self._hide_center()
        with self.assertRaises(AccessError):
            self.print_form(self.center, user=self.staff)

    def test_deleted_record_is_named_as_gone(self):
        gone = self.center.copy()
        ids = gone.ids
        gone.unlink()
        with self.assertRaisesRegex(UserError, "no longer exist"):
            self.print_form(self.center.browse(ids))

    def test_template_fault_is_a_message_that_names_the_template(self):
        report = self.make_report('<p t-out="doc.no_such_field"/>')
        with (
            mute_logger("odoo.addons.tthc_base.models.ir_actions_report"),
            self.assertRaisesRegex(UserError, report.report_name),
        ):
            self.print_form(self.center, report)

    def _hide_center(self):
        self.env["ir.rule"].create(
            {
                "name": "Hide the center of the test",
                "model_id": self.env["ir.model"]._get_id("tthc.center"),
                "domain_force": [("id", "!=", self.center.id)],
            }
        )
