from datetime import timedelta

from odoo import Command

from odoo.addons.tthc_base.tests.print_common import PrintedFile
from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase

HOUR = timedelta(hours=1)
A4_LANDSCAPE = (297.0, 210.0)
A4 = (210.0, 297.0)
A5 = (148.0, 210.0)


class FormCase(DossierCase):
    """Prints forms as a user does and reads the PDF back."""

    def print_form(self, name, records, user=None):
        """Render a report of this addon.

        :param name: end of the report's external id
        :param records: what is printed
        :param user: who prints, by default the clerk
        """
        reports = self.env["ir.actions.report"].with_user(user or self.clerk)
        content, _kind = reports._render(
            f"tthc_dossier.action_report_{name}", records.ids
        )
        return PrintedFile(content)

    def assert_words(self, text, *words):
        """Each text has to be read back from the page."""
        for word in words:
            with self.subTest(words=word):
                self.assertIn(word, text)

    def handed_over(self, **values):
        """A dossier that the clerk handed over an hour after the receipt."""
        dossier = self.receive(**values)
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
        return dossier

    @classmethod
    def make_chain(cls):
        """A procedure of two agencies: appraisal, licence, signature."""
        return cls.make_version(
            cls.env,
            "1.999070",
            "Liên thông",
            1,
            step_ids=[
                Command.create(
                    {
                        "sequence": 1,
                        "name": "Thẩm định",
                        "limit_value": 2,
                        "limit_unit": "working_day",
                    }
                ),
                Command.create(
                    {
                        "sequence": 2,
                        "name": "Cấp phép",
                        "agency_id": cls.other_agency.id,
                        "limit_value": 1,
                        "limit_unit": "working_day",
                    }
                ),
                Command.create({"sequence": 3, "name": "Ký", "role": "leader"}),
            ],
        )
