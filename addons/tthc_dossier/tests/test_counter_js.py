from odoo.tests import tagged

from odoo.addons.tthc_base.tests import hoot_common


@tagged("post_install", "-at_install")
class TestCounterUnits(hoot_common.HootUnitCase):
    def test_units_of_the_counter_screen(self):
        self.check_units("tthc_dossier")
