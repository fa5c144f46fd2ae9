from odoo.tests import tagged

from odoo.addons.web.tests import test_js


@tagged("post_install", "-at_install")
class TestCounterUnits(test_js.HOOTCommon):
    _test_params = []

    def test_units_of_the_counter_screen(self):
        suite = self._generate_hash("@tthc_dossier")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
