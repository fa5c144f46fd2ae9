from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation, assert_reads_own_lines
from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_center_hr.tests.common import MOMENT, HrData

from .common import DUE, ReadinessCase, ReadinessData

MODELS = (
    "tthc.readiness.report",
    "tthc.readiness.person",
    "tthc.readiness.count",
    "tthc.readiness.visit",
    "tthc.readiness.difficulty",
    "tthc.readiness.filing",
    "tthc.readiness.reminder",
    "project.task",
    "project.project",
)


@tagged("post_install", "-at_install")
class TestReadinessRole(ReadinessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.report_of(cls.building)
        cls.foreign.visit_ids = [(0, 0, {"name": "T1", "hour": 10})]
        cls.foreign.difficulty_ids = [(0, 0, {"name": "Của Sở Xây dựng"})]
        cls.line = cls.add_line(cls.foreign)
        cls.foreign.with_user(cls.building_reporter).action_file()
        cls.campaign._remind()

    def _theirs(self, model):
        """What there is of the building department, or of no agency at all."""
        field = "tthc_agency_id" if model.startswith("project") else "agency_id"
        return self.env[model].search([(field, "=", self.building.id)])

    def test_reporter_and_leader_see_nothing_of_another_agency(self):
        for role in ("reporter", "leader"):
            for model in MODELS:
                if role == "leader" and model == "tthc.readiness.reminder":
                    continue
                with self.subTest(role=role, model=model):
                    theirs = self._theirs(model)
                    self.assertTrue(theirs or model == "tthc.readiness.reminder")
                    seen = self.env[model].with_user(self.users[role]).search([])
                    self.assertFalse(seen & theirs)
                    if theirs:
                        with self.assertRaises(AccessError):
                            theirs.with_user(self.users[role]).read(["display_name"])

    def test_rule_over_reports_shows_the_own_one_only(self):
        for role in ("reporter", "leader"):
            with self.subTest(role):
                assert_reads_own_lines(
                    self, self.campaign, "report_ids", self.users[role]
                )

    def test_reporter_files_and_plans_for_the_own_agency_only(self):
        reporter = self.users["reporter"]
        foreign = self.foreign.with_user(reporter)
        for action in ("action_file", "action_recall", "action_refresh"):
            with self.assertRaises(AccessError):
                getattr(foreign, action)()
        with self.assertRaises(AccessError):
            self.line.with_user(reporter).write({"tthc_progress": 100})
        with self.assertRaises(AccessError):
            self.env["project.task"].with_user(reporter).create(
                {"tthc_report_id": self.foreign.id, "name": "Chen vào"}
            )
        with self.assertRaises(AccessError):
            self.env["project.task"].with_user(reporter).create(
                {"project_id": self.line.project_id.id, "name": "Chen vào"}
            )
        with self.assertRaises(AccessError):
            foreign.person_ids.with_user(reporter).mapped("name")

    def test_line_is_not_put_into_the_report_of_another_agency(self):
        own = self.add_line(self.report).with_user(self.users["reporter"])
        with self.assertRaises(UserError):
            own.write({"tthc_report_id": self.foreign.id})

    def test_reporter_neither_opens_nor_extends_nor_accepts(self):
        report = self.as_user(self.report, "reporter")
        with self.assertRaises(AccessError):
            report.action_extend(DUE + timedelta(days=1), "Cần thêm ngày")
        with self.assertRaises(AccessError):
            report.action_accept()
        with self.assertRaises(AccessError):
            report.action_return("Sửa")
        with self.assertRaises(AccessError):
            self.campaign.with_user(self.users["reporter"]).action_close()
        with self.assertRaises(AccessError):
            self.env["tthc.readiness.campaign"].with_user(
                self.users["reporter"]
            ).create({"name": "Tự mở", "center_id": self.center.id, "due_at": DUE})

    def test_reporter_neither_approves_nor_switches_approval(self):
        self.as_user(self.report, "leader").action_toggle_approval()
        report = self.as_user(self.report, "reporter")
        report.action_submit()
        for action in (report.action_approve, report.action_toggle_approval):
            with self.assertRaises(AccessError):
                action()
        with self.assertRaises(UserError):
            report.action_file()

    def test_coordinator_sees_all_reports(self):
        seen = self.env["tthc.readiness.report"].with_user(self.users["coordinator"])
        found = seen.search([("campaign_id", "=", self.campaign.id)])
        self.assertEqual(len(found), 2)
        self.assertTrue(self.line.with_user(self.users["coordinator"]).name)

    def test_inspector_reads_all_and_writes_nothing(self):
        report = self.foreign.with_user(self.users["inspector"])
        self.assertEqual(report.state, "filed")
        self.assertEqual(report._report_content()["people"][0]["system"], None)
        own = self.as_user(self.report, "inspector")
        line = self.line.with_user(self.users["inspector"])
        self.assertEqual(line.name, "Rà soát thủ tục")
        changes = {
            "row": lambda: own.count_ids[0].write({"number": "1"}),
            "person": lambda: own.person_ids[0].unlink(),
            "return": lambda: report.action_return("Sửa"),
            "extend": lambda: report.action_extend(DUE + timedelta(days=1), "Vì"),
            "line": lambda: line.write({"name": "x"}),
            "no line": lambda: line.unlink(),
        }
        for name, change in changes.items():
            with self.subTest(name), self.assertRaises(AccessError):
                change()

    def test_inspector_sees_neither_phones_nor_sizes(self):
        person = self.report.person_ids[:1].with_user(self.users["inspector"])
        self.assertTrue(person.name)
        for name in ("phone", "size", "system"):
            with self.assertRaises(AccessError):
                person.read([name])
        filing = self.foreign.filing_ids.with_user(self.users["inspector"])
        with self.assertRaises(AccessError):
            filing.read(["content"])
        self.main.staff_id.personal_phone = "0912345678"
        self.report._fill()
        people = self.as_user(self.report, "inspector")._report_content()["people"]
        self.assertEqual({row["phone"] for row in people}, {""})
        self.assertNotIn("0912345678", str(people))

    def test_others_have_no_way_in(self):
        for role in ("reception", "specialist", "courier", "editor", "hr"):
            for model in MODELS[:-2]:
                with (
                    self.subTest(role=role, model=model),
                    self.assertRaises(AccessError),
                ):
                    self.env[model].with_user(self.users[role]).search([])
            tasks = self.env["project.task"].with_user(self.users[role])
            self.assertFalse(tasks.search([("tthc_agency_id", "!=", False)]))

    def test_leader_and_manager_read_lines_only(self):
        self.users["leader"].tthc_agency_ids |= self.building
        for role in ("leader", "manager"):
            line = self.as_user(self.line, role)
            self.assertTrue(line.name)
            with self.subTest(role), self.assertRaises(AccessError):
                line.write({"name": "x"})
            with self.subTest(role), self.assertRaises(AccessError):
                line.unlink()

    def test_manager_reads_what_concerns_the_own_center(self):
        manager = self.users["manager"]
        self.assertTrue(self.foreign.with_user(manager).state)
        manager.tthc_center_id = self.other_center
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.foreign.with_user(manager).read(["state"])

    def test_export_of_names_and_phones_is_a_right_of_its_own(self):
        people = self.report.person_ids.with_user(self.users["reporter"])
        with self.assertRaises(AccessError):
            people.export_data(["name", "phone"])

    def test_answer_is_seen_by_whoever_asked_and_whoever_answers(self):
        difficulty = self.foreign.difficulty_ids
        difficulty.with_user(self.users["coordinator"]).action_assign(self.justice)
        self.env.invalidate_all()
        self.assertTrue(difficulty.with_user(self.users["reporter"]).name)

    def test_tasks_of_other_projects_need_no_role_of_the_suite(self):
        user = new_test_user(
            self.env, "test_plain_project", groups="project.group_project_user"
        )
        project = self.env["project.project"].create({"name": "Việc khác"})
        task = (
            self.env["project.task"]
            .with_user(user)
            .create({"name": "Việc thường", "project_id": project.id})
        )
        task.name = "Việc thường khác"
        self.assertFalse(task.tthc_report_id)
        self.assertFalse(task.tthc_past_opening)


@tagged("post_install", "-at_install")
class TestReadinessRpc(ReadinessData, HrData, TthcOrganisation, HttpCase):
    """What a client sends past the screens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(frozen(MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.make_readiness_data()

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def test_no_context_moves_a_report(self):
        self.authenticate("test_reporter", "test_reporter")
        for key in ("tthc.readiness.report.move", "tthc_append"):
            with self.assertRaises(JsonRpcException):
                self._call(
                    "tthc.readiness.report",
                    "write",
                    [self.report.id],
                    {"state": "accepted"},
                    context={key: True},
                )
        self.env.invalidate_all()
        self.assertEqual(self.report.state, "draft")

    def test_row_of_another_agency_is_not_written(self):
        self.authenticate("test_reporter", "test_reporter")
        row = self.report_of(self.building).count_ids[0]
        with self.assertRaises(JsonRpcException):
            self._call("tthc.readiness.count", "write", [row.id], {"number": "1"})
        self.env.invalidate_all()
        self.assertFalse(row.number)

    def test_row_is_not_moved_to_another_report(self):
        self.authenticate("test_reporter", "test_reporter")
        person = self.report.person_ids[0]
        target = self.report_of(self.building)
        with self.assertRaises(JsonRpcException):
            self._call(
                "tthc.readiness.person", "write", [person.id], {"report_id": target.id}
            )
        self.env.invalidate_all()
        self.assertEqual(person.report_id, self.report)

    def test_helpers_can_not_be_called(self):
        self.authenticate("test_reporter", "test_reporter")
        for method in ("_fill", "_freeze", "_move", "_moving"):
            with self.assertRaises(JsonRpcException):
                self._call("tthc.readiness.report", method, [self.report.id])
