import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import HOUR, NINE, PostalCase

TEN = NINE + HOUR


class TestHandoverCorrection(PostalCase):
    """Signed minutes stay as they are; new ones name them and set it right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossiers = [cls.receive(NINE) for _number in range(3)]
        cls.papers = cls.env["tthc.paper"].union(*(d.paper_ids for d in cls.dossiers))
        cls.run_of_day = cls.make_round()
        cls.wrong = cls.load(cls.run_of_day, cls.papers[:2], leave=False)

    def correction(self, user=None, wrong=None):
        user = user or self.clerk
        wrong = wrong or self.wrong
        with frozen(TEN):
            action = wrong.with_user(user).action_correct("Đếm nhầm")
        return self.env["tthc.handover"].with_user(user).browse(action["params"]["id"])

    def sign(self, minutes):
        with frozen(TEN):
            minutes.with_user(self.clerk).sign("b")
            minutes.with_user(self.courier).sign("a")

    def test_paper_that_had_not_changed_hands_goes_back(self):
        minutes = self.correction()
        self.assertEqual(minutes.corrects_id, self.wrong)
        minutes.take("k1", self.papers[0].id)
        minutes.take("k1", self.papers[0].id)
        self.assertEqual(len(minutes.line_ids), 1)
        self.sign(minutes)
        self.assertEqual(self.papers[0].holder_id, self.at_counter)
        self.assertEqual(self.papers[1].holder_id, self.with_courier)
        move = self.papers[0].move_ids[0]
        self.assertEqual((move.source, move.evidence), ("minutes", minutes.name))
        self.assertFalse(self.env["tthc.custody.move"]._broken_chains(self.papers))
        # It belongs to the agency still: the next manifest has it again.
        self.assertEqual(self.papers[0].goes_to_agency_id, self.agency)

    def test_forgotten_paper_goes_on(self):
        minutes = self.correction()
        answer = minutes.scan("k1", self.papers[2].token)
        self.assertEqual(answer["result"], "right")
        self.sign(minutes)
        self.assertEqual(self.papers[2].holder_id, self.with_courier)
        self.assertFalse(minutes.sudo().discrepancy_ids)

    def test_count_alone_is_corrected_and_moves_nothing(self):
        minutes = self.correction()
        minutes.scan("k1", self.papers[0].token)
        minutes.count_only(self.papers[0].id, True)
        with self.assertRaises(UserError), frozen(TEN):
            minutes.sign("b")
        minutes.count_line(self.papers[0].id, 2, 0)
        before = self.papers[0].move_count
        self.sign(minutes)
        self.assertEqual(self.papers[0].holder_id, self.with_courier)
        self.assertEqual(self.papers[0].move_count, before)
        self.assertEqual(minutes.line_ids.original_count, 2)

    def test_paper_that_has_gone_on_since_is_only_counted_anew(self):
        self.run_of_day.with_user(self.courier).action_leave()
        self.deliver(self.run_of_day, self.papers[:2])
        minutes = self.correction()
        minutes.take("k1", self.papers[0].id)
        self.assertTrue(minutes.line_ids.only_counted)
        with self.assertRaises(UserError):
            minutes.count_only(self.papers[0].id, False)

    def test_old_minutes_tell_by_which_they_were_corrected(self):
        minutes = self.correction()
        self.assertFalse(self.wrong.corrected_by_ids)
        minutes.take("k1", self.papers[0].id)
        before = (self.wrong.payload, self.wrong.hash, self.wrong.line_count)
        self.sign(minutes)
        self.wrong.invalidate_recordset()
        self.assertEqual(self.wrong.corrected_by_ids, minutes.sudo())
        self.assertEqual(
            (self.wrong.payload, self.wrong.hash, self.wrong.line_count), before
        )
        self.assertIn(minutes.name, self.wrong._minutes_values()["corrections"])
        self.assertIn(f'"corrects":{self.wrong.id}', minutes.sudo().payload)

    def test_correction_is_itself_closed_and_itself_corrected(self):
        minutes = self.correction()
        minutes.take("k1", self.papers[0].id)
        self.sign(minutes)
        self.env.flush_all()
        for query in (
            SQL("UPDATE tthc_handover SET note = 'x' WHERE id = %s", minutes.id),
            SQL(
                "UPDATE tthc_handover_line SET only_counted = true"
                " WHERE handover_id = %s",
                minutes.id,
            ),
            SQL(
                "UPDATE tthc_handover SET corrects_id = NULL WHERE id = %s",
                minutes.id,
            ),
        ):
            with (
                self.subTest(query=query),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query)
        with self.assertRaises(UserError):
            minutes.take("k2", self.papers[1].id)
        again = self.correction(wrong=minutes)
        again.take("k1", self.papers[0].id)
        self.sign(again)
        self.assertEqual(self.papers[0].holder_id, self.with_courier)

    def test_one_correction_is_open_at_a_time(self):
        minutes = self.correction()
        self.assertEqual(self.correction(user=self.courier), minutes)
        sheet = self.as_user(self.clerk).open_for_round(self.run_of_day.id)
        self.assertNotEqual(sheet["id"], minutes.id)

    def test_only_the_two_sides_correct_and_only_signed_minutes(self):
        for user in (self.other_courier, self.other_clerk, self.other_specialist):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.wrong.with_user(user).action_correct("x")
        for reason in (None, "", "  "):
            with self.assertRaises(UserError):
                self.wrong.with_user(self.clerk).action_correct(reason)
        minutes = self.correction()
        with self.assertRaises(UserError):
            minutes.action_correct("x")

    def test_correction_takes_nothing_from_elsewhere(self):
        minutes = self.correction()
        elsewhere = self.receive(NINE).paper_ids
        elsewhere._hand_to(
            self.holders._of("courier", user=self.other_courier), "minutes"
        )
        self.assertEqual(minutes.scan("k1", elsewhere.token)["result"], "unexpected")
        with self.assertRaises(UserError):
            minutes.take("k2", elsewhere.id)
        self.assertFalse(minutes.line_ids)

    def test_reason_dialog_opens_the_scan_desk(self):
        context = {"active_model": "tthc.handover", "active_ids": self.wrong.ids}
        dialog = (
            self.env["tthc.postal.reason"]
            .with_user(self.clerk)
            .with_context(**context)
            .create({"mode": "correct", "reason": "Thiếu một hồ sơ"})
        )
        action = dialog.action_confirm()
        self.assertEqual(action["tag"], "tthc_scan")
        minutes = self.env["tthc.handover"].browse(action["params"]["id"])
        self.assertEqual(minutes.note, "Thiếu một hồ sơ")
