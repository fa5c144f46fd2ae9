from odoo import Command, api, fields, models

from ..models.tthc_cash_count import DENOMINATIONS


class TthcCashClose(models.TransientModel):
    """Counting the cash: how many notes of each value lie in the till."""

    _name = "tthc.cash.close"
    _description = "Count a till"

    session_id = fields.Many2one("tthc.cash.session", required=True, readonly=True)
    currency_id = fields.Many2one(related="session_id.currency_id")
    expected = fields.Monetary(related="session_id.expected")
    line_ids = fields.One2many("tthc.cash.close.line", "close_id")
    counted = fields.Monetary(compute="_compute_counted")
    difference = fields.Monetary(compute="_compute_counted")
    reason = fields.Char(string="Why it differs")

    @api.depends("line_ids.quantity", "expected")
    def _compute_counted(self):
        for row in self:
            row.counted = sum(row.line_ids.mapped("amount"))
            row.difference = row.counted - row.expected

    @api.model
    def default_get(self, fields_list):
        """Begin with a row for each note in use."""
        defaults = super().default_get(fields_list)
        defaults["session_id"] = self.env.context.get("active_id")
        defaults["line_ids"] = [
            Command.create({"denomination": note}) for note in DENOMINATIONS
        ]
        return defaults

    def action_confirm(self):
        """Close the till; see ``tthc.cash.session.action_close``."""
        self.ensure_one()
        self.session_id.action_close(
            {row.denomination: row.quantity for row in self.line_ids}, self.reason
        )
        return {"type": "ir.actions.act_window_close"}
