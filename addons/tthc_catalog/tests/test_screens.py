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

    def test_kanban_of_all_versions_opens(self):
        self._new_version()
        self.check_opens("procedure-versions", ".o_kanban_record .tthc_two_lines")

    def test_differences_of_a_draft_are_shown(self):
        draft = self._approved_version()._amended()
        draft.limit_value = 15
        self.check_opens(
            f"procedures/{draft.id}", ".o_notebook .nav-link[name=differences]"
        )

    def test_calendar_of_changes_opens(self):
        self.check_opens("catalog-changes", ".o_calendar_view .fc-daygrid")

    def test_form_of_a_decision_opens(self):
        decision = self.env["tthc.decision"].create(
            {"name": "1/QĐ", "date": "2020-03-02", "kind": "abolished"}
        )
        decision.ending_ids = self._approved_version()
        self.check_opens(
            f"decisions/{decision.id}",
            ".o_form_view button[name=action_abolish_versions]",
        )

    def test_form_of_a_chain_opens_with_drawing_and_chatter(self):
        chain = self._new_chain([{"limit_value": 5, "limit_unit": "working_day"}])
        self.check_opens(f"chains/{chain.id}", "svg[role=list] .tthc_lanes_bar")
        self.check_opens(f"chains/{chain.id}", ".o_form_view .o-mail-Chatter")

    def test_publication_terms_open(self):
        self.check_opens("publication-terms", ".o_data_row")
