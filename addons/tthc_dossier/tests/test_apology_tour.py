from datetime import date, datetime, timedelta
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools import clock

from .common import THURSDAY, DossierData

#: Tuesday 25/8/2026, 09:00 in Vietnam: the last day for a letter.
TUESDAY = THURSDAY + timedelta(days=5)


@tagged("post_install", "-at_install")
class TestApologyTour(DossierData, HttpCase):
    """R08 as people click it: drafted by the job, signed, printed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.dossier = cls.receive()
        with clock.frozen(THURSDAY + timedelta(hours=1)):
            cls.dossier.with_user(cls.clerk).action_transfer()
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: TUESDAY))

    def test_r08_leader_signs_the_draft_of_the_job_and_prints(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["tthc.dossier"]._cron_apologies()
        self.start_tour("/odoo/apologies", "tthc_apology_tour", login="tthc_leader")
        self.env.invalidate_all()
        letter = self.dossier.apology_ids
        self.assertEqual((letter.state, letter.in_time), ("signed", True))
        self.assertEqual(letter.new_date, date(2026, 8, 27))
        self.assertEqual(self.dossier.due, datetime(2026, 8, 27, 10, 0))
        self.authenticate("tthc_leader", "tthc_leader")
        answer = self.url_open(
            f"/tthc/print/tthc_dossier.action_report_apology?ids={letter.id}"
        )
        text = PrintedFile(answer.content).texts()[0]
        self.assertIn("Lý do: Chờ kết quả đo đạc", text)
        self.assertIn("ngày 27 tháng 8 năm 2026", text)
