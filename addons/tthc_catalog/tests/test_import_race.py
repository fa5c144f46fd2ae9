from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

CODE = "9.990002"
FILE = (
    "code,name,field,competent_agency,time_limit_value,time_limit_unit\n"
    f"{CODE},Thủ tục tranh chấp,Lĩnh vực tranh chấp,Sở Nhập Hai Lần,10,day\n"
)


@tagged("-standard", "tthc_concurrency")
class TestImportRace(BaseCase):
    """Point 5: two imports at once make nothing twice. Real transactions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls._clean)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            agency = env["tthc.agency"].create(
                {"name": "Sở Nhập Hai Lần", "identifier": "H98.2"}
            )
            imports = env["tthc.catalog.import"].create(
                [
                    {"data": b64encode(FILE.encode()), "filename": f"{number}.csv"}
                    for number in range(2)
                ]
            )
            cls.agency_id, cls.import_ids = agency.id, imports.ids

    @classmethod
    def _clean(cls):
        with cls.registry.cursor() as cr:
            cr.execute(SQL("DELETE FROM tthc_procedure_version WHERE code = %s", CODE))
            cr.execute(SQL("DELETE FROM tthc_procedure WHERE code = %s", CODE))
            cr.execute(
                SQL(
                    "DELETE FROM tthc_catalog_import WHERE id IN %s",
                    tuple(cls.import_ids),
                )
            )
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["tthc.sector"].search([("name", "=", "Lĩnh vực tranh chấp")]).unlink()
            env["tthc.agency"].browse(cls.agency_id).unlink()

    def _import(self, barrier, import_id):
        """Import as a request does, retries of Odoo included."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"lang": "vi_VN"})
            record = env["tthc.catalog.import"].browse(import_id)
            record.mapped("state")
            barrier.wait()
            try:
                retrying(record.action_import, env)
            except UserError as error:
                cr.rollback()
                return str(error)
        return None

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_imports_at_once_make_nothing_twice(self):
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            futures = [
                pool.submit(self._import, barrier, id_) for id_ in self.import_ids
            ]
        told = [future.result() for future in futures]
        self.assertIn(None, told)
        for sentence in filter(None, told):
            self.assertIn("Một lần nhập khác đang chạy", sentence)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            versions = env["tthc.procedure.version"].search([("code", "=", CODE)])
            self.assertEqual(len(versions), 1)
            self.assertEqual(len(versions.procedure_id), 1)
            done = env["tthc.catalog.import"].browse(self.import_ids)
            self.assertEqual(sum(done.mapped("new_count")), 1)
