from datetime import timedelta
from types import SimpleNamespace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tools import clock

from .common import THURSDAY, DossierData


@tagged("post_install", "-at_install")
class TestOutageTour(DossierData, HttpCase):
    """After a power cut: what was received on paper is entered at the counter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.paper_hour = THURSDAY - timedelta(days=1) + timedelta(minutes=5)
        cls.pack = cls.make_outage(THURSDAY - timedelta(days=1))
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: THURSDAY))

    def test_clerk_enters_a_paper_receipt_at_its_hour(self):
        self.start_tour("/odoo/quay", "tthc_late_entry_tour", login=self.clerk.login)
        self.env.invalidate_all()
        blanks = self.pack.blank_ids.sorted("number")
        self.assertEqual(blanks.mapped("state")[:3], ["given", "used", "kept"])
        dossier = blanks.dossier_id
        self.assertEqual(dossier.received_at, self.paper_hour)
        self.assertEqual(
            dossier.due, self.paper_hour.replace(day=25, hour=10, minute=0)
        )

    def test_citizen_reads_what_becomes_of_the_paper(self):
        blank = self.pack.blank_ids.sorted("number")[0]
        word = blank.sudo().token
        page = self.url_open(f"/hs/{word}")
        self.assertIn(blank.code, page.text)
        self.assertIn("chưa được nhập", page.text)
        intake = self.intake(received_at=str(self.paper_hour))
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        made = desk.receive_late(intake, blank.code)
        page = self.url_open(f"/hs/{word}")
        self.assertIn(made["code"], page.text)

    def test_the_pack_is_printed_once_over_the_web(self):
        pack = self.env["tthc.receipt.pack"].create(
            {"amount": 1, "center_id": self.center.id}
        )
        self.authenticate(self.clerk.login, self.clerk.login)
        ids = ",".join(map(str, pack.blank_ids.ids))
        url = f"/tthc/print/tthc_dossier.action_report_blank?ids={ids}"
        self.assertEqual(self.url_open(url).status_code, 200)
        self.assertEqual(self.url_open(url).status_code, 422)
        self.env.invalidate_all()
        self.assertEqual((pack.print_count, pack.printed_by_id), (1, self.clerk))
