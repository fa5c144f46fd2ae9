from datetime import timedelta

from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

#: What a script may send where a person chooses: never a traceback.
WRONG = ("x", -1, 10**9, 2**40, 3.5, True, [1, "x"], [None], {"a": 1}, "2026-99-99")
ACTIONS = {
    "action_take": ("steps",),
    "action_assign": ("user", "steps"),
    "action_reassign": ("user", "steps"),
    "action_consult": ("agency", "unit"),
    "action_end_pause": ("pause",),
    "action_resolve": ("outcome", "date"),
    "action_finish_step": ("outcome",),
    "action_apologise": ("new_date",),
    "action_draft_apology": ("new_date",),
}
TEXTS = {
    "action_finish_step": ("note",),
    "action_resolve": ("number", "note"),
    "action_consult": ("reason",),
    "action_check_field": ("reason", "unit"),
    "action_ask_fee": ("reason",),
    "action_stop": ("reason",),
    "action_ask_supplement": ("reason", "lines"),
    "action_assign": ("note",),
}
INTAKES = (
    None,
    "x",
    [],
    {},
    {"version_id": "x"},
    {"version_id": None, "owner": "Nguyễn"},
    {"version_id": 1, "owner": {"name": 5}},
    {"version_id": 1, "components": [5]},
    {"version_id": 1, "components": [{"id": "x"}]},
    {"version_id": 1, "dossier_id": {"a": 1}},
)


class TestArguments(DossierCase):
    """Public methods refuse in words what means nothing, whoever calls over RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.receive()
        with frozen(THURSDAY + timedelta(hours=1)):
            cls.dossier.with_user(cls.clerk).action_transfer()

    def _refused(self, action, name, value):
        dossier = self.dossier.with_user(self.leader)
        with self.subTest(action=action, name=name, value=value):
            with self.assertRaises(UserError) as caught:
                getattr(dossier, action)(**{name: value})
            self.assertIn(name, str(caught.exception))
        self.env.invalidate_all()

    def test_wrong_ids_dates_and_choices_are_refused_in_words(self):
        for action, names in ACTIONS.items():
            for name in names:
                for value in WRONG:
                    self._refused(action, name, value)
        self.assertEqual(len(self.dossier.event_ids), 2)

    def test_what_is_no_text_is_refused_in_words(self):
        for action, names in TEXTS.items():
            for name in names:
                for value in (5, ["x"], {"a": 1}):
                    self._refused(action, name, value)
        self.assertEqual(len(self.dossier.event_ids), 2)

    def test_ids_are_taken_as_their_records(self):
        step = self.dossier._active_steps()
        leader = self.dossier.with_user(self.leader)
        leader.action_assign(user=self.specialist.id, steps=step.ids)
        self.assertEqual(step.user_id, self.specialist)
        specialist = self.dossier.with_user(self.specialist)
        specialist.action_consult(self.other_agency.id, "Ý kiến?", 2, "working_day")
        pause = self.dossier.pause_ids
        self.assertEqual(pause.agency_id, self.other_agency)
        specialist.action_end_pause(pause.id, "Đồng ý")
        self.assertTrue(pause.ended_at)

    def test_dates_are_taken_as_texts(self):
        with frozen(THURSDAY + timedelta(days=5)):
            leader = self.dossier.with_user(self.leader)
            leader.action_apologise("Chờ kết quả", "2026-08-28")
        self.assertEqual(str(self.dossier.apology_ids.new_date), "2026-08-28")

    def test_correction_of_another_kind_is_refused(self):
        clerk = self.dossier.with_user(self.clerk)
        for values in ("x", ["owner_name"], {"owner_name": 5}, {"set_count": "x"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                clerk.action_correct_receipt("Nhầm", values)

    def test_counter_refuses_what_no_screen_sends(self):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        for intake in INTAKES:
            for call in (
                lambda intake=intake: desk.receive(intake),
                lambda intake=intake: desk.submit(intake),
                lambda intake=intake: desk.refuse(intake, "Sai nơi"),
            ):
                with self.subTest(intake=intake), self.assertRaises(UserError):
                    call()

    def test_counter_finds_nothing_by_what_is_no_text(self):
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        for value in (None, 5, ["x"], {"a": 1}):
            with self.subTest(value=value):
                self.assertFalse(desk.find_applicant(value))
                self.assertFalse(desk.find_by_phone(value))
                self.assertFalse(desk.guided(value, self.version.id))
                self.assertFalse(desk.open_dossiers(value, self.version.id))
                self.assertIsInstance(desk.search_procedures(value), list)
