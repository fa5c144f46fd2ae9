from types import SimpleNamespace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_center_hr.tests.common import HrData
from odoo.addons.tthc_dossier.tests.common import THURSDAY, DossierData

from ..controllers.rating_page import RatingPage
from .test_notice_dossier import AFTER, DAY


@tagged("post_install", "-at_install")
class TestRatingPage(HrData, DossierData, HttpCase):
    """A citizen rates by the word of the receipt: once, and unknown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with frozen(THURSDAY - DAY):
            cls.make_data(cls.env)
            cls.justice = cls.agency
            cls.decision = cls.make_decision()
            cls.post = cls.make_assignment(
                "main", cls.make_staff("Phạm Thị Quầy", user_id=cls.clerk.id)
            )
        cls.dossier = cls.resolved()
        cls.open_dossier = cls.receive()
        cls.address = f"/danh-gia/{cls.dossier.token}"
        # The page is served by other threads.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: AFTER))

    def setUp(self):
        super().setUp()
        for limit in (RatingPage.limit, RatingPage.rating_limit):
            limit._windows.clear()

    def rate(self, option="very", comment="", address=None):
        return self.url_open(
            address or self.address, data={"option": option, "comment": comment}
        )

    def ratings(self):
        self.env.invalidate_all()
        return self.env["tthc.staff.rating"].search(
            [("center_id", "=", self.center.id)]
        )

    def test_a_rating_counts_for_who_received_the_dossier(self):
        page = self.url_open(self.address)
        self.assertIn("Rất hài lòng", page.text)
        self.assertNotIn(self.dossier.owner_name, page.text)
        self.assertNotIn("Phạm Thị Quầy", page.text)
        self.assertIn("Cảm ơn", self.rate("not", " Chờ lâu ").text)
        rating = self.ratings()
        self.assertRecordValues(
            rating,
            [
                {
                    "source": "web",
                    "state": "open",
                    "comment": "Chờ lâu",
                    "assignment_id": self.post.id,
                }
            ],
        )
        self.assertEqual(rating.create_uid, self.env.ref("base.public_user"))

    def test_once_a_dossier(self):
        self.rate()
        self.assertIn("đã được đánh giá", self.rate("not").text)
        self.assertEqual(len(self.ratings()), 1)
        self.assertNotIn("<form", self.url_open(self.address).text)

    def test_nothing_to_rate_before_the_result_or_long_after(self):
        self.rate(address=f"/danh-gia/{self.open_dossier.token}")
        self.assertFalse(self.open_dossier._may_be_rated())
        self.assertTrue(self.dossier._may_be_rated())
        self.patch(clock, "_frozen_at", SimpleNamespace(get=lambda: AFTER + 90 * DAY))
        self.rate()
        self.assertFalse(self.ratings())

    def test_unknown_words_and_options(self):
        for address in ("/danh-gia/x", "/danh-gia/" + "A" * 25):
            self.assertEqual(self.url_open(address).status_code, 404)
            self.assertEqual(self.rate(address=address).status_code, 404)
        self.rate("head_good")
        self.assertFalse(self.ratings())

    def test_staff_does_not_rate_in_the_place_of_citizens(self):
        self.authenticate(self.clerk.login, self.clerk.login)
        self.assertIn("Tài khoản nội bộ", self.rate().text)
        self.assertFalse(self.ratings())

    def test_above_the_limit_nobody_is_served(self):
        answers = [self.rate().status_code for _number in range(12)]
        self.assertEqual(answers.count(429), 2)

    def test_whose_dossier_it_is_nobody_reads(self):
        self.rate()
        rating = self.ratings()
        for user in (self.manager, self.hr, self.inspector):
            with self.subTest(user.login):
                self.assertNotIn("dossier_id", rating.with_user(user).fields_get())

    def test_the_citizens_page_leads_here(self):
        page = self.url_open(f"/hs/{self.dossier.token}").text
        self.assertIn(self.address, page)
        self.rate()
        self.assertNotIn(self.address, self.url_open(f"/hs/{self.dossier.token}").text)
