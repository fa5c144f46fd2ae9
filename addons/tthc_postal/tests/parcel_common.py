from datetime import timedelta

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY

from .common import PostalCase

HOUR = timedelta(hours=1)
#: 14:00 at the center on the Thursday of the tests, when the result is there.
READY = THURSDAY + 5 * HOUR
DAY = timedelta(days=1)


class ParcelData:
    """A center that sends results by post, and a citizen who asked for it."""

    @classmethod
    def make_parcel_data(cls):
        """Complete what a consignment note must say of the center."""
        cls.center.write({"address": "1 Đường Thử, Thử", "phone": "0251 1022"})

    @classmethod
    def post_resolved(cls, moment=THURSDAY, **values):
        """A dossier whose result is at the counter and goes out by post.

        :return: the dossier, and its parcel that is to be prepared
        """
        dossier = cls.receive(moment, result_channel="post", **values)
        with frozen(moment + HOUR):
            dossier.with_user(cls.clerk).action_transfer()
        with frozen(moment + 2 * HOUR):
            dossier.with_user(cls.specialist).action_finish_step("granted")
        with frozen(moment + 3 * HOUR):
            dossier.with_user(cls.leader).action_resolve(number="12/GP")
            result = cls.paper(dossier, "result")
            result._hand_to(cls.with_courier, "minutes", evidence="1/BBGN-2026")
            result._hand_to(cls.at_counter, "minutes", evidence="2/BBGN-2026")
        return dossier, dossier.parcel_ids

    @classmethod
    def ordered(cls, moment=READY, **values):
        """A parcel that waits for the courier."""
        _dossier, parcel = cls.post_resolved(**values)
        with frozen(moment):
            parcel.with_user(cls.clerk).write({"courier_id": cls.courier.id})
            parcel.with_user(cls.clerk).action_order()
        return parcel

    @classmethod
    def accepted(cls, moment=READY, **values):
        """A parcel that the courier has taken over."""
        parcel = cls.ordered(moment, **values)
        with frozen(moment):
            parcel.with_user(cls.courier).action_accept()
        return parcel

    @classmethod
    def identified(cls, moment=READY, **values):
        """A parcel at the door, the card of the applicant compared."""
        parcel = cls.accepted(moment, **values)
        with frozen(moment + HOUR):
            parcel.with_user(cls.courier).check_identity("075088001234")
        return parcel


class ParcelCase(ParcelData, PostalCase):
    """Base of the tests of parcels that need no real commit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_parcel_data()

    def hand_over(self, parcel, moment):
        """The courier hands a fetched dossier over; both sign the minutes.

        :return: the minutes
        """
        with frozen(moment):
            answer = self.as_user(self.clerk).open_for_post(self.courier.id)
            minutes = self.sheet(answer).with_user(self.clerk)
            minutes.scan(f"parcel-{parcel.id}", parcel.paper_ids.token)
            minutes.with_user(self.courier).sign("a")
            minutes.sign("b")
        return minutes
