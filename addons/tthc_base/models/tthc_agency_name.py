from odoo import fields, models


class TthcAgencyName(models.Model):
    _name = "tthc.agency.name"
    _inherit = "tthc.dated.name"
    _description = "Earlier name of an agency"

    agency_id = fields.Many2one(
        "tthc.agency", required=True, ondelete="cascade", index=True
    )

    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (agency_id WITH =, daterange(date_from, date_to) WITH &&)",
        "Two names of one agency cover the same day.",
    )
