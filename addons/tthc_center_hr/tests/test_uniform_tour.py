from types import SimpleNamespace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools import clock

from .common import MOMENT, HrData
from .uniform_common import UniformData


@tagged("post_install", "-at_install")
class TestUniformTour(UniformData, HrData, TthcOrganisation, HttpCase):
    """From the gathering of sizes to an exchange, as people click it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: MOMENT))
        cls._set_up_organisation()
        cls.make_hr_data()
        cls.make_uniform_data()

    def test_campaign_sizes_order_delivery_issue_exchange(self):
        self.start_tour("/odoo", "tthc_uniform_campaign", login="test_hr")
        campaign = self.env["tthc.uniform.campaign"].search([], limit=1)
        self.assertEqual((campaign.state, campaign.asked_count), ("open", 2))
        self.start_tour("/odoo", "tthc_uniform_reporter", login="test_reporter")
        self.assertEqual(self.woman.size_ids.size_id, self.size("female", "9"))
        self.choose(self.man, self.size("male", "40"))
        # A 7 to exchange for, from an earlier year.
        self.env["tthc.uniform.stock"]._of(
            self.center, self.size("female", "7")
        ).action_count(1, "Kiểm kê")
        self.start_tour("/odoo", "tthc_uniform_order", login="test_hr")
        self.env.invalidate_all()
        exchange = self.env["tthc.uniform.issue"].search([("kind", "=", "exchange")])
        self.assertEqual(exchange.staff_id, self.woman)
        self.assertEqual(exchange.exchanges_id.staff_id, self.woman)
        self.assertEqual(self.stock(self.size("female", "7")).on_hand, 0)
        self.assertEqual(self.woman.size_ids.size_id, self.size("female", "7"))
