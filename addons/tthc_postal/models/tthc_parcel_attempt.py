from odoo import fields, models


class TthcParcelAttempt(models.Model):
    """The courier was there and the parcel did not change hands (rule R22)."""

    _name = "tthc.parcel.attempt"
    _inherit = ["tthc.append.only"]
    _description = "Attempt to hand a parcel over"
    _order = "parcel_id, number"
    _rec_name = "number"

    # Found by the unique index on parcel and number.
    parcel_id = fields.Many2one("tthc.parcel", required=True, ondelete="restrict")
    number = fields.Integer(required=True)
    happened_at = fields.Datetime(required=True)
    outcome = fields.Selection(
        [
            ("nobody", "Nobody home"),
            ("refused", "Refused"),
            ("address", "Address not found"),
            ("later", "Asked to come later"),
        ],
        required=True,
    )
    note = fields.Char()
    user_id = fields.Many2one("res.users", string="Courier", ondelete="restrict")
    next_day = fields.Date(
        string="Not before", help="First day of the next invitation."
    )

    _number_uniq = models.UniqueIndex(
        "(parcel_id, number)", "This attempt is noted already."
    )
