from datetime import datetime, time, timedelta

from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools.clock import frozen

from .common import DAY, HrData


@tagged("post_install", "-at_install")
class TestAssignmentTour(HrData, TthcOrganisation, HttpCase):
    """From the agency's proposal over the decision into post, as it is clicked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()
        cls.make_hr_data()
        # The browser works today, whichever day that is.
        cls.reserve._moving().write({"date_from": "2015-01-01", "date_to": False})

    def test_proposal_decision_in_post(self):
        self.start_tour(
            "/odoo/assignments", "tthc_assignment_propose", login="test_reporter"
        )
        person = self.env["tthc.staff"].search([("name", "=", "Lê Thị Mới")])
        post = person.assignment_ids
        self.assertRecordValues(
            post,
            [{"state": "proposed", "role": "main", "agency_id": self.justice.id}],
        )
        self.assertEqual(person.personal_phone, "0912000007")
        user = new_test_user(self.env, "test_new", groups="tthc_base.group_staff")
        person.user_id = user
        post.counter_ids = self.counter
        self.start_tour("/odoo/assignments", "tthc_assignment_decide", login="test_hr")
        self.env.invalidate_all()
        self.assertEqual(post.state, "approved")
        self.assertEqual(post.decision_id.number, "77/QĐ-UBND")
        self.assertFalse(user.tthc_counter_id)
        # 08:00 at the center on the first day.
        first = datetime.combine(post.date_from, time(1))
        for moment, counter in (
            (first - DAY, self.counter.browse()),
            (first, self.counter),
            (first + timedelta(days=366), self.counter.browse()),
        ):
            with frozen(moment):
                self.env.invalidate_all()
                self.env["tthc.assignment"]._cron_daily()
                self.assertEqual(post.in_post, bool(counter))
                self.assertEqual(user.tthc_counter_id, counter)
