import re
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: Where the number of a parcel stands in a carrier's address.
NUMBER = "{number}"


class TthcParcelCarrier(models.Model):
    """Who carries parcels, and by which adapter the suite speaks with it.

    An adapter is an abstract model ``tthc.parcel.adapter.<key>``; a new one needs a
    key here and such a model, nothing else changes.
    """

    _name = "tthc.parcel.carrier"
    _description = "Carrier of parcels"
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(string="In use", default=True)
    adapter = fields.Selection([("hand", "By hand")], required=True, default="hand")
    phone = fields.Char(help="Hot line that the citizen can call.")
    tracking_url = fields.Char(
        string="Tracking page",
        help="Address with {number} in it, where the citizen can follow the parcel.",
    )

    @api.constrains("tracking_url")
    def _check_tracking_url(self):
        for carrier in self.filtered("tracking_url"):
            carrier._check_address(carrier.tracking_url)

    def _check_address(self, address):
        """Refuse an address in which anything but its path or query is filled in.

        :param address: with ``{number}`` at the most
        :raise ValidationError: names the carrier
        """
        match = re.match(r"https?://([^/?#\s{}]+)(/\S*)?$", address or "")
        if not match or re.search(r"\{(?!number\})", address):
            raise ValidationError(
                self.env._(
                    "“%(address)s” of %(carrier)s is no address: it begins with "
                    "https://, and {number} stands behind the name of the host.",
                    address=address,
                    carrier=self.name,
                )
            )

    def _tracking_link(self, number):
        """Where a parcel can be followed, or False.

        :param number: of the carrier
        """
        self.ensure_one()
        if not self.tracking_url or not number:
            return False
        return self.tracking_url.replace(NUMBER, quote(number, safe=""))

    def _adapter(self):
        """The model that speaks with this carrier."""
        self.ensure_one()
        return self.env[f"tthc.parcel.adapter.{self.adapter}"]
