from base64 import b64encode
from types import SimpleNamespace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_catalog.tools.sheet_file import read_tables

from .common import THURSDAY
from .opening_common import ROW, OpeningData

FILES = "/tthc_opening_tour"


@tagged("post_install", "-at_install")
class TestOpeningTour(OpeningData, HttpCase):
    """The opening balance as a manager clicks it, and its workbooks over the web."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: THURSDAY))

    def _put(self, name, *rows):
        """A workbook that the browser of the tour can fetch."""
        self.env["ir.attachment"].create(
            {
                "name": name,
                "url": f"{FILES}/{name}",
                "raw": self.workbook(*rows),
                "public": True,
            }
        )

    def test_manager_mends_a_file_and_takes_the_dossiers_over(self):
        second = {**ROW, "old_code": "CU-0002"}
        self._put("sai.xlsx", ROW, {**second, "due_original": "01/01/2026"})
        self._put("dung.xlsx", ROW, second)
        self.start_tour(
            "/odoo/opening-balance", "tthc_opening_tour", login=self.manager.login
        )
        self.env.invalidate_all()
        wrong, right = self.env["tthc.opening.import"].search([], order="id")
        self.assertEqual((wrong.state, wrong.refused_count), ("checked", 1))
        self.assertEqual(
            sorted(right.dossier_ids.mapped("code")), ["CU-0001", "CU-0002"]
        )

    def test_workbooks_are_for_managers_only(self):
        record = self.env["tthc.opening.import"].create(
            {
                "center_id": self.center.id,
                "data": b64encode(self.workbook(ROW)),
                "filename": "ho-so.xlsx",
            }
        )
        record.action_check()
        urls = (
            "/tthc_dossier/opening/template",
            f"/tthc_dossier/opening/{record.id}/result",
        )
        self.authenticate(self.manager.login, self.manager.login)
        for url in urls:
            answer = self.url_open(url)
            self.assertEqual(answer.status_code, 200)
            self.assertTrue(read_tables(answer.content, 100))
        self.authenticate(self.clerk.login, self.clerk.login)
        for url in urls:
            self.assertEqual(self.url_open(url).status_code, 403)
