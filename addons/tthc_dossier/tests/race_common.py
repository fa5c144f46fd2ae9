from odoo import SUPERUSER_ID, api
from odoo.tests import BaseCase

from odoo.addons.tthc_base.tests.race_common import RealTransactions

from .common import DossierData


class SideBySide(DossierData, RealTransactions, BaseCase):
    """Real transactions, real commits: cleans up what it leaves behind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_race()
        with cls.registry.cursor() as cr:
            cls.make_data(api.Environment(cr, SUPERUSER_ID, {}))
            cls.ids = {
                name: getattr(cls, name).id
                for name in ("version", "clerk", "center", "manager")
            }
            cls.request = cls.intake()

    @classmethod
    def _after_cleaning(cls, env):
        people = cls._people(env)
        partners = people.partner_id
        people.unlink()
        partners.unlink()

    @classmethod
    def _before_cleaning(cls, env):
        cls._people(env).write({"tthc_counter_id": False, "tthc_center_id": False})

    @classmethod
    def _people(cls, env):
        return env["res.users"].search([("login", "=like", "tthc\\_%")])
