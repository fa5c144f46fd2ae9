from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount

from .parcel_table import INSIDE
from .tthc_fee_payment import POST_COLLECTORS


class TthcParcel(models.Model):
    """What the postman took at the door: postage for the Post, fees for the center."""

    # A file of its own: money, not carriage.
    _inherit = "tthc.parcel"  # pylint: disable=consider-merging-classes-inherited

    settlement_line_ids = fields.One2many(
        "tthc.parcel.settlement.line",
        "parcel_id",
        string="On the sheets with the Post",
        readonly=True,
    )
    complaint_ids = fields.One2many(
        "tthc.parcel.complaint", "parcel_id", string="Complaints", groups=INSIDE
    )
    complaint_count = fields.Integer(compute="_compute_complaint_count", groups=INSIDE)

    @api.depends("complaint_ids")
    def _compute_complaint_count(self):
        for parcel in self:
            parcel.complaint_count = len(parcel.complaint_ids)

    # -- money at the door ------------------------------------------------------------

    def _fees_to_collect(self):
        """Extend: what the agency collects or is paid online is not the Post's."""
        if self.direction != "delivery":
            return 0
        return sum(self._fees_of_post().mapped("balance"))

    def _fees_of_post(self):
        """Fees of the dossier that are still owed and the Post may collect."""
        return self.dossier_id.fee_ids.filtered(
            lambda fee: fee.balance > 0 and fee.collector in POST_COLLECTORS
        )

    def _price_due_at_door(self):
        """Đồng of postage that the citizen pays, at a pick-up or a delivery."""
        self.ensure_one()
        payer = "sender" if self.direction == "pickup" else "receiver"
        return self.price if self.price_payment == payer else 0

    def action_collect(
        self, courier_name=None, cod_collected=None, price_collected=None
    ):
        """Extend: what the postman takes with the dossier (Decision 45/2016 Art 6).

        :param cod_collected: đồng taken for the fees, booked once the dossier is
            received; None: nothing
        :param price_collected: đồng taken for the postage; None: what the sender pays
        """
        result = super().action_collect(courier_name)
        cod = cod_collected or 0
        for parcel in self.sudo():  # sudo: written by actions only
            price = price_collected
            if price is None:
                price = parcel._price_due_at_door()
            parcel._check_money(cod, price)
            parcel._moving().write({"cod_collected": cod, "price_collected": price})
            parcel._put_down(price, cod)
        return result

    def _check_money(self, *amounts):
        if any(amount < 0 or amount != int(amount) for amount in amounts):
            raise UserError(self.env._("Enter the amount in whole đồng, zero or more."))

    def _book_cod(self):
        """Extend: what was taken at the door stands on the sheet with the Post."""
        result = super()._book_cod()
        for parcel in self:
            parcel._put_down(parcel.price_collected, parcel.cod_collected)
        return result

    def _put_down(self, postage, cod):
        """Put what the postman took on the sheet of the day, and book the fees.

        :param postage: đồng, the Post's own
        :param cod: đồng for fees of the dossier
        """
        self.ensure_one()
        if not postage and not cod:
            return self.env["tthc.parcel.settlement.line"]
        moment = now()
        center = self.center_id
        sheet = self.env["tthc.parcel.settlement"]._open_for(
            center, self.carrier_id, center._local_day(moment)
        )
        line = self.settlement_line_ids._as_action().create(
            {
                "settlement_id": sheet.id,
                "parcel_id": self.id,
                "kind": "collected",
                "moment": moment,
                "user_id": self.env.uid,
                "key": f"{self.direction}-{self.id}-{self.attempt_count}",
                "postage": postage,
                "cod": cod,
                "handed": cod,
            }
        )
        line._book(cod)
        return line

    # -- put right later ---------------------------------------------------------------

    def action_put_right(self, postage=0, cod=0, handed=0, reason=None):
        """Put a mistake right by a line on the sheet that is open today.

        Signed sheets never change (Circular 17/2017 knows no other way either).

        :param postage: đồng more (or less than nothing) of postage
        :param cod: đồng more (or less) that was collected for the center
        :param handed: đồng more (or less) that the Post handed over
        :param reason: what was wrong
        :return: the new line
        :raise UserError: without a reason, or when nothing changes
        """
        self.ensure_one()
        self.check_access("read")
        self._check_settles()
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it stays on record."))
        if not any((postage, cod, handed)):
            raise UserError(self.env._("Enter what changes."))
        if any(amount != int(amount) for amount in (postage, cod, handed)):
            raise UserError(self.env._("There is no part of a đồng."))
        parcel = self.sudo()  # sudo: written by actions only
        parcel._lock()
        parcel._check_not_below_zero(postage, cod)
        moment = now()
        center = parcel.center_id
        sheet = self.env["tthc.parcel.settlement"]._open_for(
            center, parcel.carrier_id, center._local_day(moment)
        )
        line = parcel.settlement_line_ids._as_action().create(
            {
                "settlement_id": sheet.id,
                "parcel_id": parcel.id,
                "kind": "correction",
                "origin_id": parcel.settlement_line_ids[:1].id,
                "moment": moment,
                "user_id": self.env.uid,
                "postage": postage,
                "cod": cod,
                "handed": handed,
                "note": reason.strip(),
            }
        )
        if cod > 0:
            line._book(cod)
        elif cod < 0:
            line._take_back(-cod, reason.strip())
        return line.with_env(self.env)

    def _check_settles(self):
        """Refuse whoever does not settle for the center."""
        for parcel in self:
            user = self.env.user
            if self.env.su or (
                user.tthc_center_id == parcel.center_id
                and (
                    user.has_group("tthc_base.group_reception")
                    or user.has_group("tthc_base.group_center_manager")
                )
            ):
                continue
            raise UserError(
                self.env._(
                    "%(parcel)s belongs to %(center)s: its counter and its manager "
                    "settle it.",
                    parcel=parcel.display_name,
                    center=parcel.center_id.display_name,
                )
            )

    def _check_not_below_zero(self, postage, cod):
        lines = self.settlement_line_ids
        for told, more in (
            (lines.mapped("postage"), postage),
            (lines.mapped("cod"), cod),
        ):
            if sum(told) + more < 0:
                raise UserError(
                    self.env._(
                        "%(told)s đ were put down for %(parcel)s: no more can be "
                        "taken away.",
                        told=vietnamese_amount(sum(told)),
                        parcel=self.display_name,
                    )
                )

    # -- complaints --------------------------------------------------------------------

    def _person_name(self):
        """The citizen whose parcel it is, as printed."""
        self.ensure_one()
        return self.sender_name if self.direction == "pickup" else self.receiver_name

    def _person_phone(self):
        """The phone number of the citizen, as printed."""
        self.ensure_one()
        return self.sender_phone if self.direction == "pickup" else self.receiver_phone

    def _is_between_provinces(self):
        """Whether the longer limit to answer a complaint holds."""
        self.ensure_one()
        # sudo: law that everybody may know
        return self.sudo().zone_id.between_provinces

    def _last_day_to_complain(self, rules):
        """Until when complaints are taken: months from the end of the transit time.

        :param rules: ``tthc.postal.regulation``
        :return: ``datetime.date`` at the center, or None while the Post never had it
        """
        self.ensure_one()
        if not self.due:
            return None
        end = self.center_id._local_day(self.due)
        return end + relativedelta(months=rules.complaint_months)

    def action_open_complaints(self):
        """Open the complaints about the parcel."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "tthc_postal.tthc_parcel_complaint_action"
            ),
            "domain": [("parcel_id", "=", self.id)],
            "context": {"default_parcel_id": self.id},
        }
