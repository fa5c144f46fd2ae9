from datetime import date, datetime, timedelta

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools.clock import frozen

#: 08:00 at the center on the day of the tests (a Monday).
MOMENT = datetime(2026, 3, 2, 1, 0)
TODAY = date(2026, 3, 2)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class VoiceCase(TthcOrganisation, TransactionCase):
    """Two units with a reporter each, and a coordinator of neither."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()
        cls.coordinator = cls.users["coordinator"]
        cls.reporter = cls.users["reporter"]
        cls.other_reporter = new_test_user(
            cls.env, "test_reporter_building", groups="tthc_base.group_agency_reporter"
        )
        cls.justice.user_ids = [Command.set(cls.reporter.ids)]
        cls.building.user_ids = [Command.set(cls.other_reporter.ids)]
        cls.committee.user_ids = [Command.set(cls.coordinator.ids)]

    def setUp(self):
        super().setUp()
        self.set_clock(MOMENT)

    def set_clock(self, moment):
        """Let the clock of the suite stand at an instant.

        :param moment: naive UTC
        """
        clock = frozen(moment)
        clock.__enter__()
        self.addCleanup(clock.__exit__, None, None, None)
