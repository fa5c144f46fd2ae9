from types import SimpleNamespace

from odoo import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.clock import frozen

from .common import HOUR, NINE, PostalCase, local


@tagged("post_install", "-at_install")
class TestRoundTour(PostalCase, HttpCase):
    """The manager's view of the day and of a period, in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        dossiers = [cls.receive(NINE) for _number in range(2)]
        cls.papers = cls.env["tthc.paper"].union(*(d.paper_ids for d in dossiers))
        cls.run_of_day = cls.make_round()

    def _at(self, moment):
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        self.patch(clock, "_frozen_at", SimpleNamespace(get=lambda: moment))

    def test_manager_sees_what_is_late_and_why_a_paper_stays(self):
        with frozen(local(9, 50)):
            self.receive(local(9, 50))
        self.make_round(
            code="T1-15H",
            departure=15.0,
            loading_cutoff=14.75,
            return_at=0,
            stop_ids=[Command.create({"agency_id": self.agency.id, "arrival": 15.25})],
        )
        self._at(local(10, 20))
        action = self.env.ref("tthc_postal.tthc_courier_round_today_action")
        action.domain = f"[('date', '=', '{self.run_of_day.date}')]"
        self.start_tour(
            "/odoo/courier-rounds-today", "tthc_round_of_the_day", login="tthc_manager"
        )

    def test_figure_of_a_period_opens_its_list(self):
        self.load(self.run_of_day, self.papers)
        self.deliver(self.run_of_day, self.papers)
        self._at(NINE + 3 * HOUR)
        self.start_tour(
            "/odoo/courier-report", "tthc_report_of_a_period", login="tthc_manager"
        )
