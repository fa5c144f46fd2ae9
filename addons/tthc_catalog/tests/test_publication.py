from datetime import date, datetime

from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import CatalogCommon


@tagged("-at_install", "post_install")
class TestPublication(CatalogCommon):
    """Decree 63/2010 Art 15 and 24.2: published in time, entered in time."""

    def _decision(self, day, role="editor", **values):
        return (
            self.env["tthc.decision"]
            .with_user(self.users[role])
            .create({"name": "7/QĐ-UBND", "date": day, **values})
        )

    def _reminders(self, decision):
        kind = self.env.ref("tthc_catalog.mail_activity_type_entry")
        return decision.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )

    def test_provincial_decision_less_than_5_days_before_effect_warns(self):
        decision = self._decision("2026-06-01", date_effective="2026-06-05")
        self.assertIn("4 days", decision.lead_warning)
        self.assertIn("63/2010", decision.lead_warning)
        decision.date_effective = "2026-06-06"
        self.assertFalse(decision.lead_warning)

    def test_ministry_needs_20_days(self):
        decision = self._decision(
            "2026-06-01", date_effective="2026-06-20", publication_kind="ministry"
        )
        self.assertIn("19 days", decision.lead_warning)
        decision.date_effective = "2026-06-21"
        self.assertFalse(decision.lead_warning)

    def test_shortened_procedure_may_be_3_days_late(self):
        decision = self._decision(
            "2026-06-04", date_effective="2026-06-01", publication_kind="shortened"
        )
        self.assertFalse(decision.lead_warning)
        decision.date = "2026-06-05"
        self.assertIn("4 days after", decision.lead_warning)

    def test_entry_is_due_5_working_days_after_signing(self):
        self.assertEqual(self._decision("2026-06-01").entry_due, date(2026, 6, 8))

    def test_entry_term_of_the_others(self):
        decision = self._decision("2026-06-01", publication_kind="ministry")
        self.assertEqual(decision.entry_due, date(2026, 6, 15))
        decision.publication_kind = "shortened"
        self.assertEqual(decision.entry_due, date(2026, 6, 3))

    def test_signing_on_a_day_off_gives_no_day_more(self):
        self.assertEqual(self._decision("2026-06-06").entry_due, date(2026, 6, 12))

    def test_holidays_are_not_counted(self):
        calendar = self.env.ref("tthc_base.calendar_administrative")
        self.env["tthc.calendar.day"].create(
            {
                "name": "Nghỉ thử nghiệm",
                "kind": "holiday",
                "date": "2026-06-03",
                "calendar_id": calendar.id,
            }
        )
        self.assertEqual(self._decision("2026-06-01").entry_due, date(2026, 6, 9))

    def test_term_is_not_verified_where_its_first_day_is_from_memory(self):
        for name in ("ministry", "province", "shortened"):
            term = self.env.ref(f"tthc_catalog.publication_term_{name}")
            with self.subTest(name):
                self.assertEqual(term.verified, "unverified")
                self.assertIn("14/10/2010", term.note)

    def test_number_of_the_term_is_data(self):
        self.env.ref("tthc_catalog.publication_term_province").entry_days = 1
        self.assertEqual(self._decision("2026-06-01").entry_due, date(2026, 6, 2))

    def test_decision_without_a_date_has_no_duty(self):
        decision = self._decision(False)
        self.assertFalse(decision.entry_due)
        self.assertFalse(decision.lead_warning)
        self.assertFalse(self._reminders(decision))

    def test_editor_is_reminded_until_it_is_entered(self):
        decision = self._decision("2026-06-01")
        reminder = self._reminders(decision)
        self.assertEqual(reminder.date_deadline, date(2026, 6, 8))
        self.assertEqual(reminder.user_id, self.users["editor"])
        with frozen(datetime(2026, 6, 4, 3, 0)):
            decision.action_entered()
        self.assertEqual(decision.entry_date, date(2026, 6, 4))
        self.assertFalse(self._reminders(decision))

    def test_reminder_moves_with_the_date_and_the_editor(self):
        decision = self._decision("2026-06-01")
        decision.write({"date": "2026-06-02", "user_id": self.users["controller"].id})
        reminder = self._reminders(decision)
        self.assertEqual(len(reminder), 1)
        self.assertEqual(reminder.date_deadline, date(2026, 6, 9))
        self.assertEqual(reminder.user_id, self.users["controller"])
        decision.date = False
        self.assertFalse(self._reminders(decision))

    def test_entry_overdue_is_searched_by_the_day(self):
        decision = self._decision("2026-06-01")
        domain = [("entry_overdue", "=", True), ("id", "=", decision.id)]
        with frozen(datetime(2026, 6, 8, 3, 0)):
            self.assertFalse(decision.search(domain))
        with frozen(datetime(2026, 6, 9, 3, 0)):
            self.assertEqual(decision.search(domain), decision)
            self.assertTrue(decision.entry_overdue)
            decision.action_entered()
            self.assertFalse(decision.search(domain))

    def test_reader_can_not_enter_a_decision(self):
        decision = self._decision("2026-06-01")
        for role in ("reception", "inspector", "manager"):
            with self.assertRaises(AccessError):
                decision.with_user(self.users[role]).action_entered()

    def test_editor_can_not_change_a_term(self):
        term = self.env.ref("tthc_catalog.publication_term_province")
        with self.assertRaises(AccessError):
            term.with_user(self.users["editor"]).entry_days = 50
        term.with_user(self.users["controller"]).entry_days = 6
        self.assertEqual(term.entry_days, 6)

    @mute_logger("odoo.sql_db")
    def test_two_terms_of_one_kind_can_not_meet(self):
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self.env["tthc.publication.term"].create(
                {
                    "name": "Khác",
                    "kind": "province",
                    "date_from": "2026-01-01",
                    "entry_days": 3,
                }
            )

    def test_later_term_does_not_change_earlier_decisions(self):
        term = self.env.ref("tthc_catalog.publication_term_province")
        term.date_to = "2026-06-02"
        self.env.flush_all()
        term.copy({"date_from": "2026-06-02", "date_to": False, "entry_days": 3})
        self.assertEqual(self._decision("2026-06-01").entry_due, date(2026, 6, 8))
        other = self._decision("2026-06-02", name="8/QĐ-UBND")
        self.assertEqual(other.entry_due, date(2026, 6, 5))
