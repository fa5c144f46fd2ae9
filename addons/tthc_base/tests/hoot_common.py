from odoo.addons.web.tests import test_js


class HootUnitCase(test_js.HOOTCommon):
    """Runs the JavaScript unit tests of one addon in a browser."""

    _test_params = []

    def check_units(self, addon):
        """Fail unless all units below ``static/tests`` of an addon succeed.

        :param addon: technical name
        """
        suite = self._generate_hash(f"@{addon}")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
