from odoo.tests import HttpCase, tagged

from .import_common import PROCEDURE_HEAD, ImportCommon

FILES = "/tthc_catalog_tour"


@tagged("-at_install", "post_install")
class TestEditorTour(ImportCommon, HttpCase):
    """A day of the catalog editor, as it is clicked."""

    def _walk(self, path, tour, role):
        self.start_tour(f"/odoo/{path}", tour, login=self.users[role].login)
        self.env.invalidate_all()

    def test_p1_editor_amends_and_controller_approves(self):
        version = self._approved_version(fee_known=True, fee_amount=100000)
        self.env["tthc.decision"].create(
            {
                "name": "1602/QĐ-UBND",
                "date": "2099-11-20",
                "date_effective": "2099-12-12",
                "kind": "amended",
            }
        )
        self._walk("procedures", "tthc_catalog_amend", "editor")
        amended = version.procedure_id.version_ids - version
        self.assertRecordValues(amended, [{"state": "proposed", "fee_amount": 150000}])
        self._walk("procedure-drafts", "tthc_catalog_approve", "controller")
        self.assertEqual(amended.state, "approved")
        self.assertEqual(version.valid_to, amended.valid_from)

    def test_p5_editor_mends_a_file_and_imports_it(self):
        broken = self._procedure_row(time_limit_unit="")
        self._put("broken.xlsx", PROCEDURE_HEAD, broken)
        self._put("mended.xlsx", PROCEDURE_HEAD, self._procedure_row())
        self._walk("catalog-imports", "tthc_catalog_import", "editor")
        refused, taken = self.env["tthc.catalog.import"].search([], order="id")
        self.assertEqual((refused.state, refused.error_count), ("checked", 1))
        self.assertEqual((taken.error_count, taken.new_count), (0, 1))
        self.assertIn(taken.state, ("queued", "running", "done"))

    def _put(self, name, *rows):
        """A workbook that the browser of the tour can fetch."""
        self.env["ir.attachment"].create(
            {
                "name": name,
                "url": f"{FILES}/{name}",
                "raw": self._xlsx(*rows),
                "public": True,
            }
        )

    def test_p4_many_are_admitted_and_counted(self):
        versions = self._approved_version() | self._approved_version("9.000002")
        self._walk("procedures", "tthc_catalog_admit_many", "editor")
        admissions = versions.procedure_id.admission_ids
        self.assertEqual(admissions.center_id, self.center)
        self.assertEqual(set(admissions.mapped("state")), {"in"})
        self._walk("catalog-counts", "tthc_catalog_count", "editor")

    def test_p3_chain_is_drawn_and_makes_steps(self):
        chain = self._new_chain(
            [{"limit_value": 3, "limit_unit": "working_day"}] * 2,
        )
        self._walk("chains", "tthc_catalog_chain", "editor")
        self.assertEqual(chain.version_id.step_ids.mapped("name"), ["Việc 1", "Việc 2"])
