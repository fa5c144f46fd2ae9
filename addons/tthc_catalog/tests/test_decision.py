from datetime import date, datetime

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.tthc_base.tools.clock import frozen

from .common import CatalogCommon


@tagged("-at_install", "post_install")
class TestDecision(CatalogCommon):
    """A decision makes versions and abolishes versions, each in one go."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.decision = (
            cls.env["tthc.decision"]
            .with_user(cls.users["editor"])
            .create(
                {
                    "name": "12/QĐ-UBND",
                    "date": "2026-06-01",
                    "date_effective": "2026-07-01",
                    "kind": "replaced",
                }
            )
        )
        cls.controlled = cls.decision.with_user(cls.users["controller"])

    def _drafts(self, *codes, **values):
        versions = self.env["tthc.procedure.version"]
        for code in codes:
            versions |= self._new_version(
                code,
                decision_id=self.decision.id,
                valid_from="2026-07-01",
                **values,
            )
        return versions

    def _question(self, action, user="controller"):
        user = self.users[user]
        return (
            self.env[action["res_model"]]
            .with_user(user)
            .with_context(**action["context"])
            .create({})
        )

    def test_decision_proposes_and_approves_its_versions_in_one_go(self):
        drafts = self._drafts("9.000001", "9.000002")
        self.assertEqual(self.decision.draft_count, 2)
        self.decision.action_propose_versions()
        self.assertEqual(self.decision.proposed_count, 2)
        self._question(self.controlled.action_approve_versions()).action_approve()
        self.assertEqual(set(drafts.mapped("state")), {"approved"})

    def test_one_incomplete_version_keeps_the_whole_decision(self):
        drafts = self._drafts("9.000001") | self._drafts("9.000002", limit_unit=False)
        with self.assertRaisesRegex(UserError, "9.000002: the limit 20 has no unit"):
            self.decision.action_propose_versions()
        self.assertEqual(set(drafts.mapped("state")), {"draft"})

    def test_what_is_proposed_is_approved_while_others_are_drafts(self):
        drafts = self._drafts("9.000001", "9.000002")
        self.assertFalse(self.decision.waiting_text)
        drafts[0].action_propose()
        self.assertIn("1 wait for approval; 1 are", self.decision.waiting_text)
        arch = etree.fromstring(self.controlled.get_view(view_type="form")["arch"])
        (button,) = arch.iterfind(".//button[@name='action_approve_versions']")
        self.assertEqual(button.get("invisible"), "not proposed_count")
        action = self.controlled.action_approve_versions()
        self.assertEqual(action["context"]["default_version_ids"], drafts[0].ids)

    def test_decision_without_versions_proposes_nothing(self):
        with self.assertRaises(UserError):
            self.decision.action_propose_versions()

    def test_decision_opens_what_it_publishes(self):
        drafts = self._drafts("9.000001", "9.000002")
        action = self.decision.action_open_versions()
        self.assertEqual(drafts.search(action["domain"]), drafts.sorted())

    def test_drafts_take_the_date_of_the_decision(self):
        drafts = self._drafts("9.000001", "9.000002")
        drafts.valid_from = False
        self.decision.action_take_date()
        self.assertEqual(set(drafts.mapped("valid_from")), {date(2026, 7, 1)})

    def test_choosing_a_decision_on_the_form_takes_its_date(self):
        draft = self._new_version(valid_from=False).with_user(self.users["editor"])
        with Form(draft) as form:
            form.decision_id = self.decision
        self.assertEqual(draft.valid_from, date(2026, 7, 1))

    def test_version_can_not_begin_before_its_decision(self):
        draft = self._drafts("9.000001")
        draft.valid_from = "2026-06-30"
        self.assertIn("before its decision", draft.draft_reason)
        with self.assertRaisesRegex(UserError, "9.000001"):
            draft.action_propose()

    def test_decision_abolishes_the_chosen_procedures_on_its_day(self):
        old = self._approved_version("9.000003") | self._approved_version("9.000004")
        self.decision.ending_ids = old
        self.assertEqual(self.decision.to_abolish_count, 2)
        self.controlled.action_abolish_versions()
        self.assertEqual(set(old.mapped("valid_to")), {date(2026, 7, 1)})
        self.assertEqual(old.abolished_by_id, self.decision)
        self.assertEqual(self.decision.abolished_version_ids, old)
        self.assertEqual(self.decision.to_abolish_count, 0)
        self.assertTrue(old[0]._in_force_on(date(2026, 6, 30)))

    def test_editor_chooses_and_only_the_controller_abolishes(self):
        old = self._approved_version("9.000003")
        self.decision.ending_ids = old
        with self.assertRaises(AccessError):
            self.decision.action_abolish_versions()
        self.assertEqual(old.state, "approved")

    def test_abolition_needs_a_choice_and_a_day(self):
        with self.assertRaisesRegex(UserError, "Choose what"):
            self.controlled.action_abolish_versions()
        self.decision.write(
            {"ending_ids": self._approved_version("9.000003"), "date_effective": False}
        )
        with self.assertRaisesRegex(UserError, "12/QĐ-UBND"):
            self.controlled.action_abolish_versions()

    def test_draft_is_not_abolished(self):
        with self.assertRaisesRegex(UserError, "9.000005"):
            self.decision.ending_ids = self._new_version("9.000005")

    def test_what_the_decision_abolished_stays_on_it(self):
        self.decision.ending_ids = self._approved_version("9.000003")
        self.controlled.action_abolish_versions()
        with self.assertRaisesRegex(UserError, "9.000003"):
            self.decision.ending_ids = [Command.clear()]

    def test_abolished_procedure_keeps_no_later_version(self):
        old = self._approved_version("9.000003")
        later = self._approved_version("9.000003", valid_from="2026-09-01")
        self.decision.write({"kind": "abolished", "ending_ids": old.ids})
        with self.assertRaisesRegex(UserError, "another approved version"):
            self.controlled.action_abolish_versions()
        self.decision.ending_ids |= later
        self.controlled.action_abolish_versions()
        self.assertFalse(later._in_force_on(date(2026, 9, 2)))

    def test_calendar_shows_beginnings_ends_and_duties(self):
        self.decision.entry_date = False
        first = self._approved_version("9.000001", valid_from="1990-01-01")
        second = self._approved_version("9.000002", valid_from="1990-01-01")
        first._abolish(date(1990, 3, 1))
        planned = self._new_version("9.000003", valid_from="1990-01-01")
        events = self.env["tthc.catalog.event"].with_user(self.users["reception"])
        found = {
            (event.date, event.kind): event
            for event in events.search([("date", "<", "1991-01-01")])
        }
        begin = found[date(1990, 1, 1), "begin"]
        self.assertEqual(begin.count, 2)
        self.assertEqual(begin.version_ids, first | second)
        self.assertEqual(found[date(1990, 3, 1), "end"].version_ids, first)
        self.assertEqual(found[date(1990, 1, 1), "planned"].version_ids, planned)
        self.assertEqual(len(found), 3)
        domain = [("kind", "=", "entry"), ("date", "=", self.decision.entry_due)]
        duty = events.search(domain)
        self.assertIn(self.decision, duty.decision_ids)
        self.assertEqual(duty.action_open()["res_model"], "tthc.decision")

    def test_calendar_leaves_out_what_never_began(self):
        with frozen(datetime(1989, 12, 1)):
            self._approved_version("9.000001", valid_from="1990-01-01").action_abolish()
        events = self.env["tthc.catalog.event"].search([("date", "<", "1991-01-01")])
        self.assertFalse(events)
