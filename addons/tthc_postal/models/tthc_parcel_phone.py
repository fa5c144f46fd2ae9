from odoo import api, models
from odoo.fields import Domain

from .parcel_table import COURIER
from .tthc_parcel_delivering import IDENTITY_TRIES

#: What a courier has to do something about.
TO_CARRY = ("ordered", "accepted", "under_way", "failed", "returning")


class TthcParcelPhone(models.AbstractModel):
    """The courier's day on a phone.

    A courier is told where to go, whom to ask for and what to collect; never what is
    in a parcel, which procedure it is about, or a number of identity.
    """

    _name = "tthc.parcel.phone"
    _description = "Courier's day with parcels"

    @api.model
    def courier_day(self):
        """The parcels of the user, as the phone shows them.

        :return: dict ``parcels`` (list of dicts, those to go to first) and ``done``
            (count of those that the user ended today)
        :raise AccessError: for whoever is no courier
        """
        self._check_role(COURIER)
        own = Domain("courier_id", "=", self.env.uid)
        parcels = self.search(
            own & Domain("state", "in", TO_CARRY), order="due, id", limit=200
        )
        today = self.env.user.tthc_center_id._today()
        rows = [parcel._phone_row(today) for parcel in parcels]
        rows.sort(key=lambda row: (row["later"], not row["late"]))
        return {"parcels": rows, "done": self._done_count(own, today)}

    @api.model
    def _done_count(self, own, day):
        """How many parcels of the user were delivered on a day."""
        center = self.env.user.tthc_center_id
        ended = self.search(
            own & Domain("state", "=", "delivered"), order="ended_at desc", limit=200
        )
        return len(
            ended.filtered(
                lambda parcel: center and center._local_day(parcel.ended_at) == day
            )
        )

    def _phone_row(self, today):
        """One parcel for the phone: a white list, tested to stay one.

        :param today: ``datetime.date``
        """
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        side = "sender" if self.direction == "pickup" else "receiver"
        rules = self.regulation_id
        return {
            "id": self.id,
            "name": self.name,
            "code": self.code or "",
            "direction": self.direction,
            "state": self.state,
            "state_label": states[self.state],
            "party": self[f"{side}_name"],
            "address": self[f"{side}_address"],
            "phone": self[f"{side}_phone"],
            "cod": int(self.cod_amount),
            "price": int(self.price) if self.price_payment == side else 0,
            "due": self.due and self.center_id._local(self.due).strftime("%H:%M %d/%m"),
            "late": self.is_overdue,
            "attempts": self.attempt_count,
            "attempts_min": rules.attempts_min,
            "next_attempt": self.next_attempt
            and self.next_attempt.strftime("%d/%m/%Y"),
            "later": bool(
                self.state == "failed"
                and self.next_attempt
                and self.next_attempt > today
            ),
            "may_send_back": self.state == "failed"
            and self.direction == "delivery"
            and (
                self.attempt_count >= rules.attempts_min
                or "refused" in self.attempt_ids.mapped("outcome")
            ),
            "identity": bool(self.identity_of),
            "tries_left": max(0, IDENTITY_TRIES - self.identity_tries),
        }
