from odoo import SUPERUSER_ID, Command, api
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_center_hr.tests.race_common import HrRace

from .golive_common import GoliveData

ROUNDS = 4


@tagged("-standard", "tthc_concurrency")
class TestGoliveRace(GoliveData, HrRace):
    """Two at once, with real transactions: a paper counts once, parts sum up."""

    further_tables = (
        *HrRace.further_tables,
        *("mail_message", "mail_followers", "mail_tracking_value"),
    )

    @classmethod
    def _set_up_people(cls):
        cls.make_golive_data()
        second = cls._new_user(
            "manager",
            "test_manager_second",
            tthc_agency_ids=[Command.set(cls.justice.ids)],
        )
        return {
            "managers": [cls.users["manager"].id, second.id],
            "line": cls.goods.id,
            "golive": cls.golive.id,
        }

    def _receiving(self, user, quantity, paper):
        def work(env):
            line = env["tthc.golive.line"].browse(self.ids["line"])
            line.action_receive(quantity, paper)
            env.flush_all()
            return "received"

        return lambda: self._as(user, work)

    def _line(self, read):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return read(env["tthc.golive.line"].browse(self.ids["line"]))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_same_paper_at_once_counts_once(self):
        for number in range(1, ROUNDS + 1):
            answers = self._at_once(
                [
                    self._receiving(user, 1, f"{number}/BBGN")
                    for user in self.ids["managers"]
                ]
            )
            self.assertEqual(answers.count("received"), 1, answers)
            total = self._line(lambda line: line.received_quantity)
            self.assertEqual(total, number)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_parts_at_once_never_pass_the_plan(self):
        before = self._line(lambda line: line.open_quantity)
        answers = self._at_once(
            [
                self._receiving(user, before, f"{place}/CUOI")
                for place, user in enumerate(self.ids["managers"])
            ]
        )
        self.assertEqual(answers.count("received"), 1, answers)
        figures = self._line(
            lambda line: (line.received_quantity, line.planned_quantity, line.state)
        )
        self.assertEqual(figures, (10, 10, "done"))
