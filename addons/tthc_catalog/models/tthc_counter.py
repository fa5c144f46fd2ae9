from odoo import fields, models


class TthcCounter(models.Model):
    _inherit = "tthc.counter"

    sector_ids = fields.Many2many(
        "tthc.sector",
        string="Sectors",
        help="Fields of procedures that are received here. Empty: those of the "
        "agencies served.",
    )
