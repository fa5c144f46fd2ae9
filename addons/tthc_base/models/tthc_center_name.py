from odoo import fields, models


class TthcCenterName(models.Model):
    _name = "tthc.center.name"
    _inherit = "tthc.dated.name"
    _description = "Earlier name of a center"

    center_id = fields.Many2one(
        "tthc.center", required=True, ondelete="cascade", index=True
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Belonged to",
        ondelete="restrict",
        help="The body of that time, where it was another one than today's.",
    )

    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (center_id WITH =, daterange(date_from, date_to) WITH &&)",
        "Two names of one center cover the same day.",
    )
