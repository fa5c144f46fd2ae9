from odoo import SUPERUSER_ID, api
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import ROUNDS, HandoverRace


@tagged("-standard", "tthc_concurrency")
class TestPaperLossRace(HandoverRace):
    """Losses and minutes at once: a paper is never lost and handed over together."""

    def _declare(self, paper):
        def work(env):
            loss = env["tthc.paper"].browse(paper).action_declare_lost("Không thấy")
            env.flush_all()
            return loss.id

        return work

    def _find(self, loss):
        def work(env):
            env["tthc.paper.loss"].browse(loss).action_find()
            env.flush_all()
            return "found"

        return work

    @mute_logger("odoo.sql_db")
    def test_lost_while_the_minutes_are_signed(self):
        for _round in range(ROUNDS):
            paper, token = self._paper()
            sheet = self._open(token)
            self._as("clerk", self._sign(sheet, "b"))
            signed, lost = self._at_once(
                ("courier", self._sign(sheet, "a")), ("clerk", self._declare(paper))
            )
            holder, moves = self._found(paper)
            if signed == "done" and isinstance(lost, int):
                # One after the other: the courier had it, then it was lost.
                self.assertEqual((holder, moves), ("lost", 3))
            elif signed == "done":
                self.assertEqual((holder, moves), ("courier", 2))
            else:
                self.assertIsInstance(lost, int)
                self.assertEqual((holder, moves), ("lost", 2))
                self._as("clerk", lambda env, sheet=sheet: self._drop(env, sheet))

    @mute_logger("odoo.sql_db")
    def test_declared_lost_twice_at_once_is_one_loss(self):
        for _round in range(ROUNDS):
            paper, _token = self._paper()
            answers = self._at_once(
                ("clerk", self._declare(paper)), ("manager", self._declare(paper))
            )
            self.assertEqual(sum(isinstance(row, int) for row in answers), 1)
            self.assertEqual(self._found(paper), ("lost", 2))

    @mute_logger("odoo.sql_db")
    def test_found_twice_at_once_is_with_one_of_them(self):
        for _round in range(ROUNDS):
            paper, _token = self._paper()
            loss = self._as("clerk", self._declare(paper))
            answers = self._at_once(
                ("clerk", self._find(loss)), ("specialist", self._find(loss))
            )
            self.assertEqual(answers.count("found"), 1)
            holder, moves = self._found(paper)
            self.assertIn(holder, ("counter", "agency"))
            self.assertEqual(moves, 3)

    def _drop(self, env, sheet):
        """Leave no open sheet behind for the next turn."""
        su = api.Environment(env.cr, SUPERUSER_ID, {})
        su["tthc.handover"].browse(sheet)._moving().write({"state": "dropped"})
