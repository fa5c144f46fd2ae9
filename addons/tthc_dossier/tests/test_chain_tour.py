from types import SimpleNamespace

from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.tthc_base.tools import clock

from .common import THURSDAY, DossierData


@tagged("post_install", "-at_install")
class TestChainTour(DossierData, HttpCase):
    """An interlinked chain as its people click it (Decree 61/2018 Art 19.6-7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.center.desk_pass_from = "2017-10-01"
        cls.counter.agency_ids |= cls.other_agency
        cls.chain = cls._make_chain()
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: THURSDAY))

    @classmethod
    def _make_chain(cls):
        """A procedure whose steps come from its published chain of two agencies."""
        tasks = (
            ("Thẩm định", cls.agency, "specialist", 2),
            ("Cho ý kiến", cls.other_agency, "specialist", 1),
            ("Ký giấy phép", cls.agency, "leader", 1),
        )
        lines = [
            Command.create(
                {
                    "sequence": number,
                    "task": task,
                    "agency_id": agency.id,
                    "role": role,
                    "limit_value": days,
                    "limit_unit": "working_day",
                }
            )
            for number, (task, agency, role, days) in enumerate(tasks)
        ]
        return cls.make_version(
            cls.env,
            "1.999070",
            "Liên thông xây dựng – tư pháp",
            1,
            chain_ids=[Command.create({"name": "Liên thông", "line_ids": lines})],
        )

    def _walk(self, url, tour, user):
        self.start_tour(url, tour, login=user.login)
        self.env.invalidate_all()

    def _receive(self, user):
        known = self.env["tthc.dossier"].search([])
        self._walk("/odoo/quay", "tthc_chain_receive_tour", user)
        return self.env["tthc.dossier"].search([]) - known

    def test_chain_goes_from_agency_to_agency_over_the_desk_to_the_citizen(self):
        dossier = self._receive(self.clerk)
        self.assertEqual(
            dossier.step_ids.agency_id, self.agency | self.other_agency, "its chain"
        )
        self._walk("/odoo/dossiers", "tthc_chain_hand_over_tour", self.clerk)
        self._walk("/odoo/my-work", "tthc_chain_agency_tour", self.specialist)
        self.assertTrue(dossier.waits_at_desk)
        self._walk("/odoo/dossiers", "tthc_chain_pass_on_tour", self.clerk)
        self.assertEqual(dossier.step_ids[1].passed_by_id, self.clerk)
        self._walk("/odoo/my-work", "tthc_chain_agency_tour", self.other_specialist)
        self.assertTrue(dossier.waits_at_desk)
        self._walk("/odoo/dossiers", "tthc_chain_pass_on_tour", self.clerk)
        self._walk("/odoo/my-work", "tthc_chain_decide_tour", self.leader)
        self._walk("/odoo/dossiers", "tthc_chain_return_tour", self.clerk)
        self.assertRecordValues(
            dossier,
            [{"state": "returned", "result_number": "12/GPKDVT", "outcome": "granted"}],
        )
        self.assertEqual(
            dossier.step_ids.mapped("done_by_id.login"),
            ["tthc_specialist", "tthc_other_specialist", "tthc_leader"],
        )

    def test_commune_receives_for_the_province_and_gives_the_result_back(self):
        commune, clerk = self._make_commune()
        dossier = self._receive(clerk)
        self.assertEqual(dossier.center_id, commune)
        self.assertEqual(dossier.monitor_center_id, self.center)
        self._walk("/odoo/dossiers", "tthc_chain_hand_over_tour", clerk)
        dossier.with_user(self.specialist).action_finish_step("granted")
        self._walk("/odoo/dossiers", "tthc_chain_follow_tour", self.clerk)
        dossier.with_user(self.other_specialist).action_finish_step()
        self._walk("/odoo/dossiers", "tthc_chain_follow_tour", self.clerk)
        dossier.with_user(self.leader).action_resolve(number="12/GPKDVT")
        self._walk("/odoo/dossiers", "tthc_chain_return_to_commune_tour", clerk)
        self.assertEqual(dossier.state, "returned")
        events = dossier.event_ids.filtered(lambda event: event.kind == "give_back")
        self.assertEqual(events.user_id, clerk)

    def _make_commune(self):
        """A center of a commune that receives the chain, and its clerk."""
        commune = self.env["tthc.center"].create(
            {
                "name": "Trung tâm phường Thử",
                "level": "commune",
                "agency_id": self.committee.id,
                "place_name": "Phường Thử",
            }
        )
        self.chain.procedure_id.admission_ids = [
            Command.create({"center_id": commune.id})
        ]
        clerk = new_test_user(
            self.env,
            "tthc_commune_clerk",
            groups="tthc_base.group_reception",
            tthc_center_id=commune.id,
            tthc_agency_ids=[Command.set(self.committee.ids)],
        )
        return commune, clerk
