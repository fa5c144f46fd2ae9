from datetime import timedelta
from types import SimpleNamespace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_dossier.tests.common import THURSDAY, DossierData


@tagged("post_install", "-at_install")
class TestTableTour(DossierData, HttpCase):
    """A manager opens the table, steps back, opens a cell, sends and prints."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.receive()
        moment = THURSDAY + timedelta(days=60)
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: moment))

    def test_manager_steps_back_opens_a_cell_sends_and_prints(self):
        self.browser_size = "1366x768"
        self.start_tour(
            "/odoo/report-tables", "tthc_report_table", login="tthc_manager"
        )
        issue = self.env["tthc.table.issue"].search([], limit=1)
        self.assertEqual(issue.sent_by_id, self.manager)
        self.assertEqual(str(issue.date_to), "2026-09-14")
