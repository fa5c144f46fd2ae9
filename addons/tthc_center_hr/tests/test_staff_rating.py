from datetime import date

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tests.common import ROLES
from odoo.addons.tthc_base.tests.table_common import TableWalk

from ..models.staff_rating_table import MOVES
from ..models.tthc_staff_rating import STATES
from .staff_notice_common import StaffNoticeCase

DAY = date(2026, 2, 10)
NAMES = {
    "tthc_base.group_hr_logistics": "HR",
    "tthc_base.group_center_manager": "manager",
}


class StaffRatingCase(StaffNoticeCase):
    """Ratings of February about the person at the counter."""

    @classmethod
    def option(cls, name):
        return cls.env.ref(f"tthc_center_hr.rating_{name}")

    @classmethod
    def rate(cls, name="satisfied", user=None, **values):
        ratings = cls.env["tthc.staff.rating"].with_user(user or cls.users["hr"])
        return ratings.create(
            {
                "center_id": cls.center.id,
                "day": DAY,
                "assignment_id": cls.main.id,
                "option_id": cls.option(name).id,
                **values,
            }
        )


class TestStaffRating(StaffRatingCase):
    """What a citizen says, kept without who says it."""

    def test_ratings_are_told_in_the_notice_by_word(self):
        self.rate("very_satisfied")
        self.rate("very_satisfied")
        self.rate("satisfied")
        self.rate("satisfied").action_void()
        negative = self.rate("not_satisfied")
        self.rate("satisfied", day=date(2026, 1, 31))
        negative.with_user(self.users["manager"]).action_confirm()
        notice = self.make_notice()
        line = self.line(notice, self.main)
        self.assertEqual((line.rating_count, line.negative_count), (4, 1))
        self.assertEqual([count for _word, count in line.rating_options], [2, 1, 1])
        self.assertIn("4 ratings", line.attitude_text)
        # Others of the center: ratings are gathered, nobody rated them.
        other = self.line(notice, self.reserve)
        self.assertTrue(other.rating_known)
        self.assertIn("Nobody has rated", other.attitude_text)

    def test_where_nobody_gathers_ratings_there_is_no_figure(self):
        line = self.line(self.make_notice(), self.main)
        self.assertFalse(line.rating_known)
        self.assertIn("Ratings: no data", line.attitude_text)

    def test_only_what_was_found_right_counts_against_somebody(self):
        rating = self.rate("not_satisfied")
        self.assertEqual(rating.state, "open")
        line = self.line(self.make_notice(), self.main)
        self.assertEqual((line.rating_count, line.negative_count), (1, 0))
        self.assertEqual(self.rate("satisfied").state, "counted")

    def test_one_rating_a_receipt(self):
        first = self.rate(slip_number="H99.7-260210-0001")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            with self.env.cr.savepoint():
                self.rate(slip_number=" h99.7-260210-0001 ")
        self.env.invalidate_all()
        first.action_void()
        self.assertTrue(self.rate(slip_number="H99.7-260210-0001"))
        # Slips without a receipt are not counted as one.
        self.assertEqual(len(self.rate() + self.rate()), 2)

    def test_the_counter_leads_to_who_served_it_that_day(self):
        self.serve(self.main, 1)
        day = self.env["tthc.roster.shift"].search([]).day
        rating = self.rate(assignment_id=False, counter_id=self.counter.id, day=day)
        self.assertEqual(rating.assignment_id, self.main)
        # Two who served it, or nobody on the roster: nobody is guessed.
        other = self.rate(assignment_id=False, counter_id=self.counter.id)
        self.assertFalse(other.assignment_id)

    def test_nobody_rates_or_judges_oneself(self):
        manager = self.users["manager"]
        own = self.make_assignment(
            "main", self.make_staff("Lê Quản Lý", user_id=manager.id)
        )
        with self.assertRaisesRegex(UserError, "oneself"):
            self.rate(user=manager, assignment_id=own.id)
        rating = self.rate("not_satisfied", assignment_id=own.id)
        for action in (rating.action_confirm, rating.action_reject, rating.action_void):
            with self.assertRaises(AccessError):
                getattr(rating.with_user(manager), action.__name__)()

    def test_nothing_of_the_rater_is_kept(self):
        names = set(self.env["tthc.staff.rating"]._fields)
        self.assertFalse(
            names & {"partner_id", "applicant_id", "phone", "email", "rater_id"}
        )

    def test_a_rating_fits_day_post_and_scale(self):
        with self.assertRaises(ValidationError):
            self.rate("head_good")
        with self.assertRaises(ValidationError):
            self.rate(day=date(2025, 12, 31))
        with self.assertRaises(UserError):
            self.rate(day=date(2026, 3, 3))

    def test_the_head_rates_on_the_notice(self):
        notice = self.make_notice()
        line = self.line(notice, self.main).with_user(self.users["manager"])
        line.head_option_id = self.option("head_good")
        notice.action_gather()
        line = self.line(notice, self.main)
        self.assertEqual(line.head_option_id, self.option("head_good"))
        self.assertIn("head of the center: ", line.attitude_text)
        self.send(notice)
        with self.assertRaises(AccessError):
            line.with_user(self.users["manager"]).head_option_id = False

    def test_queries_do_not_grow_with_people_and_ratings(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            posts = self.env["tthc.assignment"].search([])
            posts.mapped("center_id")
            before = self.env.cr.sql_log_count
            self.env["tthc.staff.rating"]._counts(posts, DAY, DAY)
            return self.env.cr.sql_log_count - before

        self.rate()
        self.rate("not_satisfied")
        count()  # fills the caches
        few = count()
        for number in range(12):
            post = self.make_assignment("main", self.make_staff(f"Người {number}"))
            self.rate(assignment_id=post.id)
        self.assertEqual(count(), few)


class TestStaffRatingMoves(TableWalk, StaffRatingCase):
    """States and roles of ratings."""

    def test_every_move_in_every_state_by_every_role(self):
        ratings = dict.fromkeys(dict(STATES), self.rate())
        self.check_table(
            MOVES,
            ratings,
            lambda rating, name: getattr(rating, f"action_{name}")(),
            lambda rating, _name, state: rating._moving().write({"state": state}),
        )

    def test_readme_shows_the_table(self):
        heading = "### States of a rating"
        self.check_readme("tthc_center_hr", heading, MOVES, NAMES)

    def test_what_was_said_is_neither_changed_nor_deleted(self):
        rating = self.rate()
        for role in ROLES:
            user = self.users[role]
            for values in (
                {"option_id": self.option("not_satisfied").id},
                {"state": "void"},
                {"comment": "Khác"},
                {"assignment_id": self.reserve.id},
            ):
                with self.subTest(role=role, values=values):
                    with self.assertRaises(AccessError):
                        rating.with_user(user).write(values)
            with self.assertRaises(AccessError):
                rating.with_user(user).unlink()
        with self.assertRaises(AccessError):
            self.rate(state="right")

    def test_who_sees_ratings(self):
        self.rate()
        for role in ROLES:
            may = role in ("hr", "manager", "inspector", "admin")
            try:
                found = self.env["tthc.staff.rating"].with_user(self.users[role])
                found = found.search([])
            except AccessError:
                found = False
            with self.subTest(role):
                self.assertEqual(bool(found), may)
        self.users["manager"].tthc_center_id = self.other_center
        ratings = self.env["tthc.staff.rating"].with_user(self.users["manager"])
        self.assertFalse(ratings.search([]))
        for role in ("reception", "reporter", "leader", "inspector"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.rate(user=self.users[role])


class TestRatingScale(StaffRatingCase):
    """Words, points and bands are data, by date and with their source."""

    def test_one_scale_of_a_kind_at_a_time(self):
        scales = self.env["tthc.rating.scale"]
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            with self.env.cr.savepoint():
                scales.create(
                    {
                        "name": "Khác",
                        "kind": "citizen",
                        "date_from": "2026-01-01",
                        "article": "…",
                    }
                )
        old = scales._of_kind("citizen", DAY)
        old.date_to = "2026-06-01"
        old.flush_recordset()
        new = scales.create(
            {
                "name": "Khác",
                "kind": "citizen",
                "date_from": "2026-06-01",
                "article": "…",
            }
        )
        self.assertEqual(scales._of_kind("citizen", date(2026, 5, 31)), old)
        self.assertEqual(scales._of_kind("citizen", date(2026, 6, 1)), new)

    def test_bands_of_circular_01(self):
        scale = self.env["tthc.rating.scale"]._of_kind("score", DAY)
        for points, name in ((5.0, "full"), (4.9, "part"), (3.5, "part"), (3.4, "low")):
            with self.subTest(points):
                band = self.env.ref(f"tthc_center_hr.rating_band_{name}")
                self.assertEqual(scale._band(points), band)

    def test_only_the_administrator_changes_scales(self):
        scale = self.env["tthc.rating.scale"]._of_kind("citizen", DAY)
        for role in ROLES:
            with self.subTest(role):
                mine = scale.with_user(self.users[role])
                self.assertEqual(mine.has_access("write"), role == "admin")
