from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from .reorganisation_common import ReorganisationMaker


@tagged("-standard", "tthc_concurrency")
class TestReorganisationRace(ReorganisationMaker, BaseCase):
    """Point 9: two who confirm at once move everything once. Real transactions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls._clean)
        with cls.registry.cursor() as cr:
            cls.env = api.Environment(cr, SUPERUSER_ID, {})
            agencies = cls.env["tthc.agency"].create(
                [
                    {"name": "Sở Bị Sáp Nhập", "identifier": "H97.1"},
                    {"name": "Sở Kế Thừa", "identifier": "H97.2"},
                ]
            )
            merger = cls._reorganise(*agencies)
            merger.action_preview()
            cls.agency_ids, cls.merger_id = agencies.ids, merger.id
            cls.posted = cls._posted(merger)

    @classmethod
    def _posted(cls, merger):
        """How many messages with words stand in the chatter."""
        return len(merger.message_ids.filtered("body"))

    @classmethod
    def _clean(cls):
        with cls.registry.cursor() as cr:
            for table, id_ in (
                ("tthc_reorganisation", (cls.merger_id,)),
                ("tthc_agency", tuple(cls.agency_ids)),
            ):
                cr.execute(
                    SQL("DELETE FROM %s WHERE id IN %s", SQL.identifier(table), id_)
                )

    def _confirm(self, barrier):
        """Confirm as a request does, retries of Odoo included."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"lang": "vi_VN"})
            merger = env["tthc.reorganisation"].browse(self.merger_id)
            merger.mapped("state")
            barrier.wait()
            try:
                retrying(merger.action_confirm, env)
            except UserError as error:
                cr.rollback()
                return str(error)
        return None

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_p09_two_who_confirm_at_once_carry_it_out_once(self):
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            futures = [pool.submit(self._confirm, barrier) for _one in range(2)]
        told = [future.result() for future in futures]
        self.assertEqual(told.count(None), 1)
        (sentence,) = filter(None, told)
        self.assertRegex(sentence, "(?i)tải lại trang")
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            merger = env["tthc.reorganisation"].browse(self.merger_id)
            self.assertEqual(merger.state, "done")
            old, heir = env["tthc.agency"].browse(self.agency_ids)
            self.assertEqual(old.successor_id, heir)
            self.assertEqual(self._posted(merger), self.posted + 1)
