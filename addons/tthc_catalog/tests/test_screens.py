from odoo.tests import HttpCase, tagged

from .common import CatalogMaker


@tagged("-at_install", "post_install")
class TestScreens(CatalogMaker, HttpCase):
    """Each screen opens in a browser; an error on its console fails the test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()
        cls._set_up_catalog()

    def check_opens(self, path, selector):
        self.browser_js(
            f"/odoo/{path}",
            "console.log('test successful');",
            f"document.querySelector('{selector}') !== null",
            login="test_controller",
        )

    def test_list_of_procedures_in_force_opens(self):
        self._admit(self._approved_version())
        self.check_opens("procedures", ".o_data_row .tthc_two_lines")

    def test_list_of_drafts_opens(self):
        self._new_version(limit_unit=False)
        self.check_opens("procedure-drafts", ".o_data_row [name=draft_reason]")

    def test_form_of_an_approved_version_opens(self):
        version = self._approved_version()
        self.check_opens(f"procedures/{version.id}", ".o_form_view [name=action_amend]")

    def test_list_of_admissions_opens(self):
        self._admit(self._approved_version())
        self.check_opens("admissions", ".o_list_view .o_group_header")
