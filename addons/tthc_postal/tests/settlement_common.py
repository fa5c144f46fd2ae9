from datetime import timedelta

from odoo.tests import new_test_user

from odoo.addons.tthc_base.tools.clock import frozen

from .parcel_common import READY, ParcelCase, ParcelData

#: An hour after the parcel was taken over: the postman is at the door.
AT_DOOR = READY + timedelta(hours=1)
EVENING = READY + timedelta(hours=2)
FEE = 75000
POSTAGE = 33000


class SettlementData(ParcelData):
    """A carrier with somebody who settles for it, and parcels with money."""

    @classmethod
    def make_settlement_data(cls, env):
        """Add who signs for the Post, and a second clerk at the same center.

        :param env: superuser environment
        """
        cls.carrier = env.ref("tthc_postal.parcel_carrier_post")
        cls.settler = new_test_user(
            env,
            "tthc_settler",
            groups="tthc_base.group_courier",
            tthc_center_id=cls.center.id,
        )
        cls.carrier.settler_ids = cls.settler

    @classmethod
    def deliver(cls, moment=AT_DOOR, cod=None, postage=POSTAGE, **values):
        """A result that the courier has brought to the door, with the money taken."""
        parcel = cls.identified(**values)
        with frozen(moment):
            parcel.with_user(cls.courier).action_deliver(
                taken_by="Nguyễn Văn Đức",
                signed_on_paper=True,
                cod_collected=cod,
                price_collected=postage,
            )
        return parcel

    @classmethod
    def sign(cls, sheet, moment=EVENING):
        """Both sides sign a sheet."""
        with frozen(moment):
            sheet.with_user(cls.clerk).action_sign_center()
            sheet.with_user(cls.settler).action_sign_post()
        return sheet


class SettlementCase(SettlementData, ParcelCase):
    """Base of the tests that need no real commit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_settlement_data(cls.env)

    def sheet_of(self, parcel):
        """The sheets on which a parcel stands."""
        return parcel.settlement_line_ids.settlement_id
