from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .card_common import CardData, picture
from .common import MOMENT
from .race_common import HrRace

ROUNDS = 4
#: Cards of the first two tests; a hundred follow them.
FIRST, HUNDRED = 30, 100
CARDS = "tthc_center_hr.action_report_cards"


@tagged("-standard", "tthc_concurrency")
class TestCardRace(CardData, HrRace):
    """Two at once, or a server that dies: what is on record is what happened."""

    @classmethod
    def _set_up_people(cls):
        cls.make_card_data()
        second = new_test_user(
            cls.env, "test_hr_second", groups="tthc_base.group_hr_logistics"
        )
        posts = cls.env["tthc.assignment"]
        photo = picture(300, 400)
        for number in range(FIRST + HUNDRED):
            person = cls.make_staff(f"Nguyễn Thị Số {number:03d}", photo=photo)
            posts |= cls.make_assignment("main", person)
        posts.action_make_cards()
        cards = posts.card_ids.filtered(lambda card: card.kind == "card").sorted("id")
        cards.action_check()
        return {
            "hr": cls.users["hr"].id,
            "second": second.id,
            "manager": cls.users["manager"].id,
            "cards": cards.ids,
        }

    def _do(self, user, name, cards, *arguments):
        """Work in a transaction of its own: an action of cards, by a user."""

        def work(env):
            getattr(env["tthc.card"].browse(cards), f"action_{name}")(*arguments)
            env.flush_all()
            return name

        return lambda: self._as(self.ids[user], work)

    def _printing(self, user, cards):
        """Work in a transaction of its own: the sheets are made, and logged."""

        def work(env):
            queue = env["tthc.card"].browse(cards)
            content, _kind = env["ir.actions.report"]._render_tthc_pdf(CARDS, cards)
            queue._tthc_after_print(env.ref("tthc_center_hr.form_cards"), 1)
            env.flush_all()
            return content[:4]

        return lambda: self._as(self.ids[user], work)

    def _committed(self, cards, *names):
        """What is on record of cards: the values of fields, and of the print log."""
        with self.registry.cursor() as cr, frozen(MOMENT):
            env = api.Environment(cr, SUPERUSER_ID, {})
            rows = env["tthc.card"].browse(cards)
            return [
                (
                    *(card[name] for name in names),
                    sorted(card.print_ids.mapped("seq")),
                )
                for card in rows
            ]

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_who_print_the_same_queue_leave_one_entry_a_sheet(self):
        for start in range(0, 3 * ROUNDS, 3):
            queue = self.ids["cards"][start : start + 3]
            answers = self._at_once(
                [self._printing(user, queue) for user in ("hr", "second")]
            )
            made = answers.count(b"%PDF")
            self.assertGreater(made, 0, answers)
            for answer in answers:
                if answer != b"%PDF":
                    self.assertIn("Somebody else is at work", answer)
            for state, count, log in self._committed(queue, "state", "print_count"):
                self.assertEqual(state, "printed")
                self.assertEqual(count, made)
                self.assertEqual(log, list(range(1, made + 1)))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_lost_and_handed_out_at_once_is_lost_unless_the_loss_was_refused(self):
        for number in range(20, 20 + ROUNDS):
            card = self.ids["cards"][number : number + 1]
            self._printing("hr", card)()
            lose = self._do("manager", "lose", card, "Rơi mất")
            given, lost = self._at_once([self._do("hr", "hand_out", card), lose])
            if lost != "lose":
                # told so: who declares it again is heard
                self.assertIn("Somebody else is at work", lost)
                self.assertEqual(given, "hand_out")
                self.assertEqual(lose(), "lose")
            elif given != "hand_out":
                self.assertIn("refused", given)
            ((state, valid, successors, _log),) = self._committed(
                card, "state", "is_valid", "successor_ids"
            )
            self.assertEqual((state, valid, len(successors)), ("lost", False, 1))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_server_killed_half_way_through_a_hundred_leaves_all_in_the_queue(self):
        cards = self.ids["cards"][FIRST:]
        # printed once before: the hundred are written in two parts
        again, fresh = cards[:30], cards[30:]
        self._printing("hr", again)()
        before = self._committed(cards, "state", "print_count")
        move = self.registry["tthc.card"]._move
        parts = []

        def dying(records, name, values):
            move(records, name, values)
            records.env.flush_all()
            parts.append(len(records))
            self._kill(records.env.cr)

        with (
            patch.object(self.registry["tthc.card"], "_move", dying),
            self.assertRaises(psycopg2.Error),
        ):
            self._printing("hr", cards)()
        self.assertEqual(len(parts), 1)
        self.assertLess(parts[0], len(cards))
        self.assertEqual(self._committed(cards, "state", "print_count"), before)
        self.assertEqual(self._printing("hr", cards)(), b"%PDF")
        for ids, times in ((again, 2), (fresh, 1)):
            for state, count, log in self._committed(ids, "state", "print_count"):
                self.assertEqual((state, count), ("printed", times))
                self.assertEqual(log, list(range(1, times + 1)))
