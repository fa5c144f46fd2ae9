from odoo.tests import HttpCase, tagged

from . import hoot_common
from .print_common import PrintCase


@tagged("post_install", "-at_install")
class TestPrintUnits(hoot_common.HootUnitCase):
    def test_units_of_the_print_script(self):
        self.check_units("tthc_base")


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
