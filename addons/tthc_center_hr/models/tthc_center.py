from odoo import fields, models


class TthcCenter(models.Model):
    _name = "tthc.center"
    _inherit = [
        "tthc.center",
        "tthc.center.coverage",
        "tthc.center.notice",
        "mail.activity.mixin",
    ]

    expiry_notice_days = fields.Integer(
        string="Days before the end of a term",
        default=60,
        help="So many days before a term ends it stands on the list of expiring terms, "
        "and HR is reminded to see to a successor.",
    )
    hr_user_id = fields.Many2one(
        "res.users",
        string="Reminded of ending terms",
        ondelete="set null",
        domain="[('share', '=', False)]",
        help="Who sees to the people of this center. Empty: whoever drafted the "
        "decision.",
    )

    _expiry_notice_days_positive = models.Constraint(
        "CHECK (expiry_notice_days >= 0)", "The days before the end can't be negative."
    )
