from types import SimpleNamespace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tools import clock

from .common import THURSDAY, DossierData


@tagged("post_install", "-at_install")
class TestLifeTours(DossierData, HttpCase):
    """Guidance, refusal and supplement as people click them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.dossier = cls.receive()
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: THURSDAY))

    def _walk(self, url, tour, user):
        self.start_tour(url, tour, login=user.login)
        self.env.invalidate_all()

    def _made(self, tour):
        known = self.env["tthc.dossier"].search([])
        self._walk("/odoo/quay", tour, self.clerk)
        return self.env["tthc.dossier"].search([]) - known

    def test_clerk_guides_once_and_receives_when_it_is_complete(self):
        guided = self._made("tthc_intake_guide_tour")
        self.assertEqual(guided.state, "intake_supplement")
        self.assertEqual(len(guided.supplement_ids.line_ids), 3)
        self.assertIn("print", guided.event_ids.mapped("kind"))
        self.assertFalse(self._made("tthc_intake_take_up_tour"))
        self.assertEqual(guided.state, "received")

    def test_clerk_refuses_with_a_reason(self):
        refused = self._made("tthc_intake_refuse_tour")
        self.assertEqual(refused.state, "refused_intake")
        self.assertEqual(refused.end_reason, "Không thuộc thẩm quyền")

    def test_what_comes_by_post_waits_until_it_is_taken_up(self):
        waiting = self._made("tthc_intake_submit_tour")
        self.assertEqual((waiting.state, waiting.channel), ("submitted", "post"))
        self.assertFalse(self._made("tthc_intake_waiting_tour"))
        self.assertEqual(waiting.state, "received")
        self.assertEqual(waiting.component_ids.mapped("to_give_back"), [True] * 3)

    def test_supplement_goes_from_the_agency_through_the_center_and_back(self):
        dossier = self.dossier
        dossier.with_user(self.clerk).action_transfer()
        self._walk("/odoo/my-dossiers", "tthc_supplement_ask_tour", self.specialist)
        self.assertEqual(dossier.supplement_ids.state, "asked")
        self._walk("/odoo/dossiers", "tthc_supplement_hand_over_tour", self.clerk)
        self.assertEqual(dossier.supplement_ids.state, "handed_in")
        self.assertEqual(dossier.component_ids.filtered("supplement_id").name, "Bản vẽ")
