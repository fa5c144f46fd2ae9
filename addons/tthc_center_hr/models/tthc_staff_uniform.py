from odoo import fields, models


class TthcStaff(models.Model):
    _inherit = "tthc.staff"

    size_ids = fields.One2many(
        "tthc.uniform.size.choice",
        "staff_id",
        string="Sizes",
        help="Asked of main staff only.",
    )
    uniform_issue_ids = fields.One2many(
        "tthc.uniform.issue", "staff_id", string="Uniforms received"
    )
