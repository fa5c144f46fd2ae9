from datetime import date, timedelta

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY, DossierCase

A_DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
AUGUST = (date(2026, 7, 15), date(2026, 8, 21))
SEPTEMBER = (date(2026, 8, 22), date(2026, 9, 14))
LATER = THURSDAY + 60 * A_DAY


class TableCase(DossierCase):
    """A few dossiers of two agencies and two centers, and the tables over them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.justice_version = cls.make_version(
            cls.env,
            "1.999077",
            "Thủ tục của Sở Tư pháp",
            1,
            agency_id=cls.other_agency.id,
            sector_id=cls.env["tthc.sector"].create({"name": "Hộ tịch thử"}).id,
        )
        cls.boss = cls.env["res.users"].browse(cls.inspector.id)

    def make_dossiers(self):
        """One settled early, one withdrawn, one that gets late, one of justice."""
        self.settled = self.resolved()
        self.withdrawn = self.receive(THURSDAY + HOUR)
        with frozen(THURSDAY + 2 * HOUR):
            self.withdrawn.with_user(self.clerk).action_withdraw("Xin rút")
        self.open = self.receive(THURSDAY + HOUR)
        self.of_justice = self.receive(THURSDAY + HOUR, version=self.justice_version)

    def screen(self, user=None, period=SEPTEMBER, **values):
        """The screen of II.06a as a user opens it."""
        screens = self.env["tthc.table.view"].with_user(user or self.inspector)
        return screens.create(
            {
                "table": "tthc.table.settlement",
                "period_kind": "free",
                "date_from": period[0],
                "date_to": period[1],
                **values,
            }
        )

    def total(self, table):
        """Non-zero figures of the total."""
        return {
            cell["column"]: cell["value"]
            for cell in table["rows"][-1]["cells"]
            if cell["value"]
        }
