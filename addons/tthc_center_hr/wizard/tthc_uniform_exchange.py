from odoo import api, fields, models


class TthcUniformExchange(models.TransientModel):
    """Exchange a piece that does not fit, with the person's signature."""

    _name = "tthc.uniform.exchange"
    _description = "Exchange of a size"

    line_id = fields.Many2one(
        "tthc.uniform.issue.line",
        string="Pieces",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    name = fields.Char(related="line_id.issue_id.name")
    garment_id = fields.Many2one(related="line_id.garment_id")
    sex = fields.Selection(related="line_id.size_id.sex")
    old_size_id = fields.Many2one(related="line_id.size_id", string="Comes back")
    size_id = fields.Many2one(
        "tthc.uniform.size",
        string="Goes out",
        required=True,
        domain="[('garment_id', '=', garment_id), ('sex', '=', sex),"
        " ('id', '!=', old_size_id)]",
    )
    stock = fields.Integer(string="In stock", compute="_compute_stock")
    reason = fields.Char(required=True)
    signature = fields.Binary(attachment=False)

    @api.depends("size_id", "line_id")
    def _compute_stock(self):
        stocks = self.env["tthc.uniform.stock"]
        for wizard in self:
            center = wizard.line_id.issue_id.center_id
            wizard.stock = stocks._on_hand_at(center).get(wizard.size_id.id, 0)

    def action_exchange(self):
        """Exchange; raises as :meth:`~.TthcUniformIssueLine._exchange` does.

        :return: action that opens the exchange
        """
        self.ensure_one()
        exchange = self.line_id._exchange(self.size_id, self.reason, self.signature)
        return exchange.order_id._open(exchange)
