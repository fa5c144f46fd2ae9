from datetime import timedelta

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY
from odoo.addons.tthc_dossier.tests.race_common import SideBySide

A_DAY = timedelta(days=1)
TABLES = {
    "table": "tthc.table.settlement",
    "period_kind": "free",
    "date_from": "2026-08-15",
    "date_to": "2026-09-14",
}


@tagged("-standard", "tthc_concurrency")
class TestTablesSideBySide(SideBySide):
    """Two people who send tables of one center at the same moment."""

    def setUp(self):
        super().setUp()
        with frozen(THURSDAY), self.registry.cursor() as cr:
            env = api.Environment(cr, self.ids["clerk"], {})
            env["tthc.intake.desk"].receive(self.request)

    def _send(self, **values):
        """Send a table as the manager, in a transaction of its own."""

        def work(env):
            screen = env["tthc.table.view"].create({**TABLES, **values})
            issue = env["tthc.table.issue"]._freeze(screen, "Sở Nội vụ", "Trần Ký")
            return issue.number

        with frozen(THURSDAY + 60 * A_DAY):
            return self._as(self.ids["manager"], work)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_table_is_sent_once(self):
        answers = self._at_once([self._send, self._send])
        self.assertEqual(sum(isinstance(one, int) for one in answers), 1, answers)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            issues = env["tthc.table.issue"].search(
                [
                    ("center_id", "=", self.ids["center"]),
                    ("date_from", "=", "2026-08-15"),
                ]
            )
            self.assertEqual(len(issues), 1)
            self.assertTrue(issues.is_intact)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_tables_have_two_numbers_without_a_hole(self):
        answers = self._at_once(
            [
                lambda: self._send(date_from="2026-08-16"),
                lambda: self._send(date_from="2026-08-17", grouping="agency"),
            ]
        )
        first, second = sorted(answers)
        self.assertEqual(second, first + 1)
