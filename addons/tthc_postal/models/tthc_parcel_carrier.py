import re
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: What an order can say of a parcel: never what is in it, nor a number of identity.
ORDER_WORDS = (
    "key",
    "parcel",
    "direction",
    "sender_name",
    "sender_address",
    "sender_phone",
    "receiver_name",
    "receiver_address",
    "receiver_phone",
    "weight",
    "cod",
    "price_paid_by",
)
ORDER_BODY = """{
 "order_id": "{key}", "reference": "{parcel}", "kind": "{direction}",
 "sender": {"name": "{sender_name}", "address": "{sender_address}",
  "phone": "{sender_phone}"},
 "receiver": {"name": "{receiver_name}", "address": "{receiver_address}",
  "phone": "{receiver_phone}"},
 "weight": "{weight}", "cod": "{cod}", "paid_by": "{price_paid_by}"
}"""
#: What a carrier can tell, in the words of the suite.
CARRIER_STATUS = ("accepted", "under_way", "failed", "delivered", "returning", "none")
STATUS_WORDS = """accepted = accepted, picked
under_way = in_transit, delivering
failed = failed, not_home
delivered = delivered
returning = returning, returned
none = created, waiting"""
PLACEHOLDER = re.compile(r"\{(\w+)\}")
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
    adapter = fields.Selection(
        [("hand", "By hand"), ("json", "Over HTTP, in JSON")],
        required=True,
        default="hand",
    )
    phone = fields.Char(help="Hot line that the citizen can call.")
    tracking_url = fields.Char(
        string="Tracking page",
        help="Address with {number} in it, where the citizen can follow the parcel.",
    )

    # -- over HTTP --
    order_url = fields.Char(
        string="Address for orders", help="Such as https://post.example.vn/orders"
    )
    order_body = fields.Text(
        string="Order",
        default=ORDER_BODY,
        help="What the carrier is sent. {key} stays the same when a parcel is ordered "
        "again, so that a carrier that compares takes it once.",
    )
    status_url = fields.Char(
        string="Address for the status",
        help="With {number} in it: the number that the carrier gave.",
    )
    cancel_url = fields.Char(
        string="Address to cancel", help="With {number} in it. Empty: by phone."
    )
    header = fields.Char(
        string="Authorization",
        default="Bearer {token}",
        help="Header “Authorization” of each request.",
    )
    token = fields.Char(string="Secret word", groups="tthc_base.group_admin")
    timeout = fields.Integer(string="Wait for an answer", default=10, help="Seconds.")
    number_path = fields.Char(
        string="Number in the answer",
        default="tracking_number",
        help="Where the number stands in the answer to an order, such as data.code.",
    )
    status_path = fields.Char(string="Status in the answer", default="status")
    receiver_path = fields.Char(
        string="Receiver in the answer", default="receiver", help="Who took it."
    )
    attempts_path = fields.Char(string="Invitations in the answer", default="attempts")
    status_words = fields.Text(
        default=STATUS_WORDS,
        help="A line a status: the word of the suite, then those of the carrier.",
    )

    _timeout_sane = models.Constraint(
        "CHECK (timeout BETWEEN 1 AND 60)",
        "Wait between 1 and 60 seconds for the carrier's answer.",
    )

    @api.constrains("tracking_url", "order_url", "status_url", "cancel_url")
    def _check_addresses(self):
        for carrier in self:
            for name in ("tracking_url", "order_url", "status_url", "cancel_url"):
                if carrier[name]:
                    carrier._check_address(carrier[name])

    @api.constrains("adapter", "order_url", "status_url", "order_body", "status_words")
    def _check_line(self):
        for carrier in self.filtered(lambda row: row.adapter == "json"):
            if not carrier.order_url or not carrier.status_url:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” needs an address for orders and one for the "
                        "status.",
                        name=carrier.name,
                    )
                )
            unknown = set(PLACEHOLDER.findall(carrier.order_body or ""))
            unknown -= set(ORDER_WORDS)
            if unknown:
                raise ValidationError(
                    self.env._(
                        "The order of “%(carrier)s” knows no %(names)s.",
                        carrier=carrier.name,
                        names=", ".join(sorted(f"{{{name}}}" for name in unknown)),
                    )
                )
            if set(carrier._words().values()) - set(CARRIER_STATUS):
                raise ValidationError(
                    self.env._(
                        "A line of the status words begins with one of: %(words)s.",
                        words=", ".join(CARRIER_STATUS),
                    )
                )

    def _words(self):
        """What the words of the carrier mean: dict word → key of the suite."""
        self.ensure_one()
        meaning = {}
        for line in (self.status_words or "").splitlines():
            key, _sign, words = line.partition("=")
            for word in words.split(","):
                if word.strip():
                    meaning[word.strip().casefold()] = key.strip()
        return meaning

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
