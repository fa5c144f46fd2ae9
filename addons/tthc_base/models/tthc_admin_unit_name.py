from odoo import fields, models


class TthcAdminUnitName(models.Model):
    _name = "tthc.admin.unit.name"
    _inherit = "tthc.dated.name"
    _description = "Earlier name of an administrative unit"

    unit_id = fields.Many2one(
        "tthc.admin.unit", required=True, ondelete="cascade", index=True
    )

    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (unit_id WITH =, daterange(date_from, date_to) WITH &&)",
        "Two names of one administrative unit cover the same day.",
    )
