import io

from PIL import Image
from pypdf import PdfReader

from odoo.tests import BaseCase, tagged

from ..tools import scan_pdf
from ..tools.scan_pdf import Limits, ScanFault, clean_scan, joined
from ..tools.straighten import skew_of
from .scan_common import page, pdf_bytes, picture_bytes

LIMITS = Limits(max_bytes=20 * 1024 * 1024, max_pages=20)
POINT_MM = 25.4 / 72


@tagged("-standard", "standard")
class TestScanFile(BaseCase):
    """What a file is by its content, and what is made of it."""

    def _refused(self, content, limits=LIMITS):
        with self.assertRaises(ScanFault) as caught:
            clean_scan(content, limits)
        return caught.exception.reason

    def _pages(self, content):
        return PdfReader(io.BytesIO(content)).pages

    def test_kind_is_told_by_content_not_by_name(self):
        for kind in ("JPEG", "PNG", "TIFF"):
            with self.subTest(kind=kind):
                self.assertEqual(
                    clean_scan(picture_bytes(kind), LIMITS).kind, kind.lower()
                )
        for content, reason in (
            (b"MZ\x90\x00 a program called scan.pdf", "unknown"),
            (b"#!/bin/sh\necho", "unknown"),
            (b"<html><script>1</script>", "unknown"),
            (b"GIF89a" + bytes(50), "unknown"),
            (b"\x00\x00\x00\x18ftypheic" + bytes(50), "heic"),
            (b"", "empty"),
        ):
            with self.subTest(content=content[:12]):
                self.assertEqual(self._refused(content), reason)

    def test_damaged_files_are_refused(self):
        for content in (
            picture_bytes()[:400],
            picture_bytes("PNG")[:400],
            picture_bytes("TIFF")[:-5000],
            pdf_bytes()[:60],
            b"%PDF-1.7 nothing more",
            b"II*\x00" + bytes(40),
        ):
            with self.subTest(content=content[:8]):
                self.assertEqual(self._refused(content), "broken")

    def test_a_program_behind_the_first_bytes_of_a_picture_is_no_picture(self):
        self.assertEqual(self._refused(b"\xff\xd8\xffMZ program"), "broken")

    def test_locked_pdf_is_refused(self):
        self.assertEqual(self._refused(pdf_bytes(password="x")), "encrypted")

    def test_limits_of_size_and_pages(self):
        small = Limits(max_bytes=100, max_pages=2)
        self.assertEqual(self._refused(pdf_bytes(), small), "too_large")
        few = Limits(max_bytes=LIMITS.max_bytes, max_pages=2)
        self.assertEqual(self._refused(pdf_bytes(pages=3), few), "too_many_pages")
        self.assertEqual(
            self._refused(picture_bytes("TIFF", pages=3), few), "too_many_pages"
        )

    def test_decompression_bomb_is_refused_before_it_is_unpacked(self):
        bomb = io.BytesIO()
        Image.new("1", (9000, 9000)).save(bomb, "PNG")
        self.assertLess(len(bomb.getvalue()), 100_000)
        self.assertIn(self._refused(bomb.getvalue()), ("too_many_pixels", "broken"))

    def test_harmless_pdf_is_kept_byte_for_byte(self):
        content = pdf_bytes(pages=2)
        clean = clean_scan(content, LIMITS)
        self.assertEqual(clean.content, content)
        self.assertEqual((clean.pages, clean.rewritten), (2, False))
        self.assertEqual(clean.sha256, clean.content_sha256)

    def test_scripts_and_hidden_files_of_a_pdf_go(self):
        for options in ({"script": True}, {"attachment": True}):
            with self.subTest(**options):
                clean = clean_scan(pdf_bytes(pages=2, **options), LIMITS)
                self.assertEqual((clean.pages, clean.rewritten), (2, True))
                for trace in (b"JavaScript", b"app.alert", b"MZ hidden", b"virus"):
                    self.assertNotIn(trace, clean.content)

    def test_signed_pdf_is_kept_or_refused_but_never_rewritten(self):
        signed = pdf_bytes(signed=True)
        self.assertEqual(clean_scan(signed, LIMITS).content, signed)
        self.assertEqual(
            self._refused(pdf_bytes(signed=True, script=True)), "signed_active"
        )

    def test_picture_becomes_a_page_of_at_most_a4(self):
        for size in ((3000, 4243), (4243, 3000), (600, 400)):
            with self.subTest(size=size):
                made = io.BytesIO()
                page(size=size).save(made, "JPEG")
                box = self._pages(clean_scan(made.getvalue(), LIMITS).content)[0]
                sides = sorted(
                    float(side) * POINT_MM
                    for side in (box.mediabox.width, box.mediabox.height)
                )
                self.assertLessEqual(sides[0], 210.2)
                self.assertLessEqual(sides[1], 297.2)

    def test_picture_is_made_smaller(self):
        made = io.BytesIO()
        page().convert("RGB").resize((3500, 4950)).save(made, "JPEG", quality=98)
        clean = clean_scan(made.getvalue(), LIMITS)
        self.assertLess(len(clean.content), len(made.getvalue()) / 2)
        picture = self._pages(clean.content)[0].images[0].image
        self.assertLessEqual(max(picture.size), round(11.69 * LIMITS.dpi))

    def test_camera_says_which_side_is_up_and_nothing_else_stays(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        exif[0x010E] = "Nha ong Duc"
        made = io.BytesIO()
        Image.new("RGB", (400, 200), "white").save(made, "JPEG", exif=exif)
        clean = clean_scan(made.getvalue(), LIMITS)
        picture = self._pages(clean.content)[0].images[0].image
        self.assertGreater(picture.height, picture.width)
        self.assertNotIn(b"Nha ong Duc", clean.content)

    def test_slanting_page_is_straightened_and_a_photo_is_left_alone(self):
        for turn in (-3, 2, 4.5):
            with self.subTest(turn=turn):
                self.assertAlmostEqual(skew_of(page(turn)), -turn, delta=0.3)
        self.assertEqual(skew_of(page()), 0)
        self.assertEqual(skew_of(Image.effect_noise((800, 1100), 80)), 0)
        self.assertEqual(skew_of(Image.new("L", (800, 1100), 255)), 0)

    def test_all_pages_of_a_tiff_are_kept(self):
        clean = clean_scan(picture_bytes("TIFF", pages=3), LIMITS)
        self.assertEqual(clean.pages, 3)
        self.assertEqual(len(self._pages(clean.content)), 3)

    def test_transparent_picture_lies_on_white(self):
        made = io.BytesIO()
        Image.new("RGBA", (200, 300), (0, 0, 0, 0)).save(made, "PNG")
        clean = clean_scan(made.getvalue(), LIMITS)
        picture = self._pages(clean.content)[0].images[0].image.convert("L")
        self.assertGreater(min(picture.getextrema()), 250)

    def test_files_of_a_paper_are_joined_in_their_order(self):
        one = clean_scan(pdf_bytes(pages=2), LIMITS).content
        two = clean_scan(picture_bytes(), LIMITS).content
        self.assertEqual(len(self._pages(joined([one, two]))), 3)
        self.assertEqual(joined([one]), one)

    def test_limit_of_pixels_is_that_of_paper(self):
        a3_at_400_dpi = round(11.69 * 400) * round(16.54 * 400)
        self.assertLess(a3_at_400_dpi, scan_pdf.MAX_PIXELS)
