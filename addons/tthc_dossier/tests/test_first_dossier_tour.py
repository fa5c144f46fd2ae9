from datetime import datetime
from types import SimpleNamespace

from odoo import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools import clock

from .common import THURSDAY, DossierData

SEED = "tthc_catalog/data/seed/"
CODE = "1.000703"
#: Friday, the make-up Saturday 22/8/2026, Monday, Tuesday: four working days.
DUE = datetime(2026, 8, 25, 10, 0)
DUE_PRINTED = "17 giờ 00 phút, ngày 25 tháng 8 năm 2026"


@tagged("post_install", "-at_install")
class TestFirstDossierTour(DossierData, HttpCase):
    """One real procedure from the counter to the citizen, as people click it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.real_version = cls._make_real_version()
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: THURSDAY))

    @classmethod
    def _make_real_version(cls):
        """A row of the national catalog with its papers, received by the test center.

        It belongs to a province of its own, so that it does not meet the same
        procedure of a catalog that is loaded.
        """
        seed = cls.env["tthc.seed"]
        [row] = seed._rows(f"{SEED}procedures.csv", code=CODE)
        papers = seed._rows(f"{SEED}components.csv", procedure_code=CODE)
        version = cls.env["tthc.procedure.version"].create(
            {
                **seed._version_values(row),
                "procedure_id": cls._make_procedure(row["code"]).id,
                "agency_id": cls.agency.id,
            }
        )
        cases = seed._create_cases({version: papers})
        cls.env["tthc.procedure.component"].create(
            [seed._component_values(version, paper, cases) for paper in papers]
        )
        version.action_propose()
        version.action_approve()
        return version

    @classmethod
    def _make_procedure(cls, code):
        province = cls.env["tthc.admin.unit"].create(
            {"name": "Tỉnh Thử", "code": "99", "level": "1_province"}
        )
        return cls.env["tthc.procedure"].create(
            {
                "code": code,
                "province_id": province.id,
                "admission_ids": [Command.create({"center_id": cls.center.id})],
            }
        )

    def _receive(self):
        """Receive a dossier in the browser.

        :return: the dossier
        """
        known = self.env["tthc.dossier"].search([])
        self._walk("/odoo/quay", "tthc_counter_receive_tour", self.clerk)
        return self.env["tthc.dossier"].search([]) - known

    def _walk(self, url, tour, user):
        self.start_tour(url, tour, login=user.login)
        self.env.invalidate_all()

    def test_clerk_receives_by_keyboard_alone(self):
        dossier = self._receive()
        self.assertRecordValues(
            dossier,
            [
                {
                    "code": "H99.14-20260820-0000001",
                    "version_id": self.real_version.id,
                    "state": "received",
                    "owner_name": "Nguyễn Thị Hồng Ánh",
                    "owner_identity": "075090012345",
                    "counter_id": self.counter.id,
                    "received_by_id": self.clerk.id,
                    "due": DUE,
                }
            ],
        )
        self.assertEqual(
            dossier.component_ids.component_id, self.real_version.component_ids
        )
        drafts = self.env["tthc.intake.draft"]
        self.assertFalse(drafts.search_count([("user_id", "=", self.clerk.id)]))

    def test_dossier_goes_from_the_counter_to_the_citizen(self):
        dossier = self._receive()
        self._walk("/odoo/dossiers", "tthc_first_dossier_tour_hand_over", self.clerk)
        self.assertEqual(dossier.state, "processing")
        self._walk(
            "/odoo/my-dossiers", "tthc_first_dossier_tour_specialist", self.specialist
        )
        self.assertEqual(dossier.proposed_outcome, "granted")
        self._walk("/odoo/my-dossiers", "tthc_first_dossier_tour_leader", self.leader)
        self.assertRecordValues(
            dossier,
            [{"state": "resolved", "outcome": "granted", "result_number": "12/GPKDVT"}],
        )
        self._walk("/odoo/dossiers", "tthc_first_dossier_tour_return", self.clerk)
        self.assertRecordValues(
            dossier,
            [{"state": "returned", "receiver_name": "Nguyễn Thị Hồng Ánh"}],
        )
        self._check_receipt(dossier)

    def _check_receipt(self, dossier):
        """Both copies of the printed receipt promise the day of the time engine."""
        calendar = self.center.resource_calendar_id
        self.assertEqual(calendar.tthc_due(THURSDAY, 4, "working_day").at, DUE)
        self.authenticate(self.clerk.login, self.clerk.login)
        answer = self.url_open(
            f"/tthc/print/tthc_dossier.action_report_receipt?ids={dossier.id}"
        )
        text = " ".join(PrintedFile(answer.content).texts())
        self.assertIn(dossier.code, text)
        self.assertEqual(text.count(DUE_PRINTED), 2)
