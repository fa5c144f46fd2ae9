from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: What can be done, and with which model.
MODELS = {
    "receive": "tthc.golive.line",
    "return": "tthc.golive.line",
    "waive": "tthc.golive.line",
    "revoke": "tthc.golive.receipt",
    "resume": "tthc.golive",
    "reopen": "tthc.golive",
    "cancel": "tthc.golive",
}


class TthcGoliveAct(models.TransientModel):
    """Asks for what a delivery or a step back of a go-live checklist needs."""

    _name = "tthc.golive.act"
    _description = "What is done about a go-live checklist"

    mode = fields.Selection(
        [
            ("receive", "Receive"),
            ("return", "Give back to the agency"),
            ("waive", "Do without"),
            ("revoke", "Cancel the delivery"),
            ("resume", "Not ready after all"),
            ("reopen", "Work on it again"),
            ("cancel", "Call off"),
        ],
        required=True,
    )
    line_id = fields.Many2one(
        "tthc.golive.line", default=lambda self: self._default_line_id(), readonly=True
    )
    unit = fields.Char(related="line_id.unit")
    standing = fields.Char(related="line_id.standing", string="So far")
    quantity = fields.Float(
        digits=(12, 2), compute="_compute_quantity", store=True, readonly=False
    )
    is_over = fields.Boolean(compute="_compute_is_over")
    date = fields.Date(string="Received on", default=lambda self: today(VIETNAM))
    paper_number = fields.Char(string="Paper no.")
    cost = fields.Monetary(string="Cost in đồng")
    currency_id = fields.Many2one(related="line_id.currency_id")
    evidence_ids = fields.Many2many("ir.attachment")
    words = fields.Char(string="Reason")

    @api.model
    def _default_line_id(self):
        if self.env.context.get("active_model") != "tthc.golive.line":
            return False
        return self.env.context.get("active_id")

    @api.depends("line_id")
    def _compute_quantity(self):
        for act in self:
            act.quantity = act.line_id.open_quantity

    @api.depends("quantity", "line_id")
    def _compute_is_over(self):
        for act in self:
            act.is_over = bool(act.line_id) and act.line_id._exceeds(act.quantity)

    def action_confirm(self):
        """Carry out what was chosen on the records of the page.

        See the actions of checklist, line and delivery for what is raised.
        """
        self.ensure_one()
        model = MODELS[self.mode]
        if self.env.context.get("active_model") != model:
            raise UserError(self.env._("Open this from the record that it is about."))
        records = self.env[model].browse(self.env.context.get("active_ids", []))
        if self.mode == "receive":
            self._receive(records)
        elif self.mode == "revoke":
            records.action_cancel(self.words)
        else:
            getattr(records, f"action_{self.mode}")(self.words)
        return {"type": "ir.actions.act_window_close"}

    def _receive(self, line):
        """Enter the delivery, with what was attached to it.

        :param line: one ``tthc.golive.line``
        """
        if self.evidence_ids:
            line.evidence_ids |= self.evidence_ids
        line.action_receive(
            self.quantity, self.paper_number, self.date, self.cost, self.words
        )
