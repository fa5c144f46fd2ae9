from odoo import api, fields, models
from odoo.exceptions import UserError

#: What can be done, and with which model.
MODELS = {
    "extend": "tthc.readiness.report",
    "return": "tthc.readiness.report",
    "reject": "tthc.readiness.report",
    "assign": "tthc.readiness.difficulty",
    "answer": "tthc.readiness.difficulty",
    "ask_again": "tthc.readiness.difficulty",
    "follow": "tthc.readiness.difficulty",
}


class TthcReadinessAct(models.TransientModel):
    """Asks for the words and hours that an action on a report or a difficulty needs."""

    _name = "tthc.readiness.act"
    _description = "Reason of what is done with a readiness report"

    mode = fields.Selection(
        [
            ("extend", "Extend"),
            ("return", "Return"),
            ("reject", "Return to the reporter"),
            ("assign", "Say who answers"),
            ("answer", "Answer"),
            ("ask_again", "Ask again"),
            ("follow", "Put into the register"),
        ],
        required=True,
    )
    remarks = fields.Text()
    until = fields.Datetime()
    agency_id = fields.Many2one("tthc.agency", string="To be answered by")
    user_id = fields.Many2one(
        "res.users",
        string="Person in charge",
        domain="[('tthc_agency_ids', '=', agency_id)]",
    )
    day = fields.Date(string="Answer by")
    kind = fields.Selection(selection="_kinds")

    def _kinds(self):
        """The kinds of the register of difficulties."""
        return self.env["tthc.problem"]._fields["kind"]._description_selection(self.env)

    @api.model
    def default_get(self, fields_list):
        """Offer the same hour of the next working day to whoever gets more time."""
        values = super().default_get(fields_list)
        report = self.env["tthc.readiness.report"].browse(
            self.env.context.get("active_id") or []
        )
        if values.get("mode") == "extend" and "until" in fields_list and report:
            values.setdefault("until", report._next_hour())
        return values

    def action_confirm(self):
        """Carry out what was chosen on the records of the page.

        See the actions of ``tthc.readiness.report`` and ``tthc.readiness.difficulty``
        for what is raised.
        """
        self.ensure_one()
        model = MODELS[self.mode]
        if self.env.context.get("active_model") != model:
            raise UserError(self.env._("Open this from the record that it is about."))
        records = self.env[model].browse(self.env.context.get("active_ids", []))
        getattr(self, f"_do_{self.mode}")(records)
        return {"type": "ir.actions.act_window_close"}

    def _do_extend(self, reports):
        reports.action_extend(self.until, self.remarks)

    def _do_return(self, reports):
        reports.action_return(self.remarks, self.until)

    def _do_reject(self, reports):
        reports.action_reject(self.remarks)

    def _do_assign(self, difficulties):
        difficulties.action_assign(self.agency_id, self.user_id, self.day)

    def _do_answer(self, difficulties):
        difficulties.action_answer(self.remarks)

    def _do_follow(self, difficulties):
        difficulties.action_follow(self.kind)

    def _do_ask_again(self, difficulties):
        difficulties.action_ask_again(self.remarks)
