from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import DAY, MOMENT, TODAY, HrCase

RECEPTION = "tthc_base.group_reception"
PLANTED = "a planted fault"


class TestAssignmentGrant(HrCase):
    """Rights follow the post, and nothing is left behind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env, "test_granted", groups="tthc_base.group_staff"
        )
        cls.person = cls.make_staff("Người Có Tài Khoản", user_id=cls.user.id)
        cls.second_counter = cls.env["tthc.counter"].create(
            {"code": "02", "name": "Tư pháp 2", "center_id": cls.center.id}
        )

    def post(self, role="main", **values):
        values.setdefault("counter_ids", self.counter.ids if role == "main" else [])
        post = self.make_assignment(role, values.pop("staff", self.person), **values)
        post._post_changed()
        return post

    def night(self, moment=MOMENT):
        """The nightly job of a day."""
        with frozen(moment):
            self.env.invalidate_all()
            self.env["tthc.assignment"]._cron_daily()

    def state(self, user=None):
        """What an account has: reception, agencies, center, counter."""
        user = user or self.user
        return (
            user.has_group(RECEPTION),
            user.tthc_agency_ids,
            user.tthc_center_id,
            user.tthc_counter_id,
        )

    @property
    def full(self):
        return (True, self.justice, self.center, self.counter)

    @property
    def empty(self):
        none = self.env["tthc.agency"]
        return (False, none, self.center.browse(), self.counter.browse())

    def test_approval_gives_the_role_at_center_agency_and_counter(self):
        proposal = self.make_assignment(
            "main", self.person, state="proposed", counter_ids=self.counter.ids
        )
        self.assertEqual(self.state(), self.empty)
        decision = self.make_draft_decision(proposal)
        decision.with_user(self.users["hr"]).action_issue()
        self.assertEqual(self.state(), self.full)
        self.assertEqual(
            set(proposal.grant_ids.mapped("kind")),
            {"group", "agency", "center", "counter"},
        )

    def test_the_end_takes_it_away_the_same_day(self):
        post = self.post()
        self.assertEqual(self.state(), self.full)
        post.with_user(self.users["hr"]).action_end("asked")
        self.assertEqual(self.state(), self.empty)
        self.assertTrue(all(post.grant_ids.mapped("taken_at")))

    def test_first_and_last_day_are_days_with_rights(self):
        self.post(date_from=TODAY + 2 * DAY, date_to=TODAY + 4 * DAY)
        for days, has in ((0, False), (1, False), (2, True), (4, True), (5, False)):
            self.night(MOMENT + days * DAY)
            with self.subTest(days):
                self.assertEqual(self.state(), self.full if has else self.empty)

    def test_a_missed_night_is_caught_at_login(self):
        post = self.post(date_to=TODAY + DAY)
        with frozen(MOMENT + 9 * DAY):
            self.env.invalidate_all()
            self.assertEqual(self.state(), self.full)
            self.user.with_user(self.user).sudo()._update_last_login()
            self.assertEqual(self.state(), self.empty)
        self.assertTrue(all(post.grant_ids.mapped("taken_at")))

    def test_a_missed_first_day_is_caught_at_login(self):
        self.post(date_from=TODAY + DAY)
        with frozen(MOMENT + DAY):
            self.env.invalidate_all()
            self.user.with_user(self.user).sudo()._update_last_login()
            self.assertEqual(self.state(), self.full)

    def test_who_has_no_post_pays_nothing_at_login(self):
        stranger = self.users["courier"]
        grants = type(self.env["tthc.assignment.grant"])
        with patch.object(grants, "_sync") as sync:
            stranger.with_user(stranger).sudo()._update_last_login()
        sync.assert_not_called()

    def test_a_fault_of_one_account_keeps_nobody_out(self):
        self.post(date_to=TODAY + DAY)
        other = new_test_user(self.env, "test_other", groups="tthc_base.group_staff")
        self.post(staff=self.make_staff("Người Thứ Hai", user_id=other.id))
        grants = type(self.env["tthc.assignment.grant"])
        carry_out = grants._carry_out

        def fail_for_one(records, change):
            if change.user == self.user:
                raise ValidationError(PLANTED)
            return carry_out(records, change)

        with (
            patch.object(grants, "_carry_out", fail_for_one),
            mute_logger("odoo.addons.tthc_center_hr.models.tthc_assignment_grant"),
        ):
            self.night(MOMENT + 400 * DAY)
            with frozen(MOMENT + 400 * DAY):
                self.user.with_user(self.user).sudo()._update_last_login()
        self.assertTrue(self.user.has_group(RECEPTION))
        self.assertEqual(self.state(other), self.empty)
        self.night(MOMENT + 401 * DAY)
        self.assertEqual(self.state(), self.empty)

    def test_what_was_given_by_hand_stays(self):
        self.user.write(
            {
                "group_ids": [Command.link(self.env.ref(RECEPTION).id)],
                "tthc_agency_ids": [Command.link(self.justice.id)],
                "tthc_center_id": self.center.id,
                "tthc_counter_id": self.second_counter.id,
            }
        )
        before = self.state()
        post = self.post()
        self.assertEqual(self.state(), before)
        self.assertFalse(post.grant_ids)
        post.action_end("asked")
        self.assertEqual(self.state(), before)

    def test_half_by_hand_and_half_by_the_post(self):
        self.user.tthc_agency_ids = self.justice + self.building
        post = self.post()
        self.assertEqual(
            set(post.grant_ids.mapped("kind")), {"group", "center", "counter"}
        )
        post.action_end("asked")
        _reception, agencies, center, _counter = self.state()
        self.assertEqual(agencies, self.justice + self.building)
        self.assertFalse(center)

    def test_another_center_by_hand_comes_back_with_its_counter(self):
        self.user.write(
            {
                "tthc_center_id": self.other_center.id,
                "tthc_counter_id": self.other_counter.id,
            }
        )
        post = self.post()
        self.assertEqual(self.state(), self.full)
        post.action_end("asked")
        self.assertEqual(self.user.tthc_center_id, self.other_center)
        self.assertEqual(self.user.tthc_counter_id, self.other_counter)

    def test_a_counter_that_the_clerk_chose_stays_while_in_post(self):
        post = self.post()
        self.user.tthc_counter_id = self.second_counter
        self.night()
        self.assertEqual(self.user.tthc_counter_id, self.second_counter)
        post.action_end("asked")
        self.assertEqual(self.state(), self.empty)

    def test_another_counter_of_the_post_is_another_counter_of_the_account(self):
        post = self.post()
        post.with_user(self.users["hr"]).counter_ids = self.second_counter
        self.assertEqual(self.user.tthc_counter_id, self.second_counter)
        post.action_end("asked")
        self.assertEqual(self.state(), self.empty)

    def test_two_posts_that_overlap_end_with_the_last(self):
        first = self.post(date_to="2026-06-30")
        second = self.post("center_staff", date_from="2026-03-01")
        open_rows = (first | second).grant_ids.filtered(lambda row: not row.taken_at)
        self.assertEqual(len(open_rows), len(set(open_rows.mapped("kind"))))
        first.action_end("asked")
        reception, agencies, center, _counter = self.state()
        self.assertEqual((reception, agencies, center), self.full[:3])
        second.action_end("asked")
        self.assertEqual(self.state(), self.empty)

    def test_who_succeeds_the_own_term_keeps_the_rights(self):
        first = self.post(date_to=TODAY)
        self.post(date_from=TODAY + DAY, predecessor_id=first.id)
        given = first.grant_ids
        self.night(MOMENT + DAY)
        self.assertEqual(first.state, "ended")
        self.assertEqual(self.state(), self.full)
        self.assertFalse(any(given.mapped("taken_at")))

    def test_an_archived_account_keeps_nothing(self):
        self.post()
        self.user.active = False
        self.assertEqual(self.state(), self.empty)
        self.user.active = True
        self.assertEqual(self.state(), self.full)

    def test_another_account_of_the_person(self):
        self.post()
        other = new_test_user(self.env, "test_other", groups="tthc_base.group_staff")
        self.person.user_id = other
        self.assertEqual(self.state(), self.empty)
        self.assertEqual(self.state(other), self.full)
        self.person.employee_id.user_id = self.user
        self.assertEqual(self.state(other), self.empty)
        self.assertEqual(self.state(), self.full)

    def test_a_reserve_has_rights_on_the_days_of_a_substitution_only(self):
        reserve = self.post("reserve")
        self.assertEqual(self.state(), self.empty)
        reserve._substitute(self.main, TODAY + DAY, TODAY + 2 * DAY)
        for days, has in ((0, False), (1, True), (2, True), (3, False)):
            self.night(MOMENT + days * DAY)
            with self.subTest(days):
                self.assertEqual(self.state(), self.full if has else self.empty)

    def test_a_substitution_of_today_gives_at_once_and_its_end_takes_at_once(self):
        reserve = self.post("reserve")
        substitution = reserve._substitute(self.main, TODAY, TODAY + DAY)
        self.assertEqual(self.state(), self.full)
        substitution._cancel()
        self.assertEqual(self.state(), self.empty)
        reserve._substitute(self.main, TODAY, TODAY)
        reserve.action_end("asked")
        self.assertEqual(self.state(), self.empty)

    def test_only_a_reserve_of_the_agency_in_post_stands_in(self):
        reserve = self.post("reserve", date_to=TODAY + 5 * DAY)
        foreign = self.make_assignment("main", self.make_staff("X", self.building))
        for who, whom, first, last, words in (
            (self.main, reserve, TODAY, TODAY, "no reserve"),
            (reserve, foreign, TODAY, TODAY, "same agency"),
            (reserve, self.main, TODAY, TODAY + 6 * DAY, "not in post"),
            (reserve, self.main, TODAY + DAY, TODAY, "not in post"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                who._substitute(whom, first, last)

    def test_roles_give_what_the_table_says(self):
        for role, group, center in (
            ("leader", "tthc_base.group_leader", False),
            ("postal", "tthc_base.group_specialist", False),
            ("director", "tthc_base.group_center_manager", True),
            ("service", None, False),
        ):
            post = self.post(role)
            with self.subTest(role):
                self.assertEqual(bool(group), bool(post.grant_ids))
                if group:
                    self.assertTrue(self.user.has_group(group))
                self.assertEqual(bool(self.user.tthc_center_id), center)
            post.action_end("asked")
            self.assertEqual(self.state(), self.empty)

    def test_no_post_brings_the_right_to_give_rights(self):
        rights = self.env["tthc.assignment.right"]
        for xmlid in ("base.group_system", "tthc_base.group_admin"):
            with self.subTest(xmlid), self.assertRaises(ValidationError):
                rights.create({"role": "service", "group_id": self.env.ref(xmlid).id})

    def test_nobody_but_the_administrator_says_what_a_role_gives(self):
        rights = self.env["tthc.assignment.right"]
        for role in ("hr", "manager", "reporter", "inspector", "reception"):
            mine = rights.with_user(self.users[role])
            for right in ("create", "write", "unlink"):
                with self.subTest(role=role, right=right):
                    self.assertFalse(mine.has_access(right))

    def test_nobody_writes_grants_or_substitutions_by_hand(self):
        reserve = self.post("reserve")
        substitution = reserve._substitute(self.main, TODAY, TODAY)
        for user in self.users.values():
            for row in (reserve.grant_ids[:1], substitution):
                mine = row.with_user(user)
                with self.subTest(user=user.login, model=row._name):
                    with self.assertRaises(AccessError):
                        mine.write({"user_id": user.id})
                    with self.assertRaises(AccessError):
                        mine.create({"user_id": user.id})
                    with self.assertRaises(AccessError):
                        mine.unlink()

    def test_job_costs_no_more_queries_for_accounts_that_are_in_step(self):
        counts = []
        for number in range(8):
            user = new_test_user(
                self.env, f"test_many_{number}", groups="tthc_base.group_staff"
            )
            self.post(staff=self.make_staff(f"Người {number}", user_id=user.id))
            if number in (1, 7):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.env["tthc.assignment.grant"]._sync_all()
                counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_what_was_given_can_be_read_afterwards(self):
        with frozen(MOMENT):
            post = self.post()
        with frozen(MOMENT + timedelta(hours=2)):
            post.action_end("asked")
        row = post.grant_ids.filtered(lambda row: row.kind == "group")
        self.assertRecordValues(
            row.with_user(self.users["inspector"]),
            [{"given_at": MOMENT, "taken_at": MOMENT + timedelta(hours=2)}],
        )
