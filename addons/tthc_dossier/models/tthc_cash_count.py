from odoo import api, fields, models

#: Notes in use, in đồng; smaller ones are kept as one sum.
DENOMINATIONS = (500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500)


class TthcCashCount(models.Model):
    """How many notes of one value lay in a till when it was counted."""

    _name = "tthc.cash.count"
    _description = "Counted notes"
    _order = "session_id, denomination desc"

    session_id = fields.Many2one(
        "tthc.cash.session",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    denomination = fields.Integer(string="Note (đ)", required=True, readonly=True)
    quantity = fields.Integer(string="Number of notes", readonly=True)
    amount = fields.Integer(string="Sum (đ)", compute="_compute_amount", store=True)

    @api.depends("denomination", "quantity")
    def _compute_amount(self):
        for row in self:
            row.amount = row.denomination * row.quantity
