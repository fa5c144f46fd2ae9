from types import SimpleNamespace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_dossier.tests.common import DossierData

from .common import HOUR, NINE, PostalData


@tagged("post_install", "-at_install")
class TestWhereTour(PostalData, DossierData, HttpCase):
    """Where is it, as a clerk at the desk and a courier with a phone ask it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.make_postal_data(cls.env)
        cls.paper = cls.receive().paper_ids
        cls.paper._moving().token = "NHANCUABOHOSO777"
        cls.paper._hand_to(cls.with_courier, "minutes", NINE, "1/BBGN-2026")
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: NINE + HOUR))

    def test_clerk_asks_at_the_desk(self):
        self.browser_size = "1366x768"
        self.start_tour("/odoo", "tthc_where_is_it", login="tthc_clerk")

    def test_courier_asks_on_a_phone_and_declares_it_lost(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.start_tour("/odoo", "tthc_where_is_it", login="tthc_courier")
        self.start_tour("/odoo", "tthc_where_lost", login="tthc_courier")
        self.assertEqual(self.paper.holder_kind, "lost")
        self.assertEqual(self.paper.loss_ids.declared_by_id, self.courier)
