from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tools import clock

from .common import THURSDAY
from .fee_common import PAID_AT, FeeData

#: Thursday 20/8/2026, 22:00 in Vietnam.
NIGHT = THURSDAY.replace(hour=15)


@tagged("post_install", "-at_install")
class TestCashAtNight(FeeData, HttpCase):
    """A day's money as people click it: collected, left open, counted, handed over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.dossier = cls.receive(owner="Trần Thị Bình")
        cls.freeze(PAID_AT)

    @classmethod
    def freeze(cls, moment):
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: moment))

    def test_cash_at_night(self):
        self.start_tour("/odoo/quay", "tthc_collect_tour", login="tthc_clerk")
        self.env.invalidate_all()
        payment = self.dossier.payment_line_ids.payment_id
        self.assertEqual((payment.amount, payment.given), (75000, 100000))
        self.assertEqual(payment.number, 1)
        till = payment.session_id
        self.freeze(NIGHT)
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", return_value=True
        ):
            self.env["tthc.cash.session"]._cron_close_tills()
        self.env.flush_all()
        self.assertEqual(till.state, "uncounted")
        self.freeze(NIGHT + timedelta(hours=10))
        self.start_tour("/odoo/tills", "tthc_cash_at_night_tour", login="tthc_clerk")
        self.env.invalidate_all()
        self.assertEqual((till.state, till.difference), ("handed", -5000))
        self.assertEqual(till.difference_reason, "Trả thừa tiền lẻ")
        self.assertEqual(till.cashier_id, self.cashier)
