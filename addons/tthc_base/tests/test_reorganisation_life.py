from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from ..tools.clock import frozen
from .common import TthcCommon
from .reorganisation_common import MERGER_DAY, ReorganisationMaker

#: Thursday 20/2/2025, 09:00 in Vietnam: nine days before the merger.
BEFORE = datetime(2025, 2, 20, 2, 0)
NEXT_WEEK = datetime(2025, 3, 8, 2, 0)
LIFECYCLE = "odoo.addons.tthc_base.models.tthc_reorganisation_lifecycle"


class TestReorganisationLife(ReorganisationMaker, TthcCommon):
    """Point 9 of the catalog: preview, confirmation, and the day it is done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.merger = cls._reorganise(cls.justice, cls.building)

    def _scheduled(self):
        merger = self.merger.with_user(self.users["admin"])
        self._done(merger, BEFORE)
        return self.merger

    def _carry_out_due(self):
        model = self.env["tthc.reorganisation"]
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            model._cron_carry_out()

    def test_p09_day_that_lies_ahead_is_scheduled(self):
        merger = self._scheduled()
        self.assertEqual(merger.state, "scheduled")
        self.assertEqual(merger.confirmed_by_id, self.users["admin"])
        self.assertFalse(self.justice.date_to)
        trigger = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.env.ref("tthc_base.cron_reorganisation").id)]
        )
        # midnight of 1/3/2025 in Vietnam
        self.assertIn(datetime(2025, 2, 28, 17, 0), trigger.mapped("call_at"))

    def test_p09_cron_waits_for_the_day(self):
        merger = self._scheduled()
        with frozen(datetime(2025, 2, 28, 16, 59)):
            self._carry_out_due()
        self.assertEqual(merger.state, "scheduled")

    def test_p09_cron_does_it_on_the_day_in_the_name_of_who_confirmed(self):
        merger = self._scheduled()
        with frozen(datetime(2025, 2, 28, 17, 0)):
            self._carry_out_due()
        self.assertEqual(merger.state, "done")
        self.assertEqual(self.justice.date_to, date(2025, 3, 1))
        self.assertEqual(self.counter.write_uid, self.users["admin"])

    def test_p09_cron_catches_up_after_the_server_was_down(self):
        merger = self._scheduled()
        with frozen(NEXT_WEEK):
            self._carry_out_due()
        self.assertEqual(merger.state, "done")
        self.assertEqual(merger.done_at, NEXT_WEEK)
        self.assertEqual(self.justice.date_to, date(2025, 3, 1))

    def test_p09_cron_does_it_once(self):
        self._scheduled()
        with frozen(NEXT_WEEK):
            self._carry_out_due()
            newcomer = self._new_user("reception", "test_newcomer")
            self._carry_out_due()
        self.assertEqual(newcomer.tthc_agency_ids, self.justice)

    def test_p09_failure_on_the_day_leaves_nothing_half_done(self):
        merger = self._scheduled()
        plan = type(self.env["tthc.reorganisation"])

        def fail(record, share):
            raise ValueError("Hỏng giữa chừng")

        with (
            frozen(NEXT_WEEK),
            patch.object(plan, "_move_end", fail),
            mute_logger(LIFECYCLE),
        ):
            self._carry_out_due()
            self._carry_out_due()
        self.assertEqual(merger.state, "scheduled")
        self.assertEqual(merger.fault, "Hỏng giữa chừng")
        self.assertEqual(self.counter.agency_ids, self.justice)
        self.assertEqual(len(merger.activity_ids), 1)
        self.assertEqual(merger.activity_ids.user_id, self.users["admin"])
        with frozen(NEXT_WEEK):
            self._carry_out_due()
        self.assertEqual(merger.state, "done")
        self.assertFalse(merger.fault)

    def test_p09_what_is_blocked_on_the_day_says_why(self):
        merger = self._scheduled()
        self.building.date_to = "2025-02-25"
        with frozen(NEXT_WEEK), mute_logger(LIFECYCLE):
            self._carry_out_due()
        self.assertIn("no longer exists on the day", merger.fault)

    def test_p09_large_one_is_left_to_the_scheduler(self):
        with patch(f"{LIFECYCLE}.AT_ONCE", 1):
            self._done(self.merger)
        self.assertEqual(self.merger.state, "scheduled")
        with frozen(MERGER_DAY):
            self._carry_out_due()
        self.assertEqual(self.merger.state, "done")

    def test_p09_stale_preview_asks_for_a_new_one(self):
        with frozen(MERGER_DAY):
            self.merger.action_preview()
            self._new_user("reception", "test_newcomer")
            with self.assertRaisesRegex(UserError, "Preview it again"):
                self.merger.action_confirm()
            self.merger.action_preview()
            self.merger.action_confirm()
        self.assertEqual(self.merger.state, "done")

    def test_p09_double_click_does_it_once(self):
        self._done(self.merger)
        posted = len(self.merger.message_ids)
        with self.assertRaisesRegex(UserError, "reload the page"):
            self._done(self.merger)
        with self.assertRaisesRegex(UserError, "reload the page"):
            self.merger.action_confirm()
        self.assertEqual(len(self.merger.message_ids), posted)

    def test_p09_change_after_the_preview_sends_back_to_draft(self):
        with frozen(MERGER_DAY):
            self.merger.action_preview()
            self.merger.date_effective = "2025-04-01"
            self.assertEqual(self.merger.state, "draft")
            self.merger.action_preview()
            self.merger.line_ids.to_agency_id = self.ward
        self.assertEqual(self.merger.state, "draft")

    def test_p09_confirmed_plan_is_not_changed(self):
        self._scheduled()
        with self.assertRaisesRegex(UserError, "was confirmed and stays"):
            self.merger.date_effective = "2025-04-01"
        with self.assertRaisesRegex(UserError, "was confirmed and stays"):
            self.merger.line_ids.to_agency_id = self.ward
        with self.assertRaisesRegex(UserError, "was confirmed and stays"):
            self.merger.unlink()

    def test_p09_scheduled_one_can_be_taken_back(self):
        merger = self._scheduled()
        merger.with_user(self.users["admin"]).action_reset()
        with frozen(NEXT_WEEK):
            self._carry_out_due()
        self.assertEqual(merger.state, "draft")
        self.assertFalse(self.justice.date_to)

    def test_p09_state_is_no_field_to_write(self):
        admin = self.merger.with_user(self.users["admin"])
        for vals in ({"state": "scheduled"}, {"fingerprint": "x"}, {"fault": "x"}):
            with self.assertRaises(AccessError):
                admin.write(vals)
        with self.assertRaises(AccessError):
            admin.with_context(
                default_state="scheduled", **{admin._move_key(): True}
            ).create({})

    def test_p09_only_the_administrator_reorganises(self):
        for role in set(self.users) - {"admin"}:
            merger = self.merger.with_user(self.users[role])
            for act in (merger.action_preview, merger.action_confirm):
                with self.assertRaises(AccessError, msg=role):
                    act()

    def test_p09_managers_and_inspectors_read_others_see_nothing(self):
        for role, user in self.users.items():
            merger = self.merger.with_user(user)
            if role in ("admin", "manager", "inspector"):
                self.assertEqual(merger.decision_number, "05/2025/QĐ-THỬ")
                continue
            with self.assertRaises(AccessError, msg=role):
                merger.read(["decision_number"])

    def test_p09_successor_that_ended_blocks(self):
        self.building.date_to = "2025-01-01"
        with frozen(MERGER_DAY):
            self.merger.action_preview()
            self.assertTrue(self.merger.is_blocked)
            with self.assertRaisesRegex(UserError, "no longer exists on the day"):
                self.merger.action_confirm()

    def test_p09_second_plan_for_the_same_agency_is_blocked(self):
        self._scheduled()
        rival = self._reorganise(self.justice, self.ward)
        with frozen(BEFORE):
            rival.action_preview()
        self.assertIn("Another reorganisation", rival.remark_ids.message)

    def test_p09_warns_of_people_and_counters_left_alone(self):
        self.merger.line_ids = [
            Command.create(
                {
                    "from_agency_id": self.justice.id,
                    "scope": "user",
                    "user_id": self.users["courier"].id,
                }
            ),
            Command.create(
                {
                    "from_agency_id": self.justice.id,
                    "scope": "counter",
                    "counter_id": self.counter.id,
                }
            ),
        ]
        with frozen(MERGER_DAY):
            self.merger.action_preview()
        messages = " ".join(self.merger.remark_ids.mapped("message"))
        self.assertIn("left without an agency", messages)
        self.assertIn("will serve no agency", messages)
        self.assertFalse(self.merger.is_blocked)

    def test_p09_warns_of_a_counter_that_serves_both(self):
        self.counter.agency_ids = self.justice | self.building
        with frozen(MERGER_DAY):
            self.merger.action_preview()
        self.assertIn("already; they go on", self.merger.remark_ids.message)
        self._done(self.merger)
        self.assertEqual(self.counter.agency_ids, self.building)
