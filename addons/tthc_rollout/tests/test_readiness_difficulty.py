import ast
import io
from datetime import datetime, timedelta

from lxml import etree
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.tthc_base.tools.clock import frozen

from .common import DUE, ReadinessCase

#: The day after the one by which an answer was promised.
AFTER = datetime(2026, 3, 11, 1, 0)


@tagged("post_install", "-at_install")
class TestReadinessDifficulty(ReadinessCase):
    """Section IV of all agencies in one list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.report_of(cls.building)
        for report, name in ((cls.report, "Thiếu máy in"), (cls.other, "Thiếu quầy")):
            report.difficulty_ids = [(0, 0, {"name": name})]
        cls.own, cls.theirs = cls.report.difficulty_ids, cls.other.difficulty_ids
        cls.all = cls.own | cls.theirs

    def _as(self, records, role="coordinator"):
        return self.as_user(records, role)

    def _listed(self, role="coordinator"):
        view = self.env.ref("tthc_rollout.tthc_readiness_difficulty_view_list")
        order = etree.fromstring(view.arch).get("default_order")
        self.env.invalidate_all()
        rows = self.all.with_user(self.users[role])
        return rows.search([("campaign_id", "=", self.campaign.id)], order=order)

    def _told(self, record):
        return self.env["mail.message"].search(
            [
                ("model", "=", record._name),
                ("res_id", "=", record.id),
                ("message_type", "=", "user_notification"),
            ]
        )

    def test_not_taken_up_first_then_by_day_then_answered(self):
        self.report.difficulty_ids = [
            (0, 0, {"name": "Sau"}),
            (0, 0, {"name": "Trước"}),
            (0, 0, {"name": "Xong"}),
        ]
        rows = {row.name: self._as(row) for row in self.report.difficulty_ids}
        rows["Sau"].action_assign(self.building, day="2026-03-20")
        rows["Trước"].action_assign(self.building, day="2026-03-10")
        rows["Xong"].action_answer("Đã cấp")
        self.assertEqual(
            self._listed().mapped("name"),
            ["Thiếu quầy", "Thiếu máy in", "Trước", "Sau", "Xong"],
        )

    def test_time_left_is_said_in_words(self):
        self.assertEqual(self.own.answer_left, "nobody asked yet")
        own = self._as(self.own)
        own.action_assign(self.building)
        self.assertEqual(own.answer_left, "no day set")
        own.action_assign(self.building, day="2026-03-10")
        self.env.invalidate_all()
        self.assertEqual(self.own.answer_left, "8 days left")
        with frozen(AFTER - timedelta(days=1)):
            self.env.invalidate_all()
            self.assertEqual(self.own.answer_left, "today")
        with frozen(AFTER):
            self.env.invalidate_all()
            self.assertEqual(self.own.answer_left, "1 days overdue")
            self.assertTrue(self.own.is_overdue)
        self._as(self.own).action_answer("Đã cấp")
        self.assertFalse(self.own.answer_left)

    def test_several_are_assigned_and_answered_from_the_list(self):
        coordinator = self.users["coordinator"]
        act = self.env["tthc.readiness.act"].with_user(coordinator)
        act = act.with_context(active_model=self.all._name, active_ids=self.all.ids)
        act.create(
            {"mode": "assign", "agency_id": self.justice.id, "day": "2026-03-10"}
        ).action_confirm()
        self.assertEqual(set(self.all.mapped("state")), {"assigned"})
        act.create({"mode": "answer", "remarks": "Đã cấp"}).action_confirm()
        self.assertEqual(set(self.all.mapped("answer")), {"Đã cấp"})

    def test_agency_that_has_to_answer_is_told(self):
        self._as(self.own).action_assign(self.building, day="2026-03-10")
        message = self._told(self.own)
        self.assertIn(self.building_reporter.partner_id, message.partner_ids)
        self.assertNotIn(self.users["reporter"].partner_id, message.partner_ids)
        self.assertIn("10/03/2026", message.subject)

    def test_what_waits_for_the_own_agency_is_one_filter(self):
        view = self.env.ref("tthc_rollout.tthc_readiness_difficulty_view_search")
        (node,) = etree.fromstring(view.arch).xpath("//filter[@name='ours']")
        self._as(self.theirs).action_assign(self.justice)
        reporter = self.users["reporter"]
        domain = node.get("domain").replace("uid", str(reporter.id))
        found = self.all.with_user(reporter).search(ast.literal_eval(domain))
        self.assertEqual(found, self.theirs)
        found.action_answer("Sẽ bố trí")
        self.assertFalse(found.search(ast.literal_eval(domain)))

    # -- into the register ------------------------------------------------------------

    def test_what_goes_on_is_open_in_the_register_only(self):
        own = self._as(self.own)
        own.action_assign(self.building, day="2026-03-10")
        own.action_follow("premises")
        problem = self.own.problem_id
        self.assertRecordValues(self.own, [{"state": "answered"}])
        self.assertRecordValues(
            problem,
            [
                {
                    "name": "Thiếu máy in",
                    "kind": "premises",
                    "agency_id": self.justice.id,
                    "center_id": self.center.id,
                    "state": "taken",
                    "owner_agency_id": self.building.id,
                }
            ],
        )
        self.assertEqual(str(problem.due_on), "2026-03-10")
        with self.assertRaises(UserError):
            own.action_follow("premises")
        # The agency that raised it reads on there.
        self.assertTrue(self._as(problem, "reporter").name)

    def test_what_nobody_was_asked_waits_there_for_an_owner(self):
        self._as(self.own).action_follow("staff")
        self.assertEqual(self.own.problem_id.state, "raised")

    def test_day_that_is_over_is_set_anew_there(self):
        self._as(self.own).action_assign(self.building, day="2026-03-10")
        with frozen(AFTER):
            self._as(self.own).action_follow("staff")
        self.assertEqual(self.own.problem_id.state, "raised")

    def test_kind_is_asked_for(self):
        for kind in (None, "nothing"):
            with self.assertRaises(UserError):
                self._as(self.own).action_follow(kind)

    def test_agencies_and_inspectors_put_nothing_into_the_register(self):
        for role in ("reporter", "leader", "inspector", "manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(self.own, role).action_follow("staff")
        with self.assertRaises(AccessError):
            self._as(self.own, "reporter").write({"problem_id": False, "state": "open"})

    # -- Excel ------------------------------------------------------------------------

    def test_excel_has_the_rows_of_the_list(self):
        self._as(self.own).action_assign(self.building, day="2026-03-10")
        rows = self._listed()
        with frozen(AFTER):
            self.env.invalidate_all()
            sheet = load_workbook(io.BytesIO(rows._workbook())).active
        table = list(sheet.iter_rows(min_row=4, values_only=True))
        self.assertEqual([row[3] for row in table], ["Thiếu quầy", "Thiếu máy in"])
        self.assertEqual(table[1][7], datetime(2026, 3, 10))
        self.assertEqual(table[1][8], "1 days overdue")
        action = (
            rows.browse()
            .with_context(active_domain=[("campaign_id", "=", self.campaign.id)])
            .action_excel()
        )
        first, second = rows.ids
        self.assertIn(f"/{first}.xlsx?more={second}", action["url"])

    def test_excel_of_a_reporter_has_the_own_rows(self):
        reporter = self.users["reporter"]
        rows = self.all.with_user(reporter).search(
            [("campaign_id", "=", self.campaign.id)]
        )
        self.assertEqual(rows, self.own)
        with self.assertRaises(AccessError):
            self.theirs.with_user(reporter)._workbook()


@tagged("post_install", "-at_install")
class TestReadinessTurnout(ReadinessCase):
    """Campaigns compared: who filed on time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.report_of(cls.building)
        cls.campaign.with_user(cls.users["coordinator"]).agency_ids |= cls.ward
        cls.file(cls.report, DUE - timedelta(minutes=1))
        cls.file(cls.other, DUE + timedelta(hours=1), cls.building_reporter)

    def _figures(self, role="coordinator", moment=DUE + timedelta(hours=2)):
        turnout = self.env["tthc.readiness.turnout"].with_user(self.users[role])
        with frozen(moment):
            ((*figures,),) = turnout._read_group(
                [("campaign_id", "=", self.campaign.id)],
                aggregates=[
                    "asked:sum",
                    "on_time:sum",
                    "late:sum",
                    "missing:sum",
                    "on_time_share:avg",
                ],
            )
        return figures

    def test_share_of_those_who_filed_on_time(self):
        for role in ("coordinator", "manager", "inspector"):
            *counts, share = self._figures(role)
            self.assertEqual(counts, [3, 1, 1, 1], role)
            self.assertAlmostEqual(share, 100 / 3)

    def test_who_still_may_file_in_time_counts_in_no_share(self):
        ward = self.report_of(self.ward)
        with frozen(DUE + timedelta(hours=1)):
            self.as_user(ward, "coordinator").action_extend(
                DUE + timedelta(days=2), "Mất điện"
            )
        *counts, share = self._figures()
        self.assertEqual(counts, [3, 1, 1, 0])
        self.assertEqual(share, 50)

    def test_returned_report_keeps_its_first_filing(self):
        with frozen(DUE + timedelta(hours=1)):
            self.as_user(self.report, "coordinator").action_return("Sửa")
        self.assertEqual(self._figures()[:4], [3, 1, 1, 1])

    def test_figures_are_the_reports_behind_them(self):
        turnout = self.env["tthc.readiness.turnout"].with_user(
            self.users["coordinator"]
        )
        with frozen(DUE + timedelta(hours=2)):
            late = turnout.search(
                [("campaign_id", "=", self.campaign.id), ("late", "=", 1)]
            )
            self.assertEqual(late.report_id, self.other)
            self.assertEqual(late.action_report()["res_id"], self.other.id)

    def test_agencies_people_compare_nothing(self):
        for role in ("reporter", "leader"):
            with self.assertRaises(AccessError):
                self.env["tthc.readiness.turnout"].with_user(self.users[role]).search(
                    []
                )

    def test_manager_compares_the_own_center_only(self):
        foreign = self.make_readiness_campaign(
            name="Trung tâm khác",
            center_id=self.other_center.id,
            agency_ids=self.ward.ids,
        )
        foreign.with_user(self.users["coordinator"]).action_open()
        domain = [("campaign_id", "=", foreign.id)]
        turnout = self.env["tthc.readiness.turnout"]
        self.assertFalse(turnout.with_user(self.users["manager"]).search(domain))
        self.assertTrue(turnout.with_user(self.users["inspector"]).search(domain))
