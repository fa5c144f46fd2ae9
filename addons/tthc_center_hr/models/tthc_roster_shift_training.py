from odoo import models


class TthcRosterShift(models.Model):
    _inherit = "tthc.roster.shift"

    def _cell_values(self):
        values = super()._cell_values()
        # What somebody lacks is for who plans, not for the colleagues.
        if not self.center_id._may_plan():
            return {**values, "training_gaps": ""}
        # sudo: the manager's own people; one query for all that the week prefetched
        post = self.sudo().assignment_id
        return {**values, "training_gaps": post.training_gaps or ""}
