from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tests.table_common import TableWalk
from odoo.addons.tthc_base.tools.clock import frozen

from ..models.card_table import CARD_MOVES
from ..models.tthc_card import STATES
from .card_common import CardData
from .common import DAY, MOMENT, TODAY

HR, MANAGER = "tthc_base.group_hr_logistics", "tthc_base.group_center_manager"


class CardCase(CardData, TthcOrganisation, TransactionCase):
    """Base of the tests of cards, at the moment of the HR tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(frozen(MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.make_card_data()


class TestCardMoves(TableWalk, CardCase):
    """Every cell of state × action × role."""

    def run_move(self, name, card):
        """Make a move as the user of the record."""
        if name == "print":
            return self.print_log(card)
        arguments = {"lose": ["Rơi mất"], "void": ["Hỏng"]}
        return getattr(card, f"action_{name}")(*arguments.get(name, []))

    def test_every_move_in_every_state_by_every_role(self):
        cards = {}
        for state, _label in STATES:
            person = self.make_staff(f"Người {state}", photo=self.main.staff_id.photo)
            post = self.make_assignment("main", person)
            cards[state] = self.make_card(post, state)
        self.check_table(
            CARD_MOVES, cards, lambda card, name: self.run_move(name, card)
        )

    def test_readme_shows_the_table(self):
        words = {HR: "HR", MANAGER: "manager"}
        heading = "### States of a card"
        self.check_readme("tthc_center_hr", heading, CARD_MOVES, words)

    def test_nothing_of_a_card_is_written_by_hand(self):
        for values in ({"state": "handed_out"}, {"name": "Ai Đó"}, {"number": 9}):
            card = self.card.with_user(self.users["hr"])
            with self.subTest(values), self.assertRaises(AccessError):
                card.with_context(**{"tthc.card.move": True}).write(values)
        with self.assertRaises(AccessError):
            self.env["tthc.card"].with_user(self.users["hr"]).create(
                {"assignment_id": self.reserve.id, "state": "handed_out"}
            )


class TestCard(CardCase):
    """What a card carries, when it is valid, and what replaces it."""

    def test_card_keeps_what_was_printed(self):
        self.card.action_check()
        self.main.staff_id.name = "Phạm Thị Khác"
        self.card.invalidate_recordset()
        self.assertEqual(self.card.name, "Phạm Thị Chính")
        self.assertEqual(self.card.agency_name, "Sở Tư pháp Thử Nghiệm")
        self.assertEqual(self.card.center_name, "Trung tâm Thử Nghiệm tỉnh")
        self.assertEqual(self.card.valid_to, self.main.date_to)

    def test_numbers_have_no_holes_by_center_kind_and_year(self):
        cards = self.card
        for name in ("Một", "Hai"):
            person = self.make_staff(name, photo=self.main.staff_id.photo)
            cards |= self.make_card(self.make_assignment("main", person))
        self.make_card(self.reserve).unlink()
        cards.action_check()
        self.plate.action_check()
        self.assertEqual(sorted(cards.mapped("number")), [1, 2, 3])
        self.assertEqual(self.plate.code, "0001/2026")

    def test_a_number_is_drawn_once_and_stays_on_record(self):
        self.card.action_check()
        self.card.action_reopen()
        self.card.action_check()
        self.assertEqual(self.card.number, 1)
        self.card.action_reopen()
        with self.assertRaises(UserError):
            self.card.unlink()

    def test_post_without_a_decision_gets_no_card(self):
        draft = self.make_assignment("main", self.make_staff("Mới"), state="draft")
        with self.assertRaises(UserError):
            self.make_card(draft)
        with self.assertRaises(UserError):
            draft.action_make_cards()

    def test_people_without_a_card_are_found_and_get_one_of_each(self):
        posts = self.env["tthc.assignment"]
        lacking = posts.search([("lacks_card", "=", True)])
        self.assertIn(self.reserve, lacking)
        self.assertNotIn(self.main, lacking)
        self.assertTrue(self.reserve.lacks_card)
        (self.main | self.reserve).action_make_cards()
        self.assertEqual(
            sorted(self.reserve.card_ids.mapped("kind")), ["card", "plate"]
        )
        self.assertEqual(len(self.main.card_ids), 2)
        with self.assertRaises(UserError):
            (self.main | self.reserve).action_make_cards()

    def test_card_without_a_good_picture_is_not_checked_and_says_why(self):
        card = self.make_card(self.reserve)
        with self.assertRaisesRegex(UserError, "no picture"):
            (card | self.card).action_check()
        self.assertEqual(self.card.state, "new")
        self.make_card(self.reserve, kind="plate").action_check()

    def test_valid_only_while_handed_out_and_in_post(self):
        self.assertEqual(self.card.standing, "waiting")
        self.bring(self.card, "handed_out")
        self.assertTrue(self.card.is_valid)
        found = self.env["tthc.card"].search([("is_valid", "=", True)])
        self.assertIn(self.card, found)
        after = self.main.date_to + DAY
        self.assertEqual(self.card._standing_at(after), "expired")
        self.assertEqual(self.card._standing_at(self.main.date_from - DAY), "coming")

    def test_end_of_the_post_ends_the_card_the_same_day(self):
        self.bring(self.card, "handed_out")
        self.main.action_end("asked", TODAY)
        self.card.invalidate_recordset()
        self.assertFalse(self.card.is_valid)
        self.assertTrue(self.card.to_return)
        cards = self.env["tthc.card"]
        self.assertNotIn(self.card, cards.search([("is_valid", "=", True)]))
        self.assertIn(self.card, cards.search([("to_return", "=", True)]))
        self.assertNotIn(self.card, cards.search([("is_valid", "!=", False)]))
        self.card.action_take_back()
        self.assertEqual(self.card.standing, "returned")

    def test_lost_card_is_dead_at_once_and_a_new_one_is_proposed(self):
        self.bring(self.card, "handed_out")
        manager = self.users["manager"]
        fresh = self.card.with_user(manager).action_lose("Mất túi", TODAY - DAY)
        self.assertEqual(self.card.standing, "lost")
        self.assertEqual(self.card.closed_on, TODAY - DAY)
        self.assertEqual(self.card.successor_ids, fresh.sudo())
        self.assertEqual(fresh.sudo().state, "new")
        fresh.sudo().action_check()
        self.assertEqual(fresh.sudo().number, 2)
        self.assertNotEqual(fresh.sudo().token, self.card.token)

    def test_loss_needs_a_reason_and_a_day_that_has_come(self):
        self.bring(self.card, "handed_out")
        with self.assertRaises(UserError):
            self.card.action_lose("  ")
        with self.assertRaises(UserError):
            self.card.action_lose("Mất", TODAY + DAY)
        self.assertTrue(self.card.is_valid)

    def test_lost_card_of_somebody_who_left_is_not_replaced(self):
        self.bring(self.card, "handed_out")
        self.main.action_end("asked", TODAY)
        self.assertFalse(self.card.action_lose("Mất"))

    def test_wizard_declares_the_loss_and_opens_the_new_card(self):
        self.bring(self.card, "handed_out")
        act = self.env["tthc.card.act"].with_context(
            active_ids=self.card.ids, default_mode="lose"
        )
        action = act.create({"reason": "Rơi xuống sông"}).action_confirm()
        self.assertEqual(action["res_id"], self.card.successor_ids.id)
        self.assertEqual(self.card.state, "lost")

    def test_checking_fifty_cards_takes_as_many_queries_as_checking_five(self):
        cards = self.make_queue(55)
        counts = []
        for queue in (cards[:5], cards[5:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            queue.action_check()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
