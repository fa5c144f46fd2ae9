from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class TestConsultationQueue(DossierCase):
    """Point 5: consultations as records of those who are asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        third = cls.env["tthc.agency"].create(
            {
                "name": "Sở Thứ Ba",
                "identifier": "H99.77",
                "parent_id": cls.committee.id,
            }
        )
        cls.third = new_test_user(
            cls.env,
            "tthc_third",
            groups="tthc_base.group_specialist",
            tthc_agency_ids=[Command.set(third.ids)],
        )
        cls.dossier = cls.receive()
        with frozen(THURSDAY):
            cls.dossier.with_user(cls.clerk).action_transfer()
            cls.dossier.with_user(cls.specialist).action_consult(
                cls.other_agency, "Có phù hợp không?", 2, "working_day"
            )
        cls.pause = cls.dossier.pause_ids

    def _found(self, user, *domain, moment=THURSDAY):
        pauses = self.env["tthc.dossier.pause"].with_user(user)
        with frozen(moment):
            return pauses.search([("kind", "=", "consultation"), *domain]).sudo()

    def test_consulted_agency_sees_question_and_dossier_third_agency_neither(self):
        asked = ("agency_id.user_ids", "=", self.other_specialist.id)
        self.assertEqual(self._found(self.other_specialist, asked), self.pause)
        seen = self.dossier.with_user(self.other_specialist)
        self.assertTrue(seen.read(["owner_name"]))
        self.assertFalse(self._found(self.third))
        self.assertFalse(self.env["tthc.dossier"].with_user(self.third).search([]))
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.third).read(["owner_name"])
        with self.assertRaises(AccessError):
            self.pause.with_user(self.third).read(["reason"])

    def test_silence_is_shown_and_stays_open(self):
        silent = ("answer_state", "=", "silent")
        self.assertFalse(self._found(self.specialist, silent))
        late = THURSDAY + 5 * DAY
        self.assertEqual(self._found(self.specialist, silent, moment=late), self.pause)
        self.env.invalidate_all()
        with frozen(late):
            self.assertEqual(self.pause.answer_state, "silent")
        self.assertFalse(self.pause.ended_at)

    def test_answer_through_the_dialog_late_is_a_fact(self):
        pause = self.pause.with_user(self.other_specialist)
        self.assertTrue(pause.can_answer)
        self.assertFalse(self.pause.with_user(self.specialist).can_answer)
        action = pause.action_answer()
        wizard = (
            self.env["tthc.dossier.act"]
            .with_user(self.other_specialist)
            .with_context(**action["context"], active_ids=pause.ids)
            .create({"answer": "Phù hợp"})
        )
        self.assertEqual(wizard.pause_id, self.pause)
        self.assertEqual(wizard.dossier_ids, self.dossier)
        with frozen(THURSDAY + 5 * DAY):
            wizard.action_confirm()
        self.assertEqual(self.pause.answer, "Phù hợp")
        self.assertEqual(self.pause.answer_state, "late")
        late = ("answer_state", "=", "late")
        self.assertEqual(self._found(self.specialist, late), self.pause)
        self.assertFalse(
            self._found(self.specialist, ("answer_state", "=", "answered"))
        )

    def test_name_of_a_consultation_is_who_was_asked_what(self):
        self.assertEqual(
            self.pause.display_name,
            f"{self.other_agency.display_name}: Có phù hợp không?",
        )
