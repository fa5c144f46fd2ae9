import re
from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

DAY = timedelta(days=1)


class TestAssigning(DossierCase):
    """Point 5: take, assign, reassign, delegate in absence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague, cls.third = (
            cls._member(login) for login in ("tthc_colleague", "tthc_third")
        )
        cls.dossier = cls.receive()
        with frozen(THURSDAY):
            cls.dossier.with_user(cls.clerk).action_transfer()
        cls.step = cls.dossier.step_ids[0]

    @classmethod
    def _member(cls, login, agency=None):
        return new_test_user(
            cls.env,
            login,
            groups="tthc_base.group_specialist",
            tthc_center_id=cls.center.id,
            tthc_agency_ids=[Command.set((agency or cls.agency).ids)],
        )

    def _as(self, user):
        return self.dossier.with_user(user)

    def _delegate(self, **values):
        return (
            self.env["tthc.delegation"]
            .with_user(self.leader)
            .create(
                {
                    "user_id": self.specialist.id,
                    "delegate_id": self.colleague.id,
                    "agency_id": self.agency.id,
                    "date_from": "2026-08-24",
                    "date_to": "2026-08-28",
                    **values,
                }
            )
        )

    def test_take_makes_me_the_handler_once(self):
        self.step.with_user(self.specialist).action_take()
        self.assertEqual(self.step.user_id, self.specialist)
        event = self.dossier.event_ids.sorted("seq")[-1:]
        self.assertEqual((event.kind, event.user_id), ("take", self.specialist))
        with self.assertRaises(UserError):
            self.step.with_user(self.colleague).action_take()

    def test_buttons_are_offered_to_those_who_may(self):
        for user, take, assign in (
            (self.specialist, True, False),
            (self.leader, True, True),
            (self.clerk, False, False),
            (self.inspector, False, False),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._as(user).can_take, take)
                self.assertEqual(self._as(user).can_assign, assign)
        self._as(self.specialist).action_take()
        self.assertFalse(self._as(self.specialist).can_take)
        self.assertEqual(self.dossier.handler_ids, self.specialist)

    def test_take_is_not_for_another_agency(self):
        with self.assertRaises(UserError):
            self._as(self.other_specialist).action_take()
        self.assertFalse(self.step.user_id)

    def test_colleague_does_not_act_on_what_i_have_in_hand(self):
        self._as(self.specialist).action_take()
        self.assertFalse(self._as(self.colleague).can_propose)
        with self.assertRaisesRegex(UserError, re.escape(self.specialist.name)):
            self._as(self.colleague).action_finish_step("granted")
        self._as(self.specialist).action_finish_step("granted")
        self.assertEqual(self.step.done_by_id, self.specialist)

    def test_leader_acts_for_a_handler_of_the_own_agency(self):
        self._as(self.specialist).action_take()
        self._as(self.leader).action_finish_step("granted")
        self.assertEqual(self.step.done_by_id, self.leader)

    def test_leader_assigns_and_reassigns_with_a_note(self):
        self._as(self.leader).action_assign(self.specialist, note="Gấp")
        self.assertEqual(self.step.user_id, self.specialist)
        self.assertEqual(self.step.assignment_note, "Gấp")
        self._as(self.leader).action_reassign(self.colleague)
        self.assertEqual(self.step.user_id, self.colleague)
        self.assertFalse(self.step.assignment_note)
        self.assertEqual(
            self.dossier.event_ids.sorted("seq")[-2:].mapped("kind"),
            ["assign", "reassign"],
        )

    def test_assign_goes_to_members_in_the_right_role_only(self):
        outsider = self._member("tthc_outsider", self.other_agency)
        for user in (outsider, self.clerk, None):
            with self.subTest(user=user and user.login), self.assertRaises(UserError):
                self._as(self.leader).action_assign(user)
        with self.assertRaises(UserError):
            self._as(self.leader).action_assign(
                self.specialist, steps=self.dossier.step_ids[1]
            )
        with self.assertRaises(AccessError):
            self._as(self.specialist).action_assign(self.colleague)
        self.assertFalse(self.dossier.step_ids.user_id)

    def test_wizard_assigns_free_steps_and_reassigns_the_others(self):
        other = self.receive()
        other.with_user(self.clerk).action_transfer()
        other.with_user(self.specialist).action_take()
        steps = self.step | other.step_ids[0]
        wizard = (
            self.env["tthc.dossier.assign"]
            .with_user(self.leader)
            .with_context(active_model="tthc.dossier.step", active_ids=steps.ids)
            .create({"user_id": self.colleague.id})
        )
        self.assertEqual(wizard.step_ids, steps)
        wizard.action_confirm()
        self.assertEqual(steps.user_id, self.colleague)

    def test_handler_who_left_the_agency_has_no_right(self):
        self._as(self.specialist).action_take()
        self.specialist.tthc_agency_ids = self.other_agency
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self._as(self.specialist).action_finish_step("granted")
        self.assertNotIn(self.specialist, self.dossier._handlers())
        self.assertIn(self.colleague, self.dossier._handlers())

    def test_stand_in_acts_in_these_days_and_is_warned_in_place(self):
        self._as(self.specialist).action_take()
        self._delegate()
        for day, may in ((0, False), (4, True), (8, True), (9, False)):
            with self.subTest(day=day), frozen(THURSDAY + day * DAY):
                self.env.invalidate_all()
                self.assertEqual(
                    bool(self._as(self.colleague)._own_active_steps()), may
                )
                self.assertEqual(
                    self.dossier._handlers(),
                    self.colleague if may else self.specialist,
                )
                self.assertFalse(self._as(self.third)._own_active_steps())
                mine = self.env["tthc.dossier"].with_user(self.colleague)
                found = mine.search([("is_mine", "=", True)])
                self.assertEqual(self.dossier in found, may)
        with frozen(THURSDAY + 4 * DAY):
            self._as(self.colleague).action_finish_step("granted")
        self.assertEqual(self.step.done_by_id, self.colleague)

    def test_delegation_stays_in_the_agency_and_the_role(self):
        outsider = self._member("tthc_outsider", self.other_agency)
        for delegate in (outsider, self.clerk):
            with self.subTest(user=delegate.login):
                with self.assertRaises(ValidationError):
                    self._delegate(delegate_id=delegate.id)

    @mute_logger("odoo.sql_db")
    def test_delegation_is_dated_in_order_and_once(self):
        self._delegate()
        with self.assertRaises(ValidationError):
            self._delegate(delegate_id=self.third.id, date_from="2026-08-28")
        with self.assertRaises(Exception), self.cr.savepoint():  # noqa: B017
            self._delegate(date_from="2026-10-02", date_to="2026-10-01")

    def test_delegation_is_decided_by_a_leader_of_the_agency(self):
        delegation = self._delegate()
        self.assertEqual(delegation.decided_by_id, self.leader)
        values = {"date_to": "2026-12-31"}
        for user in (self.specialist, self.clerk, self.other_specialist):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                delegation.with_user(user).write(values)
        leader = new_test_user(
            self.env,
            "tthc_other_leader",
            groups="tthc_base.group_leader",
            tthc_agency_ids=[Command.set(self.other_agency.ids)],
        )
        with self.assertRaises(AccessError):
            delegation.with_user(leader).write(values)

    def test_what_has_begun_ends_by_its_last_day(self):
        with frozen(THURSDAY):
            self._delegate(date_from=date(2026, 8, 25)).unlink()
            delegation = self._delegate(date_from=date(2026, 8, 20))
            with self.assertRaises(UserError):
                delegation.unlink()
            with self.assertRaises(UserError):
                delegation.delegate_id = self.third
            delegation.date_to = date(2026, 8, 20)
        self.assertEqual(delegation.date_to, date(2026, 8, 20))
