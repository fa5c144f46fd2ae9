from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.tthc_base.tests.print_common import PrintedFile

from .common import HrCase


class TestAssignmentDecision(HrCase):
    """One decision puts many in post, all or nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proposals = cls.env["tthc.assignment"].union(
            *(
                cls.make_assignment(
                    "main", cls.make_staff(f"Người {number}"), state="proposed"
                )
                for number in range(5)
            )
        )

    def test_many_are_approved_at_once(self):
        action = self.proposals.with_user(self.users["hr"]).action_draft_decision()
        decision = self.env["tthc.assignment.decision"].browse(action["res_id"])
        decision.write({"number": "9/QĐ-UBND", "date": "2026-03-01", "signer": "A"})
        decision.with_user(self.users["hr"]).action_issue()
        self.assertEqual(set(self.proposals.mapped("state")), {"approved"})
        self.assertTrue(all(self.proposals.mapped("in_post")))
        self.assertEqual(decision.state, "issued")

    def test_one_whom_a_rule_keeps_out_keeps_all_out(self):
        self.proposals[3].staff_id.rank = False
        decision = self.make_draft_decision(self.proposals)
        with self.assertRaisesRegex(UserError, "Người 3.*rank"):
            decision.action_issue()
        self.assertEqual(set(self.proposals.mapped("state")), {"proposed"})

    def test_nobody_puts_themselves_in_post(self):
        hr = self.users["hr"]
        colleague = self._new_user("hr", "test_hr_2")
        self.proposals[2].staff_id.user_id = hr
        decision = self.make_draft_decision(self.proposals)
        with self.assertRaisesRegex(UserError, "your own assignment"):
            decision.with_user(hr).action_issue()
        self.assertEqual(set(self.proposals.mapped("state")), {"proposed"})
        decision.with_user(colleague).action_issue()
        self.assertEqual(decision.state, "issued")

    def test_what_stands_on_the_signed_paper_must_be_entered(self):
        decision = self.make_draft_decision(self.proposals)
        for name in ("number", "date", "authority", "signer"):
            kept = decision[name]
            decision[name] = False
            with self.subTest(name), self.assertRaises(UserError):
                decision.action_issue()
            decision[name] = kept
        empty = self.make_draft_decision(number="457/QĐ-UBND")
        with self.assertRaisesRegex(UserError, "people"):
            empty.action_issue()

    def test_nobody_stands_in_two_drafts(self):
        self.make_draft_decision(self.proposals)
        with self.assertRaisesRegex(UserError, "another decision"):
            self.make_draft_decision(self.proposals[0], number="8/QĐ-UBND")
        for action in (
            self.proposals[0].action_recall,
            lambda: self.proposals[0].action_return("Sửa"),
            lambda: self.proposals[0].action_refuse("Không"),
        ):
            with self.assertRaisesRegex(UserError, "take the person out"):
                action()

    def test_gathered_are_all_that_wait_for_this_center(self):
        decision = self.make_draft_decision(self.proposals[0])
        self.assertEqual(decision.waiting_count, 4)
        decision.action_gather()
        self.assertEqual(decision.assignment_ids, self.proposals)
        with self.assertRaisesRegex(UserError, "waits"):
            decision.action_gather()

    def test_a_draft_that_is_given_up_leaves_its_proposals(self):
        decision = self.make_draft_decision(self.proposals)
        decision.action_withdraw()
        self.assertFalse(decision.exists())
        self.assertFalse(self.proposals.decision_id)

    def test_an_issued_decision_takes_the_signed_paper_and_nothing_else(self):
        decision = self.decision.with_user(self.users["hr"])
        decision.write({"file": b"UERG", "file_name": "qd.pdf"})
        for values in ({"number": "1"}, {"state": "draft"}, {"center_id": 1}):
            with self.subTest(**values), self.assertRaises(AccessError):
                decision.write(values)
        with self.assertRaises(AccessError):
            decision.unlink()
        for action in (decision.action_issue, decision.action_withdraw):
            with self.assertRaises(UserError):
                action()

    def test_nobody_but_hr_drafts_or_issues(self):
        decision = self.make_draft_decision(self.proposals)
        for role in ("reporter", "manager", "leader", "inspector", "reception"):
            mine = decision.with_user(self.users[role])
            for action in (mine.action_issue, mine.action_gather, mine.action_withdraw):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    action()

    def test_people_of_two_centers_get_two_decisions(self):
        other = self.make_assignment(
            "main",
            self.make_staff("Người Phường"),
            state="proposed",
            center_id=self.other_center.id,
        )
        with self.assertRaisesRegex(UserError, "one center"):
            (self.proposals | other).action_draft_decision()
        with self.assertRaisesRegex(UserError, "another center"):
            self.make_draft_decision(other)


@tagged("post_install", "-at_install")
class TestAssignmentList(HrCase):
    """The list that goes with the decision."""

    def test_list_shows_people_by_agency_with_task_and_term(self):
        leader = self.make_staff("Ông Lãnh Đạo", self.building)
        self.make_assignment("leader", leader, title="Phó Giám đốc", date_to=False)
        report = self.env.ref("tthc_center_hr.action_report_assignment_list")
        reports = self.env["ir.actions.report"].with_user(self.users["hr"])
        content, _extension = reports._render(report, self.decision.ids)
        printed = PrintedFile(content)
        self.assertEqual(printed.sizes_mm(), [(210.0, 297.0)])
        text = " ".join(printed.texts()[0].split())
        for words in (
            "DANH SÁCH",
            "Kèm theo Quyết định số 123/QĐ-UBND ngày 20 tháng 12 năm 2025",
            "Sở Tư pháp Thử Nghiệm",
            "Phạm Thị Chính Chuyên viên Nhân sự chính Quầy 01",
            "01/01/2026 – 31/12/2026",
            "Ông Lãnh Đạo Phó Giám đốc Lãnh đạo phụ trách trực tiếp",
            "Danh sách gồm 3 người",
            "Nguyễn Văn Chủ Tịch",
        ):
            with self.subTest(words):
                self.assertIn(words, text)


class TestAssignmentChart(HrCase):
    """Odoo's chart of the organisation follows the posts."""

    def head(self, role, name, agency, **values):
        post = self.make_assignment(
            role, self.make_staff(name, agency), date_to=False, **values
        )
        post._post_changed()
        return post

    def test_people_stand_below_the_leader_of_their_agency(self):
        director = self.head("director", "Giám Đốc", self.committee)
        leader = self.head("leader", "Lãnh Đạo", self.justice)
        deputy = self.head("deputy", "Phó Giám Đốc", self.committee)
        for post, above in (
            (self.main, leader),
            (self.reserve, leader),
            (leader, director),
            (deputy, director),
            (director, director.browse()),
        ):
            with self.subTest(post.name):
                self.assertEqual(post.employee_id.parent_id, above.employee_id)

    def test_when_the_leader_leaves_they_stand_below_the_director(self):
        director = self.head("director", "Giám Đốc", self.committee)
        leader = self.head("leader", "Lãnh Đạo", self.justice)
        leader.action_end("left")
        self.assertEqual(self.main.employee_id.parent_id, director.employee_id)
        director.action_end("left")
        self.assertFalse(self.main.employee_id.parent_id)
