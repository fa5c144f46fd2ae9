from odoo import fields, models


class TthcPostalRegulation(models.Model):
    _inherit = "tthc.postal.regulation"

    report_day = fields.Integer(
        string="Quarterly report before the",
        required=True,
        default=10,
        tracking=True,
        help="Day of the month after the quarter (Circular 17/2017 Art 13).",
    )

    _report_day_sane = models.Constraint(
        "CHECK (report_day BETWEEN 1 AND 28)",
        "The report is sent before a day of the month from 1 to 28.",
    )
