import io
import subprocess
import unicodedata

import zxingcpp
from PIL import Image
from pypdf import PdfReader

from odoo.tests import new_test_user

POINT_MM = 25.4 / 72
DPI = 300


class PrintedFile:
    """A PDF as a citizen, a scanner and an archive read it."""

    def __init__(self, content):
        self.content = content
        self.reader = PdfReader(io.BytesIO(content))

    def sizes_mm(self):
        """Width and height of each page in millimetres, rounded to a tenth."""
        return [
            (
                round(float(page.mediabox.width) * POINT_MM, 1),
                round(float(page.mediabox.height) * POINT_MM, 1),
            )
            for page in self.reader.pages
        ]

    def texts(self):
        """Text of each page in reading order, white space collapsed."""
        pages = (page.extract_text() for page in self.reader.pages)
        return [" ".join(unicodedata.normalize("NFC", text).split()) for text in pages]

    def fonts(self):
        """The fonts of all pages, as dicts of the PDF that describe their files."""
        return [
            descendant.get_object()
            for page in self.reader.pages
            for font in page["/Resources"]["/Font"].values()
            for descendant in font.get_object()["/DescendantFonts"]
        ]

    def qr_codes(self):
        """Text and side in millimetres of the QR codes on the first page."""
        picture = subprocess.run(
            ["pdftoppm", "-r", str(DPI), "-gray", "-f", "1", "-l", "1", "-png", "-"],
            input=self.content,
            capture_output=True,
            check=True,
        ).stdout
        found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
        return [
            (
                code.text,
                (code.position.top_right.x - code.position.top_left.x) / DPI * 25.4,
            )
            for code in found
        ]


class PrintCase:
    """Mixed into test cases: a center, a member of its staff and a printed form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US"))
        cls.report = cls.env.ref("tthc_base.action_report_printer_test")
        cls.center = cls.env["tthc.center"].create(cls._center_values("Biên Hòa"))
        cls.staff = new_test_user(
            cls.env,
            "print_staff",
            groups="tthc_base.group_staff",
            password="print_staff",
            lang="en_US",
        )

    @classmethod
    def _center_values(cls, place):
        body = cls.env["tthc.agency"].create(
            {"name": f"Ủy ban nhân dân thành phố {place}", "kind": "committee"}
        )
        return {
            "name": f"Trung tâm Hành chính công {place}",
            "short_name": f"TTHCC {place}",
            "agency_id": body.id,
            "place_name": place,
            "address": "Số 1, đường Võ Thị Sáu",
            "website": "https://example.org/tra-cuu",
        }

    def print_form(self, records, report=None, user=None):
        """Render through the door that mail templates and routes use."""
        report = report or self.report
        Report = self.env["ir.actions.report"].with_user(user or self.env.user)
        content, extension = Report._render(report, records.ids)
        self.assertEqual(extension, "pdf")
        return PrintedFile(content)

    def make_report(self, body, **form_values):
        """A report on centers whose template is the given QWeb body."""
        number = self.env["tthc.form"].search_count([])
        template = self.make_template(f"tthc_base.test_form_{number}", body)
        form = self.env["tthc.form"].create(
            {
                "code": f"test_{number}",
                "name": "Biểu mẫu thử",
                "model": "tthc.center",
                "paper_size": "a5",
                "edition_ids": [(0, 0, {"template": template})],
                **form_values,
            }
        )
        return self.env["ir.actions.report"].create(
            {
                "name": "Biểu mẫu thử",
                "model": "tthc.center",
                "report_type": "tthc-pdf",
                "report_name": template,
                "tthc_form_id": form.id,
            }
        )

    def make_template(self, key, body):
        """A QWeb template with the shell of printed forms around the body."""
        self.env["ir.ui.view"].create(
            {
                "name": key,
                "key": key,
                "type": "qweb",
                "arch": f'<t t-name="{key}"><t t-call="tthc_base.print_shell">'
                f'<t t-set="center" t-value="doc"/>{body}</t></t>',
            }
        )
        return key
