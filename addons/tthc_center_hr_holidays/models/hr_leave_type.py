from odoo import fields, models

from odoo.addons.tthc_center_hr.models.tthc_absence import KINDS


class HrLeaveType(models.Model):
    _inherit = "hr.leave.type"

    tthc_kind = fields.Selection(
        KINDS,
        string="At the counter",
        required=True,
        default="leave",
        help="As which kind of absence the roster of the center shows it.",
    )
