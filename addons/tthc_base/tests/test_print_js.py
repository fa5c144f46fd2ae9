from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests import test_js

from .print_common import PrintCase


@tagged("post_install", "-at_install")
class TestPrintUnits(test_js.HOOTCommon):
    _test_params = []

    def test_units_of_the_print_script(self):
        suite = self._generate_hash("@tthc_base")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )


@tagged("post_install", "-at_install")
class TestPrintMenu(PrintCase, HttpCase):
    def test_print_menu_of_a_record_opens_its_form(self):
        action = self.env["ir.actions.act_window"].create(
            {"name": "Centers", "res_model": "tthc.center", "path": "print-centers"}
        )
        self.assertTrue(action)
        self.start_tour(
            f"/odoo/print-centers/{self.center.id}",
            "tthc_print_menu",
            login="print_staff",
        )
