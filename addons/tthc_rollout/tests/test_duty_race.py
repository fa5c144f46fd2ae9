from odoo import SUPERUSER_ID, Command, api
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tests.race_common import RealTransactions
from odoo.addons.tthc_base.tools.clock import frozen

from .duty_common import MOMENT, DutyData

ROUNDS = 4


@tagged("-standard", "tthc_concurrency")
class TestDutyRace(DutyData, TthcOrganisation, RealTransactions, BaseCase):
    """Two at once, with real transactions: reported once, given once, told once."""

    further_tables = (
        *RealTransactions.further_tables,
        *("mail_activity", "mail_followers", "ir_attachment"),
        *("res_users", "res_partner", "ir_cron_trigger"),
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_race()
        with cls.registry.cursor() as cr, frozen(MOMENT):
            cls.env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
            cls._set_up_organisation()
            cls.make_duty_data()
            second = cls._new_user(
                "reporter",
                "test_reporter_second",
                tthc_agency_ids=[Command.set(cls.justice.ids)],
            )
            cls.ids = {
                "reporters": [cls.users["reporter"].id, second.id],
                "coordinator": cls.coordinator.id,
                "share": cls.give().id,
                "dispatch": cls.make_dispatch(number="13").id,
            }
            cls.env.flush_all()
        # Each turn has a transaction of its own; this one is over.
        del cls.env

    def _as(self, uid, work, **context):
        with frozen(MOMENT):
            return super()._as(uid, work, lang="en_US", **context)

    def share(self, env):
        return env["tthc.duty.share"].browse(self.ids["share"])

    def reporting(self, user):
        def work(env):
            file = env["ir.attachment"].create({"name": "a.txt", "raw": b"a"})
            self.share(env).action_report(f"Người {user}", file.ids)
            env.flush_all()
            return "reported"

        return lambda: self._as(user, work)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_share_is_reported_once(self):
        for number in range(1, ROUNDS + 1):
            answers = self._at_once(
                [self.reporting(user) for user in self.ids["reporters"]]
            )
            self.assertEqual(answers.count("reported"), 1, answers)
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                events = self.share(env).event_ids
                self.assertEqual(events.mapped("kind").count("report"), number)
                self.assertEqual(len(self.share(env).evidence_ids), 1)
            self._as(
                self.ids["coordinator"],
                lambda env: self.share(env).action_return("Sửa lại"),
            )

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_dispatch_is_given_once(self):
        def work(env):
            env["tthc.dispatch"].browse(self.ids["dispatch"]).action_give()
            env.flush_all()
            return "given"

        answers = self._at_once(
            [lambda: self._as(self.ids["coordinator"], work) for _turn in range(2)]
        )
        self.assertEqual(answers.count("given"), 1, answers)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            dispatch = env["tthc.dispatch"].browse(self.ids["dispatch"])
            self.assertEqual(len(dispatch.share_ids), 2)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_jobs_remind_once(self):
        def work(env):
            self.share(env)._remind()
            env.flush_all()

        self._at_once([lambda: self._as(SUPERUSER_ID, work)] * 2)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            reminders = env["tthc.duty.reminder"].search(
                [("share_id", "=", self.ids["share"])]
            )
            self.assertEqual(reminders.mapped("stage"), ["given"])
