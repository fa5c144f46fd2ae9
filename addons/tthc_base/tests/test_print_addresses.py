import base64

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .print_common import PrintCase

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB"
    "SK+kcQAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestPrintAddresses(PrintCase, TransactionCase):
    def assert_refused(self, body, address):
        report = self.make_report(body)
        with mute_logger("weasyprint"), self.assertRaises(UserError) as caught:
            self.print_form(self.center, report)
        self.assertIn(address, str(caught.exception))
        self.assertIn("Biểu mẫu thử", str(caught.exception))

    def test_pictures_from_elsewhere_are_refused(self):
        for address in (
            "http://127.0.0.1:9/a.png",
            "https://example.org/a.png",
            "ftp://example.org/a.png",
            "file:///etc/hostname",
            "/web/image/1",
        ):
            with self.subTest(address=address):
                self.assert_refused(f'<img src="{address}"/>', address)

    def test_styles_and_fonts_from_elsewhere_are_refused(self):
        address = "http://127.0.0.1:9/a.css"
        for body in (
            f'<div style="background: url({address})">x</div>',
            f"<style>@import url({address});</style>",
            f"<style>@font-face {{font-family: A; src: url({address})}}</style>",
        ):
            with self.subTest(body=body):
                self.assert_refused(body, address)

    def test_files_of_the_server_are_not_attached(self):
        self.assert_refused(
            '<link rel="attachment" href="file:///etc/hostname"/>', "/etc/hostname"
        )

    def test_picture_inside_a_picture_is_refused(self):
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
            '<image href="file:///etc/hostname" width="9" height="9"/></svg>'
        )
        data = base64.b64encode(svg.encode()).decode()
        self.assert_refused(
            f'<img style="width: 9mm" src="data:image/svg+xml;base64,{data}"/>',
            "file:///etc/hostname",
        )

    def test_picture_that_the_form_brings_along_is_printed(self):
        report = self.make_report(f'<img src="data:image/png;base64,{PIXEL}"/>')
        printed = self.print_form(self.center, report)
        self.assertEqual(len(printed.reader.pages[0].images), 1)
