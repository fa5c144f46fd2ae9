from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.race_common import SideBySide

from .common import HOUR, NINE, PostalData

ROUNDS = 4


class HandoverRace(PostalData, SideBySide):
    """Two at once, with real transactions: nothing is lost or in two hands."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cls._in(env)
            cls.make_postal_data(env)
            run = cls.make_round(loading_cutoff=10.0)
            cls.ids.update(
                run=run.id,
                stop=run.stop_ids[0].id,
                courier=cls.courier.id,
                other_courier=cls.other_courier.id,
                specialist=cls.specialist.id,
            )

    @classmethod
    def _in(cls, env):
        """Let the class's records live in an open transaction."""
        for name in ("center", "counter", "courier", "agency", "other_agency"):
            record = getattr(cls, name)
            setattr(cls, name, env[record._name].browse(record.id))

    def _paper(self):
        """Receive one dossier and commit it; the id and the label of its folder."""
        with frozen(NINE), self.registry.cursor() as cr:
            env = api.Environment(cr, self.ids["clerk"], {})
            answer = env["tthc.intake.desk"].receive(self.request)
            paper = env["tthc.dossier"].browse(answer["id"]).sudo().paper_ids
            return paper.id, paper.token

    def _as(self, user, work):
        """Do something in a transaction of its own, as a request does.

        :return: what the work returns, or the words of the refusal
        """
        with frozen(NINE + HOUR / 2), self.registry.cursor() as cr:
            env = api.Environment(cr, self.ids[user], {})
            try:
                return retrying(lambda: work(env), env)
            except UserError as error:
                cr.rollback()
                return f"refused: {error}"

    def _at_once(self, *works):
        """Do things at the same moment, each in a transaction and thread of its own."""
        barrier = Barrier(len(works))

        def one(user, work):
            barrier.wait()
            return self._as(user, work)

        with ThreadPoolExecutor(len(works)) as pool:
            futures = [pool.submit(one, *work) for work in works]
            return [future.result() for future in futures]

    def _open(self, token):
        """The sheet at the center with one folder on it."""
        sheet = self._as(
            "clerk", lambda env: env["tthc.handover"].open_for_round(self.ids["run"])
        )
        self._scan(sheet["id"], token)
        return sheet["id"]

    def _scan(self, sheet, token):
        return self._as("clerk", self._scanning(sheet, f"first-{token}", token))

    def _scanning(self, sheet, key, token):
        return lambda env: env["tthc.handover"].browse(sheet).scan(key, token)

    def _sign(self, sheet, side):
        def work(env):
            answer = env["tthc.handover"].browse(sheet).sign(side)
            env.flush_all()
            return answer["state"]

        return work

    def _found(self, paper):
        """Holder kind and number of moves of a paper, as committed."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            row = env["tthc.paper"].browse(paper)
            broken = env["tthc.custody.move"]._broken_chains(row)
            self.assertFalse(broken)
            return row.holder_id.kind, row.move_count
