from types import SimpleNamespace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests import hoot_common
from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_dossier.tests.common import DossierData

from .common import HOUR, NINE, PostalData


@tagged("post_install", "-at_install")
class TestScanUnits(hoot_common.HootUnitCase):
    def test_units_of_the_scan_desk(self):
        self.check_units("tthc_postal")


@tagged("post_install", "-at_install")
class TestScanTour(PostalData, DossierData, HttpCase):
    """Folders from the counter to the agency, as people scan them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.make_postal_data(cls.env)
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(
            clock, "_frozen_at", SimpleNamespace(get=lambda: NINE + HOUR / 2)
        )
        cls.courier.with_user(cls.courier).tthc_set_pin("2580")
        cls.specialist.with_user(cls.specialist).tthc_set_pin("1357")
        desk = cls.env["tthc.intake.desk"].with_user(cls.clerk)
        ids = [desk.receive(cls.intake())["id"] for _number in range(3)]
        cls.papers = cls.env["tthc.dossier"].browse(ids).paper_ids
        cls.run_of_day = cls.make_round(loading_cutoff=10.0)
        cls.run_of_day.stop_ids[0].stop_id.contact_ids = cls.specialist

    def test_scan_at_the_center_then_at_the_stop_on_a_phone(self):
        self.start_tour("/odoo", "tthc_scan_at_the_center", login="tthc_clerk")
        self.assertEqual(self.papers.holder_id, self.with_courier)
        self.run_of_day.with_user(self.courier).action_leave()
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.start_tour("/odoo", "tthc_scan_at_the_stop", login="tthc_courier")
        self.assertEqual(self.papers.holder_id.agency_id, self.agency)
        self.assertEqual(self.papers.holder_id.user_id, self.specialist)
