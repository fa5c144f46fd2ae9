from datetime import timedelta

from odoo.exceptions import UserError, ValidationError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import DAY, MOMENT, TODAY
from .training_common import TrainingCase


class TestTrainingNeed(TrainingCase):
    """Who must be trained follows from posts and rules; untrained follows from both."""

    def train(self, post, day, **values):
        session = self.make_session(post, date_from=day, **values)
        session.action_invite()
        with frozen(MOMENT + 999 * DAY):
            session.attendee_ids.action_attend()
            if session.examined:
                session.attendee_ids.action_pass()
        return session

    def test_who_is_in_post_in_the_role_must(self):
        leader = self.make_assignment("leader", self.make_staff("Lãnh Đạo"))
        coming = self.make_assignment(
            "main", self.make_staff("Sắp Đến"), date_from="2026-06-01"
        )
        needs = self.env["tthc.training.need"].search([])
        self.assertEqual(needs.assignment_id, self.main | self.reserve)
        self.assertEqual(set(needs.mapped("standing")), {"missing"})
        later = self.need_of(coming, "2026-06-01")
        self.assertEqual(later.standing, "missing")
        self.assertFalse(self.need_of(leader))

    def test_a_rule_that_names_no_center_holds_nowhere(self):
        self.rule.center_ids = False
        self.assertFalse(self.env["tthc.training.need"].search([]))
        self.rule.center_ids = self.other_center
        self.assertFalse(self.env["tthc.training.need"].search([]))

    def test_new_people_have_days(self):
        self.rule.new_days = 62
        # 1 January + 62 days: the last of them is 3 March
        for day, standing in (("2026-03-03", "due"), ("2026-03-04", "missing")):
            with self.subTest(day):
                self.assertEqual(self.need_of(self.main, day).standing, standing)

    def test_a_new_rule_gives_people_in_post_its_days(self):
        self.rule.write({"new_days": 10, "date_from": "2026-03-01"})
        self.assertFalse(self.need_of(self.main, "2026-02-28"))
        self.assertEqual(self.need_of(self.main, "2026-03-10").standing, "due")
        self.assertEqual(self.need_of(self.main, "2026-03-11").standing, "missing")

    def test_a_renewed_term_makes_nobody_new(self):
        self.rule.new_days = 30
        renewed = self.make_assignment(
            "main", self.main.staff_id, date_from="2027-01-01", date_to="2027-12-31"
        )
        self.assertEqual(self.need_of(renewed, "2027-01-05").standing, "missing")

    def test_validity_ends_with_its_months(self):
        self.rule.write({"valid_months": 12, "renew_days": 30})
        self.train(self.main, "2026-03-02")
        for day, standing in (
            ("2026-03-01", "missing"),
            ("2026-03-02", "valid"),
            ("2027-01-29", "valid"),
            ("2027-01-30", "expiring"),
            ("2027-03-01", "expiring"),
            ("2027-03-02", "missing"),
        ):
            self.main._moving().write({"date_to": "2027-12-31"})
            with self.subTest(day):
                self.assertEqual(self.need_of(self.main, day).standing, standing)

    def test_once_is_enough_where_no_months_are_told(self):
        self.train(self.main, "2026-03-02")
        self.main._moving().write({"date_to": "2029-12-31"})
        self.assertEqual(self.need_of(self.main, "2029-03-02").standing, "valid")

    def test_strictest_of_two_rules_holds(self):
        self.rule.write({"valid_months": 24, "new_days": 90})
        self.make_rule(self.topic, role="main", valid_months=6, new_days=20)
        need = self.need_of(self.main, "2026-01-21")
        self.assertEqual((len(need), need.standing), (1, "missing"))
        self.assertEqual(self.need_of(self.reserve, "2026-01-21").standing, "due")
        self.train(self.main, "2026-03-02")
        self.assertEqual(str(self.need_of(self.main).valid_until), "2026-09-01")

    def test_only_who_came_is_trained(self):
        for state in ("invited", "absent", "excused"):
            session = self.make_session(self.main, state="invited")
            self.bring(session.attendee_ids, state)
            with self.subTest(state):
                self.assertEqual(self.need_of(self.main).standing, "missing")

    def test_a_test_must_be_passed(self):
        self.make_rule(self.exam)
        session = self.make_session(self.main, state="invited", topic_id=self.exam.id)
        row = session.attendee_ids

        def standing():
            needs = self.need_of(self.main)
            return needs.filtered(lambda need: need.topic_id == self.exam).standing

        for name, wanted in (
            ("attend", "missing"),
            ("fail", "missing"),
            ("pass", "valid"),
            ("unmark", "missing"),
        ):
            self.move(row, name)
            with self.subTest(name):
                self.assertEqual(standing(), wanted)

    def test_a_training_goes_with_the_person(self):
        self.train(self.main, "2026-03-02")
        self.main._moving().write(
            {"state": "ended", "ended_on": "2026-03-03", "end_reason": "other"}
        )
        after = self.make_assignment(
            "center_staff", self.main.staff_id, date_from="2026-03-03"
        )
        self.assertEqual(self.need_of(after, "2026-03-03").standing, "valid")

    def test_only_who_has_a_counter(self):
        self.rule.at_counter = True
        needs = self.env["tthc.training.need"].search([])
        self.assertEqual(needs.assignment_id, self.main)

    def sectors(self):
        return self.env["tthc.sector"].create(
            [
                {"name": f"Lĩnh vực Thử Nghiệm {letter}", "code": f"TN{letter}"}
                for letter in "AB"
            ]
        )

    def test_procedures_are_asked_for_by_sector(self):
        first, second = self.sectors()
        self.topic.by_sector = True
        self.counter.sector_ids = first | second
        needs = self.need_of(self.main)
        self.assertEqual(needs.sector_id, first | second)
        # a reserve without a sector needs one training of the topic
        self.assertEqual(len(self.need_of(self.reserve)), 1)
        self.train(self.main, "2026-03-02", sector_ids=first.ids)
        lacking = self.need_of(self.main).filtered(
            lambda need: need.standing == "missing"
        )
        self.assertEqual(lacking.sector_id, second)
        self.train(self.main, "2026-03-02")
        self.assertEqual(set(self.need_of(self.main).mapped("standing")), {"valid"})

    def test_sectors_of_the_post_come_before_those_of_the_counter(self):
        first, second = self.sectors()
        self.topic.by_sector = True
        self.counter.sector_ids = first | second
        self.main.sector_ids = second
        self.assertEqual(self.need_of(self.main).sector_id, second)

    def test_a_rule_for_some_sectors(self):
        first, second = self.sectors()
        self.rule.sector_ids = first
        self.assertFalse(self.need_of(self.main))
        self.counter.sector_ids = first | second
        self.assertEqual(len(self.need_of(self.main)), 1)
        self.topic.by_sector = True
        self.assertEqual(self.need_of(self.main).sector_id, first)

    def test_list_of_who_lacks_it_goes_onto_the_session(self):
        self.train(self.main, "2026-03-02")
        self.training.action_gather()
        self.assertEqual(self.training.attendee_ids.assignment_id, self.reserve)
        self.assertEqual(self.need_of(self.reserve).session_id, self.training)
        # who is invited to one session is not gathered for the next one
        with self.assertRaisesRegex(UserError, "nobody else"):
            self.make_session().action_gather()

    def test_most_urgent_get_the_seats(self):
        late = self.make_assignment(
            "main", self.make_staff("Đến Trước"), date_from="2025-06-01"
        )
        session = self.make_session(capacity=1)
        session.action_gather()
        self.assertEqual(session.attendee_ids.assignment_id, late)

    def test_session_is_planned_from_the_list(self):
        needs = self.env["tthc.training.need"].search([])
        action = needs.with_user(self.users["hr"]).action_plan()
        session = self.env["tthc.training.session"].browse(action["res_id"])
        self.assertEqual(session.attendee_ids.assignment_id, self.main | self.reserve)
        self.assertEqual((session.topic_id, session.state), (self.topic, "draft"))
        self.make_rule(self.exam)
        with self.assertRaisesRegex(UserError, "one topic"):
            self.env["tthc.training.need"].search([]).action_plan()

    def test_assignments_know_who_lacks_a_training(self):
        posts = self.env["tthc.assignment"]
        found = posts.search([("untrained", "=", True)])
        self.assertEqual(found, self.main | self.reserve)
        self.assertEqual(self.main.training_gaps, self.topic.name)
        self.train(self.main, "2026-03-02")
        posts.invalidate_model()
        self.assertFalse(self.main.untrained)
        self.assertEqual(posts.search([("untrained", "=", True)]), self.reserve)
        self.assertIn(self.main, posts.search([("untrained", "=", False)]))

    def test_roster_shows_it_to_who_plans(self):
        shift = self.env["tthc.roster.shift"].create(
            {
                "counter_id": self.counter.id,
                "day": TODAY,
                "half": "am",
                "assignment_id": self.main.id,
            }
        )
        for role, wanted in (("manager", self.topic.name), ("reception", "")):
            values = shift.with_user(self.users[role])._cell_values()
            with self.subTest(role):
                self.assertEqual(values["training_gaps"], wanted)

    def test_queries_do_not_grow_with_the_people(self):
        def count(number):
            posts = self.env["tthc.assignment"].union(
                *(
                    self.make_assignment("main", self.make_staff(f"Người {n}"))
                    for n in range(number)
                )
            )
            session = self.make_session(*posts, state="invited")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["tthc.training.need"].search([]).mapped("display_name")
            posts.mapped("training_gaps")
            session.attendee_ids.mapped("busy_count")
            session.attendee_ids.action_attend()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.assertEqual(count(3), count(30))

    def test_rule_must_not_renew_all_the_time(self):
        with self.assertRaisesRegex(ValidationError, "days before the end"):
            self.rule.write({"valid_months": 1, "renew_days": 30})

    def test_list_as_of_a_day(self):
        wizard = self.env["tthc.training.day"].create({"day": TODAY + timedelta(3)})
        action = wizard.action_show()
        self.assertEqual(action["context"]["training_day"], "2026-03-05")
