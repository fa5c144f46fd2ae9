import io

from docx import Document
from openpyxl import load_workbook

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation


@tagged("post_install", "-at_install")
class TestRolloutDownload(TthcOrganisation, HttpCase):
    """The files over HTTP: who may read the record gets it, nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()
        cls.consultation = cls.env["tthc.consultation"].create(
            {
                "name": "Dự thảo thử",
                "agency_id": cls.committee.id,
                "due_at": "2035-01-01",
                "agency_ids": [Command.set(cls.building.ids)],
                "article_ids": [Command.create({"name": "Điều 1"})],
            }
        )

    def taken(self, login, address):
        self.authenticate(login, login)
        return self.url_open(f"/tthc_rollout/{address}", allow_redirects=False)

    def test_coordinator_takes_both_files(self):
        address = f"consultation/{self.consultation.id}"
        excel = self.taken("test_coordinator", f"{address}.xlsx")
        self.assertEqual(excel.status_code, 200)
        book = load_workbook(io.BytesIO(excel.content))
        self.assertEqual(book.active["A2"].value, "Dự thảo thử")
        word = self.taken("test_coordinator", f"{address}.docx")
        text = [row.text for row in Document(io.BytesIO(word.content)).paragraphs]
        self.assertIn("Dự thảo thử", text)

    def test_who_may_not_read_it_finds_nothing(self):
        address = f"consultation/{self.consultation.id}.docx"
        for login in ("test_reporter", "test_courier"):
            with self.subTest(login):
                self.assertEqual(self.taken(login, address).status_code, 404)

    def test_what_there_is_not_is_not_found(self):
        for address in (
            f"consultation/{self.consultation.id}.pdf",
            "outline/2147483000.docx",
            f"problem_report/{self.consultation.id}.xlsx",
            f"users/{self.env.uid}.docx",
        ):
            with self.subTest(address):
                answer = self.taken("test_coordinator", address)
                self.assertEqual(answer.status_code, 404)
