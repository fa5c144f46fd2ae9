from odoo.tests import HttpCase, tagged

from .import_common import ImportCommon

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@tagged("-at_install", "post_install")
class TestImportDownload(ImportCommon, HttpCase):
    """Point 5: workbooks over HTTP, for whoever may see imports only."""

    def _get(self, path, login="test_editor"):
        self.authenticate(login, login)
        return self.url_open(f"/tthc_catalog/{path}", allow_redirects=False)

    def _refused(self):
        return self._checked(
            self._procedures(
                self._procedure_row(), self._procedure_row("9.100002", name="")
            ),
            user=self.users["editor"],
        )

    def assertWorkbook(self, response):
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], XLSX)
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        return self._book_of(response)

    def _book_of(self, response):
        return self._book(response.content)

    def test_template_is_downloaded(self):
        book = self.assertWorkbook(self._get("template/procedure"))
        self.assertEqual(book.worksheets[0]["A1"].value, "Mã thủ tục")
        self.assertEqual(self._get("template/nothing").status_code, 404)

    def test_whole_catalog_is_downloaded(self):
        self._new_version()
        book = self.assertWorkbook(self._get("export"))
        self.assertIn("9.000001", [cell.value for cell in book["Thủ tục"]["A"]])

    def test_refused_rows_are_downloaded(self):
        record = self._refused()
        book = self.assertWorkbook(self._get(f"import/{record.id}/refused"))
        codes = [cell.value for cell in book.worksheets[0]["A"]]
        self.assertIn("9.100002", codes)
        self.assertNotIn("9.100001", codes)
        self.assertEqual(self._get("import/999999999/refused").status_code, 404)

    def test_nobody_else_downloads_anything(self):
        record = self._refused()
        paths = ("template/procedure", "export", f"import/{record.id}/refused")
        for path in paths:
            with self.subTest(path=path):
                self.assertEqual(self._get(path, "test_courier").status_code, 403)
                self.logout()
                response = self.url_open(f"/tthc_catalog/{path}", allow_redirects=False)
                self.assertEqual(response.status_code, 303)
