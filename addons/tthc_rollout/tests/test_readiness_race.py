from odoo import SUPERUSER_ID, Command, api
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_center_hr.tests.race_common import HrRace

from .common import ReadinessData

ROUNDS = 4


@tagged("-standard", "tthc_concurrency")
class TestReadinessRace(ReadinessData, HrRace):
    """Two at once, with real transactions: a report is filed once, a project made
    once, an agency reminded once."""

    further_tables = (
        *HrRace.further_tables,
        *("project_task", "project_project", "mail_alias", "mail_activity"),
        *("mail_followers", "project_task_user_rel"),
    )

    @classmethod
    def _set_up_people(cls):
        cls.make_readiness_data()
        second = cls._new_user(
            "reporter",
            "test_reporter_second",
            tthc_agency_ids=[Command.set(cls.justice.ids)],
        )
        return {
            "reporters": [cls.users["reporter"].id, second.id],
            "coordinator": cls.users["coordinator"].id,
            "report": cls.report.id,
            "campaign": cls.campaign.id,
        }

    def _report(self, env):
        return env["tthc.readiness.report"].browse(self.ids["report"])

    def _filing(self, user):
        def work(env):
            self._report(env).action_file()
            env.flush_all()
            return "filed"

        return lambda: self._as(user, work)

    def _return(self):
        self._as(
            self.ids["coordinator"],
            lambda env: self._report(env).action_return("Sửa lại"),
        )

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_report_is_filed_once(self):
        for number in range(1, ROUNDS + 1):
            answers = self._at_once(
                [self._filing(user) for user in self.ids["reporters"]]
            )
            self.assertEqual(answers.count("filed"), 1, answers)
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                filings = self._report(env).filing_ids
                self.assertEqual(filings.mapped("number"), list(range(1, number + 1)))
            self._return()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_first_lines_make_one_project(self):
        def adding(user):
            def work(env):
                line = env["project.task"].create(
                    {"tthc_report_id": self.ids["report"], "name": "Một việc"}
                )
                env.flush_all()
                return line.sudo().project_id.id

            return lambda: self._as(user, work)

        projects = self._at_once([adding(user) for user in self.ids["reporters"]])
        self.assertEqual(len(set(projects)), 1, projects)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_jobs_remind_once(self):
        def work(env):
            env["tthc.readiness.campaign"].browse(self.ids["campaign"])._remind()
            env.flush_all()

        self._at_once([lambda: self._as(SUPERUSER_ID, work)] * 2)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            stages = self._report(env).reminder_ids.mapped("stage")
            self.assertEqual(len(stages), len(set(stages)), stages)
            self.assertTrue(stages)
