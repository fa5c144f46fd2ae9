from odoo import fields, models


class TthcParcelCarrier(models.Model):
    _inherit = "tthc.parcel.carrier"

    settler_ids = fields.Many2many(
        "res.users",
        "tthc_parcel_carrier_settler_rel",
        "carrier_id",
        "user_id",
        string="Settles for the carrier",
        domain="[('share', '=', False)]",
        help="Who signs the settlement sheets and answers complaints for the carrier. "
        "They see all sheets of it; a courier sees the own parcels only.",
    )
