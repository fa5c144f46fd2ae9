from datetime import timedelta

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .common import HrData


@tagged("post_install", "-at_install")
class TestRosterTour(HrData, TthcOrganisation, HttpCase):
    """An absence, its substitute, and the week that shows both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()
        # The browser's server keeps the real time: a week after this one is to come
        # whatever the day is.
        now = today(VIETNAM)
        cls.monday = now + timedelta(days=7 - now.weekday())
        cls.decision = cls.make_decision()
        span = {"date_from": now - timedelta(days=90), "date_to": now + timedelta(300)}
        cls.main = cls.make_assignment(
            "main",
            cls.make_staff("Phạm Thị Chính"),
            counter_ids=cls.counter.ids,
            **span,
        )
        cls.reserve = cls.make_assignment(
            "reserve", cls.make_staff("Trần Văn Phòng"), **span
        )

    def test_absence_substitute_roster(self):
        day = self.center.resource_calendar_id.tthc_working_day_from(self.monday)
        absence = self.env["tthc.absence"].create(
            {"assignment_id": self.main.id, "date_from": day, "date_to": day}
        )
        self.start_tour(
            "/odoo/absences", "tthc_absence_substitute", login="test_manager"
        )
        self.assertEqual(absence.state, "approved")
        self.assertEqual(set(absence.stand_in_ids.assignment_id), set(self.reserve))
        self.center._roster_fill(self.monday, self.monday + timedelta(days=6))
        action = self.env.ref("tthc_center_hr.tthc_roster_action")
        action.context = {"active_center_id": self.center.id, "day": str(day)}
        self.start_tour("/odoo/roster", "tthc_roster_week", login="test_manager")
        self.assertEqual(len(absence.stand_in_ids), 2)
