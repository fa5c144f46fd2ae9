import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import HOUR, NINE
from .race_common import ROUNDS, HandoverRace


@tagged("-standard", "tthc_concurrency")
class TestHandoverRace(HandoverRace):
    """Two at once, with real transactions: nothing is lost or in two hands."""

    @mute_logger("odoo.sql_db")
    def test_one_folder_scanned_by_two_at_once_is_on_the_sheet_once(self):
        for _round in range(ROUNDS):
            paper, token = self._paper()
            sheet = self._as(
                "clerk",
                lambda env: env["tthc.handover"].open_for_round(self.ids["run"]),
            )["id"]
            self._at_once(
                ("clerk", self._scanning(sheet, f"a-{paper}", token)),
                ("courier", self._scanning(sheet, f"b-{paper}", token)),
            )
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                lines = env["tthc.handover.line"].search([("paper_id", "=", paper)])
                self.assertEqual(len(lines), 1)

    @mute_logger("odoo.sql_db")
    def test_minutes_signed_twice_at_once_move_papers_once(self):
        for _round in range(ROUNDS):
            paper, token = self._paper()
            sheet = self._open(token)
            self._as("clerk", self._sign(sheet, "b"))
            answers = self._at_once(
                ("courier", self._sign(sheet, "a")), ("courier", self._sign(sheet, "a"))
            )
            self.assertEqual(answers.count("done"), 1)
            self.assertEqual(self._found(paper), ("courier", 2))

    @mute_logger("odoo.sql_db")
    def test_both_sides_sign_at_once(self):
        for _round in range(ROUNDS):
            paper, token = self._paper()
            sheet = self._open(token)
            answers = self._at_once(
                ("clerk", self._sign(sheet, "b")), ("courier", self._sign(sheet, "a"))
            )
            if "done" not in answers:
                # One was told that the other is at work: a second click does it.
                refused = (
                    "clerk" if str(answers[0]).startswith("refused") else "courier"
                )
                side = {"clerk": "b", "courier": "a"}[refused]
                self.assertEqual(self._as(refused, self._sign(sheet, side)), "done")
            self.assertEqual(self._found(paper), ("courier", 2))

    @mute_logger("odoo.sql_db")
    def test_server_killed_while_signing_leaves_all_or_nothing(self):
        paper, token = self._paper()
        sheet = self._open(token)
        self._as("clerk", self._sign(sheet, "b"))
        with frozen(NINE + HOUR / 2), self.assertRaises(psycopg2.Error):
            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.ids["courier"], {})
                self.assertEqual(self._sign(sheet, "a")(env), "done")
                self._kill(cr)
        self.assertEqual(self._found(paper), ("counter", 1))
        self.assertEqual(self._as("courier", self._sign(sheet, "a")), "done")
        self.assertEqual(self._found(paper), ("courier", 2))

    # -- corrections and what is found ---------------------------------------------

    def _signed(self, token):
        """Minutes at the center with one folder, signed by both."""
        sheet = self._open(token)
        self._as("clerk", self._sign(sheet, "b"))
        self.assertEqual(self._as("courier", self._sign(sheet, "a")), "done")
        return sheet

    def _correcting(self, sheet):
        def work(env):
            action = env["tthc.handover"].browse(sheet).action_correct("Đếm nhầm")
            env.flush_all()
            return action["params"]["id"]

        return work

    @mute_logger("odoo.sql_db")
    def test_two_who_correct_at_once_work_on_one_sheet(self):
        for _round in range(ROUNDS):
            _paper, token = self._paper()
            sheet = self._signed(token)
            answers = self._at_once(
                ("clerk", self._correcting(sheet)), ("courier", self._correcting(sheet))
            )
            self.assertEqual(len(set(answers)), 1, answers)
            self._as(
                "clerk",
                lambda env, one=answers[0]: (
                    env["tthc.handover"].browse(one).action_drop()
                ),
            )

    @mute_logger("odoo.sql_db")
    def test_correction_signed_twice_at_once_moves_the_paper_back_once(self):
        for _round in range(ROUNDS):
            paper, token = self._paper()
            sheet = self._as("clerk", self._correcting(self._signed(token)))
            self._scan(sheet, token)
            self._as("clerk", self._sign(sheet, "b"))
            answers = self._at_once(
                ("courier", self._sign(sheet, "a")), ("courier", self._sign(sheet, "a"))
            )
            self.assertEqual(answers.count("done"), 1, answers)
            self.assertEqual(self._found(paper), ("counter", 3))

    @mute_logger("odoo.sql_db")
    def test_damage_noted_while_the_other_signs_is_signed_for_or_refused(self):
        for _round in range(ROUNDS):
            paper, token = self._paper()
            sheet = self._open(token)

            def note(env, sheet=sheet, paper=paper):
                env["tthc.handover"].browse(sheet).note_found("damaged", paper, "Rách")
                env.flush_all()
                return "noted"

            noted, signed = self._at_once(
                ("courier", note), ("clerk", self._sign(sheet, "b"))
            )
            if signed != "signing":
                # Told that the other is at work: a second click does it.
                self.assertEqual(self._as("clerk", self._sign(sheet, "b")), "signing")
            self.assertEqual(self._as("courier", self._sign(sheet, "a")), "done")
            with self.registry.cursor() as cr:
                minutes = api.Environment(cr, SUPERUSER_ID, {})["tthc.handover"]
                rows = minutes.browse(sheet).discrepancy_ids
                self.assertEqual(len(rows), int(noted == "noted"))
                self.assertLessEqual(set(rows.mapped("state")), {"open"})
            self.assertEqual(self._found(paper), ("courier", 2))

    @mute_logger("odoo.sql_db")
    def test_server_killed_while_a_correction_is_signed_leaves_all_or_nothing(self):
        paper, token = self._paper()
        sheet = self._as("clerk", self._correcting(self._signed(token)))
        self._scan(sheet, token)
        self._as("clerk", self._sign(sheet, "b"))
        with frozen(NINE + HOUR / 2), self.assertRaises(psycopg2.Error):
            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.ids["courier"], {})
                self.assertEqual(self._sign(sheet, "a")(env), "done")
                self._kill(cr)
        self.assertEqual(self._found(paper), ("courier", 2))
        self.assertEqual(self._as("courier", self._sign(sheet, "a")), "done")
        self.assertEqual(self._found(paper), ("counter", 3))
