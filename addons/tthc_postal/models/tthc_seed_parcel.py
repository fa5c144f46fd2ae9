from datetime import timedelta

from odoo import api, models

from odoo.addons.tthc_base.tools.clock import frozen, now

HOUR = timedelta(hours=1)
#: Postage of the demo, đồng: invented, no tariff was obtained (data/README.md).
PRICE = 30000


class TthcSeed(models.AbstractModel):
    """Parcels of invented people in each state that a day knows."""

    # Of its own, for the length of the file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "tthc.seed"

    @api.model
    def _load_postal_demo(self):
        """Extend: parcels, too."""
        result = super()._load_postal_demo()
        seed = self.with_context(lang="vi_VN")
        versions = seed._demo_versions(seed._demo_user("clerk"))
        if versions:
            seed._demo_parcels(versions[-1])
        return result

    @api.model
    def _demo_parcels(self, version):
        """One to be prepared, one at each stage of the way, one fetched at a door."""
        self._demo_result_by_post(601, version)
        self._demo_parcel(602, version, 0)
        self._demo_parcel(603, version, 1).with_user(
            self._demo_user("courier")
        ).action_depart()
        again = self._demo_parcel(604, version, 3)
        with frozen(self._demo_opening(3) + 2 * HOUR):
            again.with_user(self._demo_user("courier")).action_fail("nobody")
        self._demo_parcel(605, version, 6)
        self._demo_delivered(606, version)
        self._demo_pickup(607, version)

    @api.model
    def _demo_result_by_post(self, number, version, back=8):
        """A dossier whose result goes out by post; :return: its parcel."""
        clerk, specialist, leader = (
            self._demo_user(name) for name in ("clerk", "specialist", "leader")
        )
        moment = self._demo_opening(back) + HOUR
        dossier = self._demo_receive(number, version, moment, result_channel="post")
        with frozen(moment + HOUR):
            dossier.with_user(clerk).action_transfer()
            dossier.with_user(specialist).action_finish_step("granted")
            dossier.with_user(leader).action_resolve(number=f"{number}/GP-demo")
        return dossier.parcel_ids

    @api.model
    def _demo_parcel(self, number, version, back):
        """A parcel that the courier took over some working days ago, 0: not yet."""
        parcel = self._demo_result_by_post(number, version)
        clerk, courier = self._demo_user("clerk"), self._demo_user("courier")
        with frozen(self._demo_opening(back) + HOUR if back else now()):
            parcel.with_user(clerk).write({"courier_id": courier.id, "price": PRICE})
            parcel.with_user(clerk).action_order()
            if back:
                parcel.with_user(courier).action_accept()
        return parcel

    @api.model
    def _demo_delivered(self, number, version):
        """A parcel at whose door the card was compared."""
        parcel = self._demo_parcel(number, version, 2)
        with frozen(self._demo_opening(1) + HOUR):
            door = parcel.with_user(self._demo_user("courier"))
            door.check_identity(f"000{number:09d}")
            door.action_deliver(taken_by=parcel.receiver_name, signed_on_paper=True)

    @api.model
    def _demo_pickup(self, number, version):
        """A dossier that the courier fetches today."""
        clerk, courier = self._demo_user("clerk"), self._demo_user("courier")
        desk = self.env["tthc.intake.desk"].with_user(clerk)
        answer = desk.submit({**self._demo_intake(number, version), "channel": "post"})
        parcel = self.env["tthc.dossier"].browse(answer["id"]).parcel_ids
        parcel.with_user(clerk).write({"courier_id": courier.id, "price": PRICE})
        parcel.with_user(clerk).action_order()
