from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .fee_common import FeeData
from .race_common import SideBySide
from .test_concurrency import NEXT_YEAR

ROUNDS = 3


@tagged("-standard", "tthc_concurrency")
class TestCollectingSideBySide(FeeData, SideBySide):
    """Money is taken once, whoever collects at the same moment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ids["colleague"] = cls.colleague.id

    def _receive_one(self):
        """Receive a dossier; :return: ids of it and of what it owes."""
        with frozen(NEXT_YEAR), self.registry.cursor() as cr:
            env = api.Environment(cr, self.ids["clerk"], {})
            dossier_id = env["tthc.intake.desk"].receive(self.request)["id"]
            return dossier_id, env["tthc.dossier"].browse(dossier_id).fee_ids.id

    def _collect(self, barrier, who, fee_id, key):
        """One request as the panel makes it, retries of Odoo included."""
        barrier.wait()
        with frozen(NEXT_YEAR), self.registry.cursor() as cr:
            env = api.Environment(cr, self.ids[who], {})
            values = {"amounts": {str(fee_id): 75000}, "key": key}
            desk = env["tthc.fee.desk"]
            try:
                return retrying(lambda: desk.collect(values)["id"], env)
            except UserError:
                cr.rollback()
                return None

    def _at_once(self, fee_id, *calls):
        barrier = Barrier(len(calls))
        with ThreadPoolExecutor(len(calls)) as pool:
            futures = [
                pool.submit(self._collect, barrier, who, fee_id, key)
                for who, key in calls
            ]
        return [future.result() for future in futures]

    def _payments(self, dossier_id):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            dossier = env["tthc.dossier"].browse(dossier_id)
            payments = dossier.payment_line_ids.payment_id
            return payments.ids, dossier.money_state, payments.session_id.mapped("cash")

    @mute_logger("odoo.sql_db")
    def test_two_clerks_collect_on_one_dossier_at_once(self):
        """One takes the money, the other is told; the number has no hole."""
        for turn in range(ROUNDS):
            dossier_id, fee_id = self._receive_one()
            made = self._at_once(
                fee_id, ("clerk", f"a{turn}"), ("colleague", f"b{turn}")
            )
            self.assertEqual(made.count(None), 1)
            payments, state, _cash = self._payments(dossier_id)
            self.assertEqual(len(payments), 1)
            self.assertIn(payments[0], made)
            self.assertEqual(state, "paid")
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            rows = env["tthc.fee.payment"]._read_group(
                [("center_id", "=", self.ids["center"])],
                ["symbol"],
                ["number:max", "__count"],
            )
            for symbol, highest, count in rows:
                with self.subTest(symbol=symbol):
                    self.assertEqual(highest, count)

    @mute_logger("odoo.sql_db")
    def test_double_click_in_two_requests_takes_the_money_once(self):
        """Both requests of one click answer with the same receipt."""
        dossier_id, fee_id = self._receive_one()
        made = self._at_once(fee_id, ("clerk", "dbl"), ("clerk", "dbl"))
        payments, _state, _cash = self._payments(dossier_id)
        self.assertEqual(len(payments), 1)
        self.assertLessEqual(set(made) - {None}, set(payments))
        again = self._at_once(fee_id, ("clerk", "dbl"))
        self.assertEqual(again, payments)
