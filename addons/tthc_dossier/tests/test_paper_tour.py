from datetime import timedelta
from types import SimpleNamespace

from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.tthc_base.tools import clock

from .common import THURSDAY, DossierData


@tagged("post_install", "-at_install")
class TestPaperTour(DossierData, HttpCase):
    """From the scan of a paper to the archive, each by whose work it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.archivist = new_test_user(
            cls.env,
            "tthc_archivist",
            groups="tthc_dossier.group_archivist",
            tthc_center_id=cls.center.id,
        )
        papers = [
            {"id": paper.id, "original": 1, "to_give_back": number == 0}
            for number, paper in enumerate(cls.version.component_ids)
        ]
        cls.dossier = cls.receive(components=papers)
        cls.freeze(THURSDAY)
        cls.address = f"/odoo/dossiers/{cls.dossier.id}"

    @classmethod
    def freeze(cls, moment):
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: moment))

    def _walk(self, path, tour, user):
        self.start_tour(path, f"tthc_paper_{tour}_tour", login=user.login)
        self.env.invalidate_all()

    def test_paper_is_scanned_its_original_given_back_and_its_file_archived(self):
        paper = self.dossier.component_ids[0]
        self._walk(self.address, "scan", self.clerk)
        self.assertEqual(paper.scan_ids.mapped("file_kind"), ["png", "png"])
        self.assertEqual((len(paper.scan_ids), paper.page_count), (2, 2))
        self.dossier.with_user(self.clerk).action_transfer()
        self.dossier.with_user(self.specialist).action_finish_step("granted")
        self._walk(self.address, "result", self.leader)
        self.assertRecordValues(
            self.dossier.result_ids,
            [{"number": "12/GP", "signer_name": "Lê Văn Ký"}],
        )
        self._walk(self.address, "give_back", self.clerk)
        self.assertEqual(self.dossier.state, "returned")
        self.assertEqual(paper.given_back_by_id, self.clerk)
        self._walk(self.address, "close", self.clerk)
        self.assertEqual(self.dossier.file_code, "1/2026")
        self.assertEqual(self.dossier.sheet_count, 3, "two papers and the result")
        self.freeze(THURSDAY + timedelta(days=380))
        self._walk("/odoo/archive", "hand_over", self.clerk)
        self._walk("/odoo/archive", "archive", self.archivist)
        handover = self.dossier.archive_line_ids.handover_id
        self.assertRecordValues(
            handover,
            [
                {
                    "state": "received",
                    "giver_id": self.clerk.id,
                    "receiver_id": self.archivist.id,
                }
            ],
        )
        self.assertTrue(self.dossier.archived_at)
