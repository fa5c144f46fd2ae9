from datetime import timedelta

from odoo import api, models

from odoo.addons.tthc_base.tools.clock import frozen, now

HOUR = timedelta(hours=1)
#: Of the demo; the tariff of Circular 22/2017 was not seen.
POSTAGE = 30000
#: Numbers of the invented people, and how many working days ago each was received.
DELIVERED = ((281, 3), (282, 3), (283, 2))


class TthcSeed(models.AbstractModel):
    """Money at the door, a sheet that both have signed, and a complaint."""

    # Of its own, for the length of the file.
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "tthc.seed"

    @api.model
    def _load_settlement_demo(self):
        """Tell the story of the Post's money, for the demo."""
        seed = self.with_context(lang="vi_VN")
        version = seed._demo_version_with_fee()
        if not version:
            return
        clerk, settler = (
            seed._demo_user("clerk"),
            self.env.ref("tthc_postal.user_demo_post_cashier"),
        )
        self.env.ref("tthc_postal.parcel_carrier_post").settler_ids = settler
        parcels = self.env["tthc.parcel"]
        for number, back in DELIVERED:
            moment = seed._demo_opening(back)
            parcels |= seed._demo_paid_at_door(number, version, moment)
        sheets = parcels.settlement_line_ids.settlement_id.sorted("day")
        first = sheets[:1]
        first.line_ids[:1].with_user(clerk).write(
            {"handed": 0, "note": "Bưu tá nộp sau (demo)"}
        )
        first.with_user(clerk).action_sign_center()
        first.with_user(settler).action_sign_post()
        self.env["tthc.parcel.complaint"].with_user(clerk).create(
            {
                "parcel_id": parcels[:1].id,
                "kind": "attitude",
                "complainant_name": parcels[:1].receiver_name,
                "description": "Bưu tá không gọi trước khi phát (demo)",
            }
        )

    @api.model
    def _demo_paid_at_door(self, number, version, moment):
        """A result that the demo's courier brought to the door.

        :param number: of the invented person
        :param moment: receipt of the dossier, naive UTC
        :return: ``tthc.parcel``
        """
        names = ("clerk", "specialist", "leader", "courier")
        clerk, specialist, leader, courier = map(self._demo_user, names)
        dossier = self._demo_receive(number, version, moment, result_channel="post")
        with frozen(moment + HOUR):
            dossier.with_user(clerk).action_transfer()
            dossier.with_user(specialist).action_finish_step("granted")
            dossier.with_user(leader).action_resolve(number=f"{number}/GP-demo")
        parcel = dossier.parcel_ids
        at_door = min(moment + 5 * HOUR, now())
        with frozen(at_door):
            desk = parcel.with_user(clerk)
            desk.write({"courier_id": courier.id, "price": POSTAGE})
            desk.action_order()
            carried = parcel.with_user(courier)
            carried.action_accept()
            carried.action_deliver(
                taken_by=parcel.receiver_name,
                authorisation="Đã đối chiếu giấy tờ (demo)",
                signed_on_paper=True,
            )
        return parcel
