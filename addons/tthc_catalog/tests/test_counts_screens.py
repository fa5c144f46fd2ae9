from odoo.tests import HttpCase, tagged

from .common import CatalogMaker


@tagged("-at_install", "post_install")
class TestCountsScreens(CatalogMaker, HttpCase):
    """Points 4 and 6 in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()
        cls._set_up_catalog()
        cls.version = cls._approved_version()
        cls._admit(cls.version)

    def check_opens(self, path, selector):
        self.browser_js(
            f"/odoo/{path}",
            "console.log('test successful');",
            f"document.querySelector('{selector}') !== null",
            login="test_controller",
        )

    def test_p6_figure_on_the_screen_opens_its_list(self):
        self.start_tour(
            "/odoo/catalog-counts", "tthc_catalog_count", login="test_editor"
        )

    def test_p6_pivot_opens(self):
        self.check_opens("catalog-analysis", ".o_pivot_cell_value")

    def test_p4_burnup_is_drawn(self):
        self.check_opens("admission-burnup", ".o_graph_canvas_container canvas")

    def test_p4_progress_by_agency_opens(self):
        self.check_opens("admission-progress", "td[data-column=gap]")

    def test_p4_history_of_an_admission_opens(self):
        admission = self.version.procedure_id.admission_ids
        self.check_opens(f"admissions/{admission.id}", "[name=period_ids] .o_data_row")
