from odoo import fields, models
from odoo.exceptions import UserError

from ..models.tthc_assignment import END_REASONS


class TthcAssignmentAct(models.TransientModel):
    """Asks for the words that returning, refusing or ending an assignment needs."""

    _name = "tthc.assignment.act"
    _description = "Reason of what is done with an assignment"

    mode = fields.Selection(
        [("return", "Return"), ("refuse", "Refuse"), ("end", "End")], required=True
    )
    remarks = fields.Text()
    end_reason = fields.Selection(END_REASONS)
    ended_on = fields.Date(string="Out of post from")

    def action_confirm(self):
        """Carry out what was chosen on the assignments of the page.

        See ``action_return``, ``action_refuse`` and ``action_end`` of an assignment
        for what is raised.
        """
        self.ensure_one()
        if self.env.context.get("active_model") != "tthc.assignment":
            raise UserError(self.env._("Open this from the record that it is about."))
        assignments = self.env["tthc.assignment"]
        assignments = assignments.browse(self.env.context.get("active_ids", []))
        if self.mode == "end":
            assignments.action_end(self.end_reason, self.ended_on, self.remarks)
        elif self.mode == "refuse":
            assignments.action_refuse(self.remarks)
        else:
            assignments.action_return(self.remarks)
        return {"type": "ir.actions.act_window_close"}
