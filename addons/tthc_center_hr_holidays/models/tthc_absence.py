from odoo import fields, models


class TthcAbsence(models.Model):
    _inherit = "tthc.absence"

    leave_id = fields.Many2one(
        "hr.leave",
        string="Time off",
        ondelete="set null",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="tthc_base.group_hr_logistics",
    )
