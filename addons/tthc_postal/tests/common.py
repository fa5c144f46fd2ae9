from odoo.addons.tthc_dossier.tests.common import DossierCase


class PostalCase(DossierCase):
    """A center that keeps the custody of its papers, and two couriers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.center.custody_from = "2015-01-01"
        cls.holders = cls.env["tthc.custody.holder"]
        cls.at_counter = cls.holders._of(
            "counter", center=cls.center, counter=cls.counter
        )
        cls.with_courier = cls.holders._of("courier", user=cls.courier)

    @classmethod
    def paper(cls, dossier, kind="file"):
        """The paper of a kind of a dossier, as the superuser sees it."""
        return dossier.paper_ids.filtered(lambda paper: paper.kind == kind)
