from odoo import models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount

#: Words of the printed note, which is Vietnamese whatever language the user has.
PAYMENTS = {
    "sender": "Người gửi trả",
    "receiver": "Người nhận trả",
    "contract": "Trung tâm trả theo hợp đồng với bưu điện",
    "free": "Miễn cước",
}


class TthcParcelNote(models.AbstractModel):
    """The consignment note, Phiếu gửi hồ sơ (Circular 17/2017 Art 9)."""

    _name = "tthc.parcel.note"
    _description = "Consignment note of a parcel"

    def action_print_note(self):
        """Print the note; both sides sign it."""
        report = self.env.ref("tthc_postal.action_report_parcel_note")
        return report.report_action(self, config=False)

    def _tthc_form_regulation(self):
        return self.env["tthc.regulation"]._at(self._note_day())

    def _note_day(self):
        self.ensure_one()
        moment = self.accepted_at or self.ordered_at or now()
        return self.center_id._local_day(moment)

    def _note_values(self):
        """Texts of the note.

        :raise UserError: before the parcel has its number
        """
        self.ensure_one()
        if not self.name:
            raise UserError(
                self.env._(
                    "The note has no number yet: make the parcel ready for the courier "
                    "first."
                )
            )
        pickup = self.direction == "pickup"
        zone = self.zone_id
        place = self.sender_address if pickup else self.center_id.name
        return {
            "day": self._note_day(),
            "pickup": pickup,
            "title": "PHIẾU GỬI HỒ SƠ" if pickup else "PHIẾU GỬI – CHUYỂN TRẢ KẾT QUẢ",
            "sender": self._note_side("sender"),
            "receiver": self._note_side("receiver"),
            "accepted_at": self.accepted_at,
            "place": place,
            "way": f"{self.carrier_id.name}: "
            + ("nhận tại địa chỉ" if pickup else "phát tại địa chỉ người nhận"),
            "price": f"{vietnamese_amount(self.price)} đ" if self.price else "",
            "payment": PAYMENTS[self.price_payment],
            "cod": f"{vietnamese_amount(self.cod_amount)} đ" if self.cod_amount else "",
            "days": zone._days_of(self.with_slip),
            "zone": zone.name,
            "procedure": self.version_id.name,
            "rows": self.line_ids,
            "attempts": (self.regulation_id or zone.regulation_id).attempts_min,
            "gap": (self.regulation_id or zone.regulation_id).attempt_gap_days,
            "rules": self.regulation_id or zone.regulation_id,
        }

    def _note_side(self, side):
        """Name, address, phone and e-mail of one side as printed."""
        return {
            key: self[f"{side}_{key}"] or ""
            for key in ("name", "address", "phone", "email")
        }
