from odoo.exceptions import UserError
from odoo.tools.safe_eval import safe_eval

from odoo.addons.tthc_base.tools.clock import frozen

from .common import AFTER_FIVE_WORKING_DAYS, THURSDAY, DossierCase


class TestOriginals(DossierCase):
    """Originals taken for comparison go back on record (rule R11)."""

    def _dossier(self):
        papers = [
            {"id": paper.id, "original": 1, "to_give_back": number < 2}
            for number, paper in enumerate(self.version.component_ids)
        ]
        return self.receive(components=papers)

    def _given(self, dossier):
        return dossier.component_ids.filtered("given_back_at")

    def test_one_by_one_with_who_when_and_to_whom(self):
        dossier = self._dossier()
        first, second, _third = dossier.component_ids
        with frozen(AFTER_FIVE_WORKING_DAYS):
            dossier.with_user(self.clerk).action_give_originals(first)
        self.assertRecordValues(
            first,
            [
                {
                    "given_back_at": AFTER_FIVE_WORKING_DAYS,
                    "given_back_by_id": self.clerk.id,
                    "given_back_to": "Nguyễn Văn Đức",
                }
            ],
        )
        self.assertFalse(second.given_back_at)
        self.assertTrue(dossier.holds_originals)
        dossier.with_user(self.clerk).action_give_originals()
        self.assertFalse(dossier.holds_originals)
        self.assertEqual(dossier.state, "received")
        event = dossier.event_ids.sorted("seq")[-1]
        self.assertEqual(event.kind, "give_originals")
        self.assertNotIn("Nguyễn", event.payload)

    def test_twice_is_refused(self):
        dossier = self._dossier().with_user(self.clerk)
        dossier.action_give_originals()
        with self.assertRaises(UserError):
            dossier.action_give_originals()
        with self.assertRaises(UserError):
            dossier.action_give_originals(dossier.component_ids[0])

    def test_paper_of_another_dossier_is_refused(self):
        dossier = self._dossier().with_user(self.clerk)
        with self.assertRaises(UserError):
            dossier.action_give_originals(self._dossier().component_ids[0])

    def test_somebody_else_needs_an_authorisation(self):
        dossier = self._dossier().with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "Trần Thị Lạ"):
            dossier.action_give_originals(receiver="Trần Thị Lạ")
        dossier.action_give_originals(receiver="Trần Thị Lạ", authorisation="UQ 1/2026")
        self.assertEqual(
            self._given(dossier).mapped("given_back_to"), ["Trần Thị Lạ"] * 2
        )

    def test_only_the_centers_reception_gives_back(self):
        dossier = self._dossier()
        for role in ("specialist", "leader", "manager", "inspector", "other_clerk"):
            with self.subTest(role=role), self.assertRaises(UserError):
                dossier.with_user(getattr(self, role)).action_give_originals()

    def test_withdrawal_gives_back_only_what_was_given_back(self):
        kept, given = self._dossier(), self._dossier()
        kept.with_user(self.clerk).action_withdraw("Đơn xin rút")
        given.with_user(self.clerk).action_withdraw("Đơn xin rút", originals=True)
        self.assertFalse(self._given(kept))
        self.assertEqual(len(self._given(given)), 2)
        kept.with_user(self.clerk).action_give_originals()
        self.assertFalse(kept.holds_originals)

    def test_stop_by_the_agency_leaves_them_at_the_desk(self):
        dossier = self._dossier()
        dossier.with_user(self.clerk).action_transfer()
        dossier.with_user(self.leader).action_stop("Đất đang tranh chấp")
        self.assertTrue(dossier.holds_originals)
        dossier.with_user(self.clerk).action_give_originals()
        self.assertFalse(dossier.holds_originals)

    def test_list_of_what_is_still_held(self):
        dossier = self._dossier()
        held = self.env["tthc.dossier"].search([("holds_originals", "=", True)])
        self.assertIn(dossier, held)
        action = self.env.ref("tthc_dossier.tthc_dossier_component_action_held")
        papers = self.env["tthc.dossier.component"].with_user(self.clerk)
        domain = safe_eval(action.domain)
        self.assertEqual(len(papers.search(domain) & dossier.component_ids), 2)
        self.assertFalse(papers.with_user(self.other_clerk).search(domain))
        with frozen(THURSDAY):
            dossier.with_user(self.clerk).action_give_originals()
        self.assertFalse(papers.search(domain) & dossier.component_ids)

    def test_wizard_takes_all_or_the_chosen_ones(self):
        dossier = self._dossier()
        wizards = self.env["tthc.dossier.originals.give"].with_user(self.clerk)
        paper = dossier.component_ids[1]
        wizard = wizards.with_context(
            active_model="tthc.dossier.component", active_ids=paper.ids
        ).create({})
        self.assertEqual(wizard.paper_ids, paper)
        wizard.action_confirm()
        self.assertEqual(self._given(dossier), paper)
        wizard = wizards.with_context(
            active_model="tthc.dossier", active_ids=dossier.ids
        ).create({})
        self.assertEqual(wizard.receiver, "Nguyễn Văn Đức")
        wizard.action_confirm()
        self.assertFalse(dossier.holds_originals)
