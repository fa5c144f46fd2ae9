from odoo import models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        """Write; rights of a post follow when another account is the person's."""
        if "user_id" not in vals:
            return super().write(vals)
        before = self.user_id
        result = super().write(vals)
        self.env["tthc.assignment.grant"]._sync(before | self.user_id)
        return result
