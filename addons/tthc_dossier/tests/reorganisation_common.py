from datetime import datetime, timedelta

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tests.reorganisation_common import ReorganisationMaker
from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

#: Monday 24/8/2026, 09:00 in Vietnam: two working days after the receipt.
MONDAY = datetime(2026, 8, 24, 2, 0)


class ReorganisationCase(ReorganisationMaker, DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.heir = cls.env["tthc.agency"].create(
            {"name": "Sở Kế thừa", "identifier": "H99.50"}
        )
        cls.heirs_specialist = cls.other_specialist
        cls.heirs_specialist.tthc_agency_ids = cls.heir

    @classmethod
    def _merge(cls, **values):
        return cls._reorganise(
            cls.agency, cls.heir, date_effective="2026-08-24", **values
        )

    @classmethod
    def _transferred(cls, **values):
        dossier = cls.receive(**values)
        with frozen(THURSDAY + timedelta(hours=1)):
            dossier.with_user(cls.clerk).action_transfer()
        return dossier

    def _print(self, dossier):
        content, _extension = self.env["ir.actions.report"]._render(
            "tthc_dossier.action_report_receipt", dossier.ids
        )
        return PrintedFile(content).texts()[1]
