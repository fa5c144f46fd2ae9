from odoo import api, fields, models


class TthcCashCloseLine(models.TransientModel):
    """One value of notes while a till is counted."""

    _name = "tthc.cash.close.line"
    _description = "Counted notes of a value"
    _order = "denomination desc"

    close_id = fields.Many2one("tthc.cash.close", required=True, ondelete="cascade")
    denomination = fields.Integer(string="Note (đ)", required=True, readonly=True)
    quantity = fields.Integer(string="Number of notes")
    currency_id = fields.Many2one(related="close_id.currency_id")
    amount = fields.Monetary(string="Sum", compute="_compute_amount")

    @api.depends("denomination", "quantity")
    def _compute_amount(self):
        for row in self:
            row.amount = row.denomination * row.quantity
