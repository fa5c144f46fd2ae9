from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM
from odoo.addons.tthc_center_hr.tests.common import DAY, HrData

from .golive_common import GoliveData


@tagged("post_install", "-at_install")
class TestGoliveTour(GoliveData, HrData, TthcOrganisation, HttpCase):
    """The center's manager works the list off: two deliveries, a tick, ready."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.make_golive_data()

    @classmethod
    def make_golive(cls, **values):
        """A list that opens a month from the day on which the tour is played."""
        return super().make_golive(opening_day=today(VIETNAM) + 30 * DAY, **values)

    def test_manager_receives_in_parts_ticks_and_declares_ready(self):
        self.counter.agency_ids = [Command.set(self.justice.ids)]
        began = now()
        self.start_tour("/odoo/golive", "tthc_golive_ready", login="test_manager")
        self.env.invalidate_all()
        self.assertRecordValues(
            self.goods,
            [{"state": "done", "received_quantity": 10, "actual_cost": 95_000_000}],
        )
        self.assertEqual(self.goods.receipt_ids.sorted("id").mapped("quantity"), [4, 6])
        self.assertEqual(self.proved.state, "done")
        self.assertEqual(self.proved.evidence_ids.mapped("name"), ["quyet-dinh.txt"])
        self.assertEqual(self.golive.state, "ready")
        self.assertGreaterEqual(self.golive.ready_at, began.replace(microsecond=0))
