from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.rate_limit import RateLimit

from ..controllers.card_page import CardPageController
from .card_common import CardData
from .common import DAY, MOMENT, TODAY

#: What the law does not publish.
PRIVATE = ("0900000001", "075088001234", "<img", "/web/image", "data:image", "csrf")


@tagged("post_install", "-at_install")
class TestCardPage(CardData, TthcOrganisation, HttpCase):
    """The page behind the QR code, and the staff list, for everybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The pages are served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.make_card_data()
        cls.bring(cls.card, "handed_out")

    def setUp(self):
        super().setUp()
        self.limit(99)

    def limit(self, count):
        limit = patch.object(CardPageController, "limit", RateLimit(count, 10))
        limit.start()
        self.addCleanup(limit.stop)

    def page(self, card=None):
        self.env.flush_all()
        return self.url_open(f"/cb/{(card or self.card).token}")

    def test_valid_card_tells_name_title_agency_and_phone_of_the_office(self):
        page = self.page()
        self.assertEqual(page.status_code, 200)
        for words in (
            *("Thẻ còn giá trị", "Phạm Thị Chính", "Chuyên viên"),
            *("Sở Tư pháp Thử Nghiệm", "(0251) 3822 100", self.card.code),
        ):
            self.assertIn(words, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_page_tells_nothing_else_and_is_small(self):
        page = self.page()
        for private in PRIVATE:
            self.assertNotIn(private, page.text)
        self.assertNotIn("<script", page.text)
        self.assertNotIn("<link", page.text)
        self.assertLess(len(page.content), 6000)

    def test_dead_card_says_so_and_names_nobody(self):
        self.card.action_lose("Rơi trên đường")
        page = self.page()
        self.assertIn("KHÔNG còn giá trị", page.text)
        self.assertIn("đã báo mất ngày 02/03/2026", page.text)
        for hidden in ("Phạm Thị Chính", "Sở Tư pháp", "Rơi trên đường"):
            self.assertNotIn(hidden, page.text)

    def test_returned_void_and_unissued_cards_say_so(self):
        fresh = self.make_card(self.reserve)
        self.assertIn("chưa có giá trị", self.page(fresh).text)
        fresh.action_void("Sai")
        self.assertIn("đã hủy", self.page(fresh).text)
        self.card.action_take_back()
        self.assertIn("đã thu hồi", self.page().text)

    def test_card_is_dead_on_the_day_on_which_the_post_ends(self):
        self.main.action_end("asked", TODAY)
        page = self.page()
        self.assertIn("đã hết hạn", page.text)
        self.assertNotIn("Phạm Thị Chính", page.text)

    def test_unknown_or_malformed_word_is_not_found(self):
        for token in ("0" * 24, "x", "%27", f"{self.card.id}"):
            with self.subTest(token):
                self.assertEqual(self.url_open(f"/cb/{token}").status_code, 404)

    def test_rate_is_limited(self):
        self.limit(2)
        statuses = [self.page().status_code for _time in range(3)]
        self.assertEqual(statuses, [200, 200, 429])
        list_page = self.url_open(f"/nhan-su/{self.center.id}")
        self.assertEqual(list_page.status_code, 429)

    def test_staff_list_is_public_only_when_switched_on(self):
        address = f"/nhan-su/{self.center.id}"
        self.assertEqual(self.url_open(address).status_code, 404)
        self.center.action_publish_staff_list()
        page = self.url_open(address)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Phạm Thị Chính", page.text)
        self.assertIn("(0251) 3822 100", page.text)
        # a reserve that stands in for nobody serves nobody
        self.assertNotIn("Trần Văn Phòng", page.text)
        for private in PRIVATE:
            self.assertNotIn(private, page.text)
        self.center.action_withdraw_staff_list()
        self.assertEqual(self.url_open(address).status_code, 404)

    def test_who_left_is_off_the_list_the_same_day(self):
        self.make_assignment("main", self.make_staff("Người Ở Lại"))
        self.center.action_publish_staff_list()
        self.main.action_end("asked", TODAY)
        listed = [row["name"] for row in self.center._staff_list()["staff"]]
        self.assertEqual(listed, ["Người Ở Lại"])
        self.assertEqual(self.main.last_day, TODAY - DAY)
