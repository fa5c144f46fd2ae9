from odoo.addons.tthc_base.tools.clock import frozen

from .common import DAY, MOMENT, TODAY, HrCase


class TestAssignmentExpiry(HrCase):
    """Terms that end soon, and terms that are over."""

    def ending(self, days, **values):
        person = self.make_staff(f"Hết hạn sau {days} ngày")
        return self.make_assignment(
            "main", person, date_to=TODAY + days * DAY, **values
        )

    def test_60_days_ahead_it_stands_on_the_list(self):
        for days, listed in ((-1, False), (0, True), (60, True), (61, False)):
            post = self.ending(days)
            found = self.env["tthc.assignment"].search([("expires_soon", "=", True)])
            with self.subTest(days):
                self.assertEqual(post in found, listed)
                self.assertEqual(post.expires_soon, listed)
                self.assertEqual(post.days_left, max(days, 0))

    def test_each_center_has_its_own_number_of_days(self):
        self.other_center.expiry_notice_days = 10
        here = self.ending(30)
        there = self.ending(30, center_id=self.other_center.id)
        found = self.env["tthc.assignment"].search([("expires_soon", "=", True)])
        self.assertIn(here, found)
        self.assertNotIn(there, found)
        self.assertFalse(there.expires_soon)

    def test_hr_is_reminded_once(self):
        self.center.hr_user_id = self.users["hr"]
        post = self.ending(30)
        for _night in range(2):
            self.env["tthc.assignment"]._cron_daily()
        self.assertEqual(post.activity_ids.user_id, self.users["hr"])
        self.assertEqual(len(post.activity_ids), 1)
        self.assertEqual(post.activity_ids.date_deadline, post.date_to)
        post.activity_ids.action_done()
        self.env["tthc.assignment"]._cron_daily()
        self.assertFalse(post.activity_ids)

    def test_nobody_is_reminded_who_is_not_hr(self):
        self.center.hr_user_id = self.users["courier"]
        post = self.ending(30)
        self.env["tthc.assignment"]._cron_daily()
        self.assertNotIn(self.users["courier"], post.activity_ids.user_id)

    def test_who_has_a_successor_is_not_reminded_of(self):
        self.center.hr_user_id = self.users["hr"]
        post = self.ending(30)
        self.make_assignment(
            "main",
            self.make_staff("Người Kế Nhiệm"),
            date_from=TODAY + 31 * DAY,
            predecessor_id=post.id,
        )
        self.env["tthc.assignment"]._cron_daily()
        self.assertFalse(post.activity_ids)

    def test_a_term_that_is_over_is_noted_as_ended(self):
        post = self.ending(3)
        with frozen(MOMENT + 3 * DAY):
            self.env["tthc.assignment"]._cron_daily()
            self.assertEqual(post.state, "approved")
            self.assertTrue(post.in_post)
        with frozen(MOMENT + 9 * DAY):
            self.env.invalidate_all()
            self.assertFalse(post.in_post)
            self.env["tthc.assignment"]._cron_daily()
        self.assertRecordValues(
            post,
            [
                {
                    "state": "ended",
                    "end_reason": "term",
                    "ended_on": post.date_to + DAY,
                    "last_day": post.date_to,
                }
            ],
        )

    def test_in_post_is_found_by_the_dates_of_any_day(self):
        coming = self.make_assignment(
            "main", self.make_staff("Sắp Đến"), date_from=TODAY + DAY
        )
        posts = self.env["tthc.assignment"]
        for day, expected in ((TODAY, False), (TODAY + DAY, True)):
            found = posts.search(posts._in_post_domain(day))
            with self.subTest(day):
                self.assertEqual(coming in found, expected)
                self.assertEqual(bool(coming._in_post_at(day)), expected)
        self.assertEqual(coming.standing, "coming")
        self.assertIn(self.main, posts.search([("in_post", "=", True)]))
        self.assertIn(coming, posts.search([("in_post", "=", False)]))
