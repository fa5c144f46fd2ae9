from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from .common import CatalogMaker


@tagged("-standard", "tthc_concurrency")
class TestVersionRace(CatalogMaker, BaseCase):
    """Real transactions, real commits: cleans up what it leaves behind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            cls.env = api.Environment(cr, SUPERUSER_ID, {})
            cls.agency_id = (
                cls.env["tthc.agency"]
                .create({"name": "Sở Tranh Chấp", "identifier": "H98.1"})
                .id
            )
            cls.procedure_id = cls.env["tthc.procedure"].create({"code": "9.990001"}).id
        cls.addClassCleanup(cls._clean)

    @classmethod
    def _clean(cls):
        with cls.registry.cursor() as cr:
            cls._forget_versions(cr)
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["tthc.procedure"].browse(cls.procedure_id).unlink()
            env["tthc.agency"].browse(cls.agency_id).unlink()

    @classmethod
    def _forget_versions(cls, cr):
        cr.execute(
            SQL(
                "DELETE FROM tthc_procedure_version WHERE procedure_id = %s",
                cls.procedure_id,
            )
        )

    def _proposals(self, *days):
        with self.registry.cursor() as cr:
            self._forget_versions(cr)
            env = api.Environment(cr, SUPERUSER_ID, {})
            versions = env["tthc.procedure.version"].create(
                [
                    {
                        "procedure_id": self.procedure_id,
                        "name": f"Bản {number}",
                        "agency_id": self.agency_id,
                        "valid_from": day,
                        "limit_value": 5,
                        "limit_unit": "working_day",
                    }
                    for number, day in enumerate(days)
                ]
            )
            versions.action_propose()
            return versions.ids

    def _amend(self, barrier, version_id):
        """Press “Amend” as a request does, retries of Odoo included."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"lang": "vi_VN"})
            version = env["tthc.procedure.version"].browse(version_id)
            version.mapped("state")
            barrier.wait()
            return retrying(version.action_amend, env)["type"]

    def _drafts(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            domain = [
                ("procedure_id", "=", self.procedure_id),
                ("state", "=", "draft"),
            ]
            return env["tthc.procedure.version"].search_count(domain)

    def _approve(self, barrier, version_id):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"lang": "vi_VN"})
            version = env["tthc.procedure.version"].browse(version_id)
            version.mapped("state")
            barrier.wait()
            try:
                retrying(version.action_approve, env)
            except UserError as error:
                cr.rollback()
                return str(error)
        return None

    def _race(self, *days):
        ids = self._proposals(*days)
        barrier = Barrier(len(ids))
        with ThreadPoolExecutor(len(ids)) as pool:
            futures = [pool.submit(self._approve, barrier, id_) for id_ in ids]
        return [future.result() for future in futures]

    @mute_logger("odoo.sql_db")
    def test_overlap_of_two_transactions_is_refused_in_vietnamese_words(self):
        for _round in range(5):
            told = self._race("2026-03-01", "2026-03-01")
            self.assertEqual(told.count(None), 1)
            (sentence,) = filter(None, told)
            self.assertIn("9.990001", sentence)
            self.assertRegex(sentence, "phê duyệt|có hiệu lực")
            self.assertNotIn("daterange", sentence)
            with self.registry.cursor() as cr:
                cr.execute(
                    SQL(
                        "SELECT COUNT(*) FROM tthc_procedure_version"
                        " WHERE procedure_id = %s AND state = 'approved'",
                        self.procedure_id,
                    )
                )
                self.assertEqual(cr.fetchone()[0], 1)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_who_amend_at_once_share_one_draft(self):
        for _round in range(5):
            (version_id,) = self._proposals("2026-03-01")
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env["tthc.procedure.version"].browse(version_id).action_approve()
            barrier = Barrier(2)
            with ThreadPoolExecutor(2) as pool:
                futures = [
                    pool.submit(self._amend, barrier, version_id) for _one in range(2)
                ]
            kinds = sorted(future.result() for future in futures)
            self.assertEqual(kinds, ["ir.actions.act_window", "ir.actions.client"])
            self.assertEqual(self._drafts(), 1)
