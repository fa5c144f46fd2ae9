from psycopg2.errors import ExclusionViolation

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import HrCase


class TestAssignmentRules(HrCase):
    """What the law asks of who is assigned: each rule with its article."""

    def propose(self, role="main", staff=None, **values):
        staff = staff or self.make_staff("Người Được Đề Xuất")
        return self.make_assignment(role, staff, state="proposed", **values)

    def assert_refused(self, words, *proposals):
        decision = self.make_draft_decision(*proposals)
        with self.assertRaisesRegex(UserError, words):
            decision.action_issue()
        self.assertEqual(decision.state, "draft")
        for proposal in proposals:
            self.assertEqual(proposal.state, "proposed")
        for proposal in proposals:
            proposal.action_take_out()
        decision.unlink()

    def assert_let_through_with_a_reason(self, code, words, *proposals):
        self.assert_refused(words, *proposals)
        proposals[0].override_reason = "Thay người nghỉ thai sản"
        self.make_draft_decision(*proposals).action_issue()
        self.assertEqual(proposals[0].state, "approved")
        self.assertEqual(proposals[0].overridden_rule_ids.mapped("code"), [code])

    def test_r16_a_term_is_6_to_24_months(self):
        for date_to, words in (
            ("2026-09-29", "shorter than 6 months"),
            ("2026-09-30", None),
            ("2028-03-31", None),
            ("2028-04-01", "longer than 24 months"),
        ):
            proposal = self.propose(date_from="2026-04-01", date_to=date_to)
            with self.subTest(date_to):
                self.assertEqual(bool(proposal.findings), bool(words))
                self.assertIn(words or "", proposal.findings or "")
                if words:
                    self.assertIn("Điều 11.4", proposal.findings)

    def test_r16_another_term_needs_a_reason(self):
        proposal = self.propose(date_from="2026-04-01", date_to="2026-05-31")
        self.assert_let_through_with_a_reason("term", "shorter than 6", proposal)

    def test_r16_months_are_those_of_the_regulation_of_the_day(self):
        self.env.ref("tthc_base.regulation_2025").assignment_months_min = 3
        proposal = self.propose(date_from="2026-04-01", date_to="2026-07-31")
        self.assertFalse(proposal.findings)

    def test_r16_reserve_and_leader_have_no_term(self):
        for role in ("reserve", "leader", "postal"):
            proposal = self.propose(role, date_to=False)
            with self.subTest(role):
                self.assertFalse(proposal.findings)

    def test_three_years_in_the_field_are_asked_for(self):
        novice = self.make_staff("Người Mới", field_since="2023-04-02")
        proposal = self.propose(staff=novice, date_from="2026-04-01")
        self.assertIn("less than 3 years", proposal.findings)
        novice.field_since = "2023-04-01"
        proposal.invalidate_recordset(["findings"])
        self.assertFalse(proposal.findings)
        novice.field_since = False
        self.assert_let_through_with_a_reason("experience", "Điều 11.1", proposal)

    def test_the_rank_of_a_specialist_is_asked_for(self):
        for rank, words in (
            ("Cán sự", "below that of a specialist"),
            ("cán  sự", None),
            (False, "the rank is not entered"),
            ("Chuyên viên chính", None),
        ):
            staff = self.make_staff("Người Có Ngạch", rank=rank)
            with self.subTest(rank):
                self.assertIn(words or "", self.propose(staff=staff).findings or "")
        staff = self.make_staff("Cán Sự", rank="CÁN SỰ")
        proposal = self.propose(staff=staff)
        self.assert_let_through_with_a_reason("rank", "Điều 11.1", proposal)

    def test_rank_and_years_are_not_asked_for_at_a_commune(self):
        novice = self.make_staff("Người Mới", rank=False, field_since=False)
        proposal = self.propose("reserve", novice, center_id=self.other_center.id)
        self.assertFalse(proposal.findings)

    def test_r16_an_agency_keeps_a_reserve(self):
        person = self.make_staff("Người Xây Dựng", self.building)
        proposal = self.propose(staff=person)
        self.assert_let_through_with_a_reason("reserve", "Điều 12.8", proposal)

    def test_r16_the_reserve_of_the_same_decision_counts(self):
        main, reserve = (
            self.propose(role, self.make_staff(f"Người {role}", self.building))
            for role in ("main", "reserve")
        )
        self.make_draft_decision(main, reserve).action_issue()
        self.assertFalse(main.overridden_rule_ids)

    def test_nobody_holds_a_role_twice_at_a_time(self):
        again = self.propose(staff=self.main.staff_id, date_from="2026-06-01")
        self.assertEqual(again.finding_level, "stop")
        again.override_reason = "Vẫn muốn"
        self.assert_refused("assigned in this role already", again)

    def test_nobody_is_main_staff_of_two_centers_at_a_time(self):
        again = self.propose(staff=self.main.staff_id, center_id=self.other_center.id)
        self.assertEqual(again.finding_level, "stop")

    def test_nobody_stands_on_a_decision_twice(self):
        twin = self.propose()
        again = self.propose(staff=twin.staff_id, date_from="2026-06-01")
        self.assert_refused("assigned in this role already", twin, again)

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_two_posts_apart(self):
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self.make_assignment("main", self.main.staff_id, date_from="2026-06-01")

    def test_a_center_has_one_director(self):
        director = self.make_staff("Giám Đốc", self.committee)
        self.make_assignment("director", director, date_to=False)
        other = self.make_staff("Giám Đốc Khác", self.committee)
        proposal = self.propose("director", other)
        self.assert_refused("has a director: Giám Đốc", proposal)

    def test_two_directors_on_one_decision_are_one_too_many(self):
        proposals = [
            self.propose("director", self.make_staff(f"GĐ {number}", self.committee))
            for number in (1, 2)
        ]
        self.assert_refused("has a director", *proposals)

    def test_number_of_deputies_is_that_of_the_regulation(self):
        for day, most in (("2019-01-01", 2), ("2026-01-01", 3)):
            for number in range(most):
                deputy = self.make_staff(f"Phó {day} {number}", self.committee)
                proposal = self.propose(
                    "deputy", deputy, date_from=day, date_to=f"{day[:4]}-12-31"
                )
                self.make_draft_decision(proposal, number=deputy.name).action_issue()
            last = self.propose(
                "deputy",
                self.make_staff("Phó Thừa", self.committee),
                date_from=day,
                date_to=f"{day[:4]}-12-31",
            )
            with self.subTest(day):
                self.assert_refused(f"{most + 1} deputy directors, {most}", last)

    def test_an_earlier_term_may_stand_beside_a_later_one(self):
        # The database compares terms as soon as a row is there: its last day, too.
        earlier = self.make_assignment(
            "main",
            self.main.staff_id,
            date_from="2025-01-01",
            date_to="2025-12-31",
        )
        self.env.flush_all()
        self.assertEqual(str(earlier.last_day), "2025-12-31")

    def test_deputies_who_follow_each_other_are_one_at_a_time(self):
        for half in (("2026-01-01", "2026-06-30"), ("2026-07-01", "2026-12-31")):
            for number in range(2):
                self.make_assignment(
                    "deputy",
                    self.make_staff(f"Phó {half[0]} {number}", self.committee),
                    date_from=half[0],
                    date_to=half[1],
                )
        third = self.propose("deputy", self.make_staff("Phó Ba", self.committee))
        self.assertFalse(third.findings)

    def test_a_commune_has_the_deputies_of_a_commune(self):
        for number in range(2):
            proposal = self.propose(
                "deputy",
                self.make_staff(f"Phó {number}", self.ward),
                center_id=self.other_center.id,
            )
            with self.subTest(number):
                self.assertEqual(bool(proposal.findings), bool(number))
            self.make_assignment(
                "deputy", proposal.staff_id, center_id=self.other_center.id
            )
            proposal._moving().state = "refused"

    def test_rules_are_data(self):
        proposal = self.propose(date_from="2026-04-01", date_to="2026-05-31")
        rule = self.env.ref("tthc_center_hr.assignment_rule_term")
        rule.severity = "stop"
        proposal.override_reason = "Lý do"
        self.assert_refused("shorter than 6", proposal)
        rule.severity = "note"
        self.make_draft_decision(proposal).action_issue()
        self.assertFalse(proposal.overridden_rule_ids)

    def test_a_rule_that_is_switched_off_finds_nothing(self):
        proposal = self.propose(date_from="2026-04-01", date_to="2026-05-31")
        self.env.ref("tthc_center_hr.assignment_rule_term").active = False
        self.assertFalse(proposal.findings)

    def test_a_day_before_all_law_breaks_no_screen(self):
        proposal = self.propose(date_from="0026-04-01")
        self.assertFalse(proposal.findings)

    def test_findings_of_many_cost_no_more_queries_than_of_few(self):
        staff = [self.make_staff(f"Người {number}") for number in range(12)]
        few = self.env["tthc.assignment"].union(
            *(self.propose(staff=person) for person in staff[:2])
        )
        many = self.env["tthc.assignment"].union(
            *(self.propose(staff=person) for person in staff[2:])
        )
        counts = []
        for proposals in (few, many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            proposals.mapped("findings")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
