from odoo import fields, models


class TthcAgency(models.Model):
    _inherit = "tthc.agency"

    readiness_approval = fields.Boolean(
        string="The leader approves readiness reports",
        help="A readiness report of this agency is filed after its leader approved it.",
    )
