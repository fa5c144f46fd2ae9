from odoo import SUPERUSER_ID, api
from odoo.tests import BaseCase
from odoo.tools import SQL

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tests.race_common import RealTransactions
from odoo.addons.tthc_base.tools.clock import frozen

from .common import MOMENT, HrData


class HrRace(HrData, TthcOrganisation, RealTransactions, BaseCase):
    """Two at once at :data:`MOMENT`, with real transactions."""

    further_tables = (
        *RealTransactions.further_tables,
        *("hr_version", "hr_employee", "resource_resource"),
        *("ir_attachment", "res_users", "res_partner"),
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_race()
        with cls.registry.cursor() as cr, frozen(MOMENT):
            cls.env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
            cls._set_up_organisation()
            cls.make_hr_data()
            cls.ids = cls._set_up_people()
            cls.env.flush_all()
        # Each turn has a transaction of its own; this one is over.
        del cls.env

    @classmethod
    def _set_up_people(cls):
        """Make what the test works on; a hook of the tests.

        :return: dict of ids that outlive the transaction
        """
        return {}

    @classmethod
    def _before_cleaning(cls, env):
        env["res.users"].search([("login", "=like", "test\\_%")]).write(
            {"tthc_counter_id": False, "tthc_center_id": False}
        )
        env.cr.execute(
            SQL(
                "UPDATE hr_employee SET current_version_id = NULL WHERE id > %s",
                cls.before["hr_employee"],
            )
        )

    def _as(self, uid, work, **context):
        with frozen(MOMENT):
            return super()._as(uid, work, lang="en_US", **context)
