from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .race_common import SideBySide

TRANSACTIONS = 8
ROUNDS = 4
#: Years of their own, so that no other dossier is in the series.
MOMENT = datetime(2016, 3, 1, 2, 0)
NEXT_YEAR = datetime(2017, 3, 1, 2, 0)


class Undone(Exception):
    """Raised on purpose, to roll a transaction back."""


@tagged("-standard", "tthc_concurrency")
class TestNumbersSideBySide(SideBySide):
    """Numbers and actions while others do the same."""

    def _receive_in(self, cr, fate):
        env = api.Environment(cr, self.ids["clerk"], {})
        code = env["tthc.intake.desk"].receive(self.request)["code"]
        env.flush_all()
        if fate == "rollback":
            raise Undone
        if fate == "kill":
            self._kill(cr)
        return code

    def _work(self, barrier, fate):
        """One transaction as a request makes it, retries of Odoo included."""
        barrier.wait()
        try:
            with frozen(MOMENT), self.registry.cursor() as cr:
                env = api.Environment(cr, self.ids["clerk"], {})
                return retrying(lambda: self._receive_in(cr, fate), env)
        except Undone:
            return None
        except psycopg2.Error:
            if fate != "kill":
                raise
            return None

    def _fates(self, number):
        """Of eight transactions two are rolled back and one is killed."""
        return ("commit", "rollback", "commit", "kill", "commit", "commit", "rollback")[
            number % 7
        ]

    @mute_logger("odoo.sql_db")
    def test_eight_at_once_with_rollbacks_and_a_killed_connection(self):
        """Numbers have no hole and no double; nobody sees an error."""
        codes = []
        with ThreadPoolExecutor(TRANSACTIONS) as pool:
            for _round in range(ROUNDS):
                barrier = Barrier(TRANSACTIONS)
                futures = [
                    pool.submit(self._work, barrier, self._fates(number))
                    for number in range(TRANSACTIONS)
                ]
                codes += [future.result() for future in futures]
        kept = [code for code in codes if code]
        expected = ROUNDS * sum(
            self._fates(number) == "commit" for number in range(TRANSACTIONS)
        )
        self.assertEqual(len(kept), expected)
        self.assertEqual(len(set(kept)), expected)
        with self.registry.cursor() as cr:
            cr.execute(
                SQL(
                    "SELECT array_agg(register_number ORDER BY register_number),"
                    " array_agg(code_number ORDER BY code_number)"
                    " FROM tthc_dossier WHERE center_id = %s AND register_year = %s",
                    self.ids["center"],
                    MOMENT.year,
                )
            )
            registers, numbers = cr.fetchone()
        self.assertEqual(registers, list(range(1, expected + 1)))
        self.assertEqual(numbers, list(range(1, expected + 1)))

    def _receive_one(self):
        with frozen(NEXT_YEAR), self.registry.cursor() as cr:
            env = api.Environment(cr, self.ids["clerk"], {})
            return env["tthc.intake.desk"].receive(self.request)["id"]

    def _hand_over(self, barrier, dossier_id):
        barrier.wait()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.ids["clerk"], {})
            dossier = env["tthc.dossier"].browse(dossier_id)
            try:
                retrying(dossier.action_transfer, env)
            except UserError as error:
                cr.rollback()
                return str(error)
        return None

    @mute_logger("odoo.sql_db")
    def test_two_clerks_hand_over_one_dossier_at_once(self):
        """One does it, the other is told; the log has it once."""
        for _round in range(ROUNDS):
            dossier_id = self._receive_one()
            barrier = Barrier(2)
            with ThreadPoolExecutor(2) as pool:
                futures = [
                    pool.submit(self._hand_over, barrier, dossier_id)
                    for _clerk in range(2)
                ]
            told = [future.result() for future in futures]
            self.assertEqual(told.count(None), 1)
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                dossier = env["tthc.dossier"].browse(dossier_id)
                self.assertEqual(dossier.state, "processing")
                self.assertEqual(
                    dossier.event_ids.sorted("seq").mapped("kind"),
                    ["receive", "transfer"],
                )

    @mute_logger("odoo.sql_db")
    def test_double_click_in_two_requests_receives_once(self):
        """Both requests of one click answer with the same dossier."""
        request = {**self.request, "key": "double-click"}
        barrier = Barrier(2)

        def click():
            barrier.wait()
            with frozen(NEXT_YEAR), self.registry.cursor() as cr:
                env = api.Environment(cr, self.ids["clerk"], {})
                desk = env["tthc.intake.desk"]
                return retrying(lambda: desk.receive(request)["code"], env)

        with ThreadPoolExecutor(2) as pool:
            futures = [pool.submit(click) for _click in range(2)]
        codes = {future.result() for future in futures}
        self.assertEqual(len(codes), 1)

    def _print_pack(self):
        """A pack of one number and an outage, as the manager makes them."""
        with frozen(NEXT_YEAR - timedelta(days=1)), self.registry.cursor() as cr:
            env = api.Environment(cr, self.ids["manager"], {})
            pack = env["tthc.receipt.pack"].create({"amount": 1})
            pack._note_print(pack.blank_ids)
            env["tthc.outage"].create(
                {"date_from": NEXT_YEAR - timedelta(days=1), "reason": "Mất điện"}
            )
            return pack.blank_ids.code

    def _enter(self, barrier, code, number):
        request = {**self.request, "received_at": str(NEXT_YEAR), "key": f"p{number}"}
        barrier.wait()
        with frozen(NEXT_YEAR + timedelta(hours=1)), self.registry.cursor() as cr:
            env = api.Environment(cr, self.ids["clerk"], {})
            desk = env["tthc.intake.desk"]
            try:
                return retrying(lambda: desk.receive_late(request, code)["code"], env)
            except UserError:
                cr.rollback()
                return None

    @mute_logger("odoo.sql_db")
    def test_one_blank_receipt_is_entered_once_by_clerks_at_once(self):
        """One dossier carries the number; the others are told and leave nothing."""
        code = self._print_pack()
        barrier = Barrier(TRANSACTIONS)
        with ThreadPoolExecutor(TRANSACTIONS) as pool:
            futures = [
                pool.submit(self._enter, barrier, code, number)
                for number in range(TRANSACTIONS)
            ]
        made = [future.result() for future in futures if future.result()]
        self.assertEqual(len(made), 1)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            dossiers = env["tthc.dossier"].search([("reserved_number", "=", code)])
            self.assertEqual(dossiers.mapped("code"), made)
            blank = env["tthc.receipt.blank"].search([("code", "=", code)])
            self.assertEqual((blank.state, blank.dossier_id), ("used", dossiers))
