from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

HOUR = timedelta(hours=1)
TUESDAY = THURSDAY + timedelta(days=5)
NEW_DATE, SUNDAY = date(2026, 8, 28), date(2026, 8, 30)
REASON = "Chờ kết quả đo đạc"


class TestApologyBatch(DossierCase):
    """R08: letters drafted by hand, and many of them signed at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossiers = cls.env["tthc.dossier"]
        for _turn in range(3):
            dossier = cls.receive()
            with frozen(THURSDAY + HOUR):
                dossier.with_user(cls.clerk).action_transfer()
            cls.dossiers |= dossier

    def _draft(self, dossier, user=None, new_date=NEW_DATE):
        with frozen(TUESDAY):
            dossier.with_user(user or self.specialist).action_draft_apology(
                REASON, new_date
            )
        return dossier.apology_ids

    def _batch(self, records, user=None):
        batches = self.env["tthc.dossier.apology.batch"].with_user(user or self.leader)
        with frozen(TUESDAY):
            return batches.with_context(
                active_model=records._name, active_ids=records.ids
            ).create({})

    # -- drafted by hand -----------------------------------------------------------

    def test_specialist_drafts_and_nothing_is_promised(self):
        dossier = self.dossiers[0]
        due = dossier.due
        letter = self._draft(dossier)
        self.assertRecordValues(
            letter,
            [
                {
                    "state": "draft",
                    "kind": "first",
                    "reason": REASON,
                    "new_date": NEW_DATE,
                    "drafted_by_id": self.specialist.id,
                    "number": 0,
                }
            ],
        )
        self.assertEqual(dossier.due, due)
        self.assertIn(self.leader, dossier.sudo().activity_ids.user_id)
        event = dossier.event_ids.sorted("seq")[-1:]
        self.assertEqual(
            (event.kind, event.user_id), ("draft_apology", self.specialist)
        )
        self.assertNotIn(REASON, str(event.payload))

    def test_draft_of_the_job_is_completed_not_doubled(self):
        dossier = self.dossiers[0]
        with frozen(TUESDAY):
            dossier._draft_apology("late", TUESDAY)
        [letter] = self._draft(dossier)
        self.assertEqual((letter.reason, letter.state), (REASON, "draft"))
        self.assertEqual(len(dossier.sudo().activity_ids), 1)

    def test_only_the_settling_agency_drafts_and_only_a_leader_signs(self):
        dossier = self.dossiers[0]
        for user in (self.other_specialist, self.clerk, self.inspector, self.manager):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._draft(dossier, user)
        self._draft(dossier)
        with self.assertRaises(AccessError):
            dossier.with_user(self.specialist).action_apologise(REASON, NEW_DATE)
        with self.assertRaises(AccessError):
            dossier.apology_ids.with_user(self.specialist).write({"state": "signed"})

    def test_leader_begins_with_what_the_specialist_wrote(self):
        dossier = self.dossiers[0]
        self._draft(dossier)
        wizard = self.env["tthc.dossier.apology.sign"].with_user(self.leader)
        with frozen(TUESDAY):
            signing = wizard.with_context(active_id=dossier.id).create({})
            self.assertEqual((signing.reason, signing.new_date), (REASON, NEW_DATE))
            signing.action_confirm()
        self.assertEqual(dossier.apology_ids.state, "signed")

    def test_wizard_of_the_specialist_drafts(self):
        dossier = self.dossiers[0]
        wizard = self.env["tthc.dossier.apology.sign"].with_user(self.specialist)
        with frozen(TUESDAY):
            drafting = wizard.with_context(
                active_id=dossier.id, default_mode="draft"
            ).create({"reason": REASON, "new_date": NEW_DATE})
            drafting.action_confirm()
        self.assertEqual(dossier.apology_ids.state, "draft")

    # -- many at once --------------------------------------------------------------

    def test_letters_are_signed_at_once_each_with_its_reason_and_day(self):
        letters = self.env["tthc.dossier.apology"]
        for dossier in self.dossiers:
            letters |= self._draft(dossier)
        batch = self._batch(letters)
        self.assertEqual(batch.line_ids.dossier_id, self.dossiers)
        batch.line_ids[0].reason = "Lý do riêng"
        with frozen(TUESDAY):
            self.assertFalse(any(batch.line_ids.mapped("problem")))
            answer = batch.action_confirm()
        self.assertEqual(letters.mapped("state"), ["signed"] * 3)
        self.assertEqual(letters.mapped("reason"), ["Lý do riêng", REASON, REASON])
        self.assertEqual(len(set(letters.mapped("slip"))), 3)
        self.assertEqual(answer["type"], "ir.actions.report")

    def test_bad_row_is_named_and_stops_no_other(self):
        batch = self._batch(self.dossiers)
        batch.line_ids.write({"reason": REASON, "new_date": NEW_DATE})
        bad = batch.line_ids[1]
        bad.new_date = SUNDAY
        with frozen(TUESDAY):
            self.assertIn(bad.dossier_id.code, bad.problem)
            answer = batch.action_confirm()
        self.assertEqual(answer["res_id"], batch.id)
        self.assertEqual((batch.signed_count, batch.failed_count), (2, 1))
        self.assertFalse(bad.dossier_id.apology_ids)
        self.assertIn(bad.dossier_id.code, bad.error)
        signed = self.dossiers - bad.dossier_id
        self.assertEqual(signed.mapped("apology_state"), ["signed"] * 2)
        bad.new_date = NEW_DATE
        with frozen(TUESDAY):
            answer = batch.action_confirm()
        self.assertEqual(answer["type"], "ir.actions.report")
        self.assertEqual(len(self.dossiers.apology_ids), 3)

    def test_one_reason_fills_the_empty_rows(self):
        batch = self._batch(self.dossiers)
        batch.line_ids[0].reason = "Riêng"
        batch.reason = REASON
        batch._onchange_reason()
        self.assertEqual(batch.line_ids.mapped("reason"), ["Riêng", REASON, REASON])

    def test_only_those_who_sign_open_it_and_only_for_their_own(self):
        for user in (self.specialist, self.clerk, self.inspector):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._batch(self.dossiers, user)
        with self.assertRaisesRegex(UserError, "signature"):
            self._batch(self.dossiers, self.manager)
        with self.assertRaisesRegex(UserError, "signature"):
            self._batch(self.env["tthc.dossier"])

    def test_director_signs_the_second_ones(self):
        dossier = self.dossiers[0]
        with frozen(TUESDAY):
            dossier.with_user(self.leader).action_apologise(REASON, NEW_DATE)
        batch = self._batch(self.dossiers, self.manager)
        self.assertEqual(batch.line_ids.dossier_id, dossier)
        batch.line_ids.write({"reason": REASON, "new_date": date(2026, 9, 4)})
        with frozen(TUESDAY):
            batch.action_confirm()
        self.assertEqual(dossier.apology_ids.mapped("kind"), ["first", "overrule"])
