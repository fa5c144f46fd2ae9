from datetime import datetime, time
from types import SimpleNamespace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools import clock

from .card_common import CardData, picture
from .common import MOMENT


@tagged("post_install", "-at_install")
class TestCardTour(CardData, TthcOrganisation, HttpCase):
    """From the post to the card that is lost and replaced, as it is clicked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.reserve.staff_id.photo = picture(600, 800)
        cls.main.staff_id.photo = picture(1000, 800)

    def page(self, card):
        """What everybody sees behind the QR code of a card."""
        return self.url_open(f"/cb/{card.token}").text

    def test_life_of_a_card_lost_and_replaced(self):
        self.start_tour("/odoo/without-a-card", "tthc_card_handed_out", login="test_hr")
        card = self.reserve.card_ids.filtered(lambda row: row.kind == "card")
        self.assertEqual((card.state, card.print_count), ("handed_out", 1))
        self.assertEqual(card.print_ids.user_id, self.users["hr"])
        for words in ("Thẻ còn giá trị", "Trần Văn Phòng"):
            self.assertIn(words, self.page(card))

        self.start_tour("/odoo/cards", "tthc_card_lost", login="test_manager")
        self.env.invalidate_all()
        fresh = card.successor_ids
        self.assertEqual((card.state, fresh.state), ("lost", "new"))
        page = self.page(card)
        self.assertIn("đã báo mất ngày 02/03/2026", page)
        self.assertNotIn("Trần Văn Phòng", page)
        self.assertIn("chưa có giá trị", self.page(fresh))

        self.start_tour("/odoo/cards", "tthc_card_replaced", login="test_hr")
        self.env.invalidate_all()
        self.assertTrue(fresh.is_valid)
        self.assertIn("Thẻ còn giá trị", self.page(fresh))
        self.assertIn("KHÔNG còn giá trị", self.page(card))

    def test_picture_is_cropped_on_the_screen(self):
        person = self.main.staff_id
        self.assertFalse(person.photo_fits)
        self.start_tour(
            f"/odoo/staff-sheets/{person.id}", "tthc_photo_crop", login="test_hr"
        )
        person.invalidate_recordset()
        self.assertTrue(person.photo_fits)
        self.assertEqual((person.photo_width, person.photo_height), (600, 800))


@tagged("post_install", "-at_install")
class TestCardOfTheNewOne(CardData, TthcOrganisation, HttpCase):
    """From the agency's proposal to the card in the hand, as it is clicked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()
        cls.make_hr_data()
        # The browser works today, whichever day that is.
        cls.reserve._moving().write({"date_from": "2015-01-01", "date_to": False})

    def test_proposal_decision_in_post_card(self):
        self.start_tour(
            "/odoo/assignments", "tthc_assignment_propose", login="test_reporter"
        )
        self.start_tour("/odoo/assignments", "tthc_assignment_decide", login="test_hr")
        self.env.invalidate_all()
        person = self.env["tthc.staff"].search([("name", "=", "Lê Thị Mới")])
        post = person.assignment_ids
        # 08:00 at the center on the first day in post
        first = datetime.combine(post.date_from, time(1))
        self.patch(clock, "_frozen_at", SimpleNamespace(get=lambda: first))
        self.start_tour(
            "/odoo/assignments", "tthc_card_of_the_new_one", login="test_hr"
        )
        self.env.invalidate_all()
        self.assertTrue(post.in_post)
        self.assertFalse(post.lacks_card)
        card = post.card_ids.filtered(lambda row: row.kind == "card")
        self.assertTrue(card.is_valid)
        self.assertEqual(card.valid_from, post.date_from)
        self.assertEqual((person.photo_width, person.photo_height), (600, 800))
        page = self.url_open(f"/cb/{card.token}").text
        for words in ("Thẻ còn giá trị", "Lê Thị Mới", card.code):
            self.assertIn(words, page)
