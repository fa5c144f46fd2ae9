from odoo import fields, models
from odoo.exceptions import UserError


class TthcProblemAct(models.TransientModel):
    """Asks for what giving, answering or reopening a difficulty needs."""

    _name = "tthc.problem.act"
    _description = "What is done about a difficulty"

    mode = fields.Selection(
        [("take", "Give to"), ("answer", "Answer"), ("reopen", "Not solved")],
        required=True,
    )
    owner_agency_id = fields.Many2one("tthc.agency", string="To be solved by")
    owner_id = fields.Many2one(
        "res.users",
        string="Person in charge",
        domain="[('tthc_agency_ids', '=', owner_agency_id)]",
    )
    due_on = fields.Date(string="Answer by")
    words = fields.Text()

    def action_confirm(self):
        """Carry out what was chosen on the difficulty of the page.

        See ``action_take``, ``action_answer`` and ``action_reopen`` of a difficulty
        for what is raised.
        """
        self.ensure_one()
        if self.env.context.get("active_model") != "tthc.problem":
            raise UserError(self.env._("Open this from the record that it is about."))
        problems = self.env["tthc.problem"]
        problems = problems.browse(self.env.context.get("active_ids", []))
        if self.mode == "take":
            problems.action_take(self.owner_agency_id.id, self.due_on, self.owner_id.id)
        elif self.mode == "answer":
            problems.action_answer(self.words)
        else:
            problems.action_reopen(self.words)
        return {"type": "ir.actions.act_window_close"}
