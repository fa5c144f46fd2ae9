from types import SimpleNamespace

from odoo.tests import HttpCase, tagged

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_dossier.tests.common import DossierData

from .common import PostalData
from .parcel_common import READY, ParcelData


@tagged("post_install", "-at_install")
class TestParcelTour(ParcelData, PostalData, DossierData, HttpCase):
    """A result at the citizen's door, as the courier's phone has it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_data(cls.env)
        cls.make_postal_data(cls.env)
        cls.make_parcel_data()
        cls.parcel = cls.ordered()
        # The browser is served by other threads, which the freeze of a block in this
        # one does not reach.
        cls.classPatch(clock, "_frozen_at", SimpleNamespace(get=lambda: READY))

    def test_parcel_is_taken_over_and_delivered_on_a_phone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.start_tour(
            "/odoo", "tthc_parcel_delivered_on_a_phone", login="tthc_courier"
        )
        self.assertEqual(self.parcel.state, "delivered")
        self.assertEqual(self.parcel.attempt_count, 1)
        self.assertEqual(self.parcel.identity_of, "owner")
        self.assertEqual(self.parcel.dossier_id.state, "returned")
