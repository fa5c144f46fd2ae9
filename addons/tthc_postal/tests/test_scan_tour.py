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

    def loaded(self):
        """The folders are with the courier, by signed minutes; he has left."""
        minutes = self.env["tthc.handover"]
        sheet = minutes.with_user(self.clerk).open_for_round(self.run_of_day.id)
        minutes = minutes.browse(sheet["id"])
        for paper in self.papers:
            minutes.with_user(self.clerk).scan(f"k{paper.id}", paper.token)
        minutes.with_user(self.clerk).sign("b")
        minutes.with_user(self.courier).sign("a")
        self.run_of_day.with_user(self.courier).action_leave()
        return minutes

    def test_counts_damage_missing_and_extra_on_a_phone(self):
        self.loaded()
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.start_tour("/odoo", "tthc_scan_counts_and_damage", login="tthc_courier")
        minutes = self.run_of_day.handover_ids.filtered("round_stop_id")
        self.assertEqual(
            sorted(minutes.discrepancy_ids.mapped("kind")),
            ["count", "damaged", "extra", "missing"],
        )
        self.assertEqual(set(minutes.discrepancy_ids.mapped("state")), {"open"})

    def test_signed_minutes_are_corrected_at_the_desk(self):
        minutes = self.loaded()
        self.start_tour("/odoo", "tthc_scan_correction", login="tthc_clerk")
        correction = minutes.corrected_by_ids
        self.assertEqual(correction.note, "Đếm nhầm một bộ")
        self.assertEqual(correction.line_ids.original_count, 1)
        self.assertEqual(self.papers.holder_id, self.with_courier)

    def test_code_of_minutes_opens_their_sheet(self):
        minutes = self.env["tthc.handover"].with_user(self.clerk)
        minutes.open_for_round(self.run_of_day.id)
        self.start_tour("/odoo", "tthc_scan_of_a_code", login="tthc_clerk")

    def test_post_hands_over_what_citizens_sent(self):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        answer = desk.submit(self.intake(channel="post"))
        dossier = self.env["tthc.dossier"].browse(answer["id"])
        self.start_tour("/odoo", "tthc_scan_of_the_post", login="tthc_clerk")
        self.assertEqual(dossier.post_minutes_at, NINE + HOUR / 2)
