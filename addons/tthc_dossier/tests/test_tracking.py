from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_base.tools.rate_limit import RateLimit

from ..controllers.tracking import TrackingController
from ..models.tthc_dossier import TOKEN_LETTERS
from .common import THURSDAY, DossierData


@tagged("post_install", "-at_install")
class TestTracking(DossierData, HttpCase):
    """The citizen's page behind the receipt's QR code (rule R25)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.dossier = cls.receive()

    def setUp(self):
        super().setUp()
        limit = patch.object(TrackingController, "limit", RateLimit(3, 10))
        limit.start()
        self.addCleanup(limit.stop)

    def test_r25_page_tells_code_and_explained_date_and_nothing_personal(self):
        page = self.url_open(f"/hs/{self.dossier.token}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.dossier.code, page.text)
        self.assertIn("26/08/2026", page.text)
        for personal in ("Nguyễn Văn Đức", "075088001234", "0912345678", "Ái Quốc"):
            self.assertNotIn(personal, page.text)
        for internal in ("Sở Xây dựng", "Thẩm định", "Appraisal", self.clerk.name):
            self.assertNotIn(internal, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_page_tells_that_the_citizen_is_waited_for(self):
        dossier = self.dossier
        with frozen(THURSDAY):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_ask_fee("Thông báo thuế số 7")
        page = self.url_open(f"/hs/{dossier.token}")
        self.assertIn("Đang chờ Ông/Bà", page.text)
        self.assertNotIn("26/08/2026</strong>", page.text)
        self.assertNotIn("Thông báo thuế", page.text)

    def test_unknown_or_malformed_word_is_not_found(self):
        for token in ("B" * 25, "x", "%27", "B" * 24 + "A"):
            with (
                self.subTest(token=token),
                patch.object(TrackingController, "limit", RateLimit(99, 10)),
            ):
                self.assertEqual(self.url_open(f"/hs/{token}").status_code, 404)

    def test_rate_is_limited(self):
        statuses = [
            self.url_open(f"/hs/{self.dossier.token}").status_code for _n in range(4)
        ]
        self.assertEqual(statuses, [200, 200, 200, 429])

    def test_token_has_no_letter_that_typing_methods_rewrite(self):
        self.assertFalse(set(TOKEN_LETTERS) & set("AEIOUYWSFRXJZD"))
        self.assertEqual(len(self.dossier.token), 25)
        self.assertFalse(set(self.dossier.token) - set(TOKEN_LETTERS))
        self.assertIn(self.dossier.token, self.dossier._tracking_url())
