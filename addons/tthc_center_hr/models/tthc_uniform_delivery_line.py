from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcUniformDeliveryLine(models.Model):
    """How many pieces of a size came with a delivery."""

    _name = "tthc.uniform.delivery.line"
    _description = "Size on a delivery of uniforms"
    _order = "delivery_id, id"
    _rec_name = "size_id"

    delivery_id = fields.Many2one(
        "tthc.uniform.delivery", required=True, ondelete="cascade"
    )
    state = fields.Selection(related="delivery_id.state")
    order_line_id = fields.Many2one(
        "tthc.uniform.order.line",
        string="Ordered as",
        required=True,
        ondelete="restrict",
    )
    size_id = fields.Many2one(related="order_line_id.size_id")
    garment_id = fields.Many2one(related="order_line_id.garment_id")
    ordered = fields.Integer(related="order_line_id.quantity")
    received = fields.Integer(
        related="order_line_id.received", string="Received in all"
    )
    quantity = fields.Integer(string="Came")

    _once = models.UniqueIndex(
        "(delivery_id, order_line_id)", "This size stands on the delivery already."
    )
    # What came of a line of an order.
    _order_line_idx = models.Index("(order_line_id)")
    _quantity_positive = models.Constraint(
        "CHECK (quantity >= 0)", "A number of pieces can't be negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Add sizes while the delivery is being counted."""
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        """Write counts while the delivery is being counted."""
        self._check_draft()
        result = super().write(vals)
        self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts(self):
        self._check_draft()

    def _check_draft(self):
        self.delivery_id._check_state("draft")
        for line in self:
            if line.order_line_id.order_id != line.delivery_id.order_id:
                raise UserError(
                    self.env._("A delivery brings pieces of its own order only.")
                )

    def _stock_entry(self):
        """The entry in stock that this line makes."""
        return {
            "size": self.size_id,
            "quantity": self.quantity,
            "kind": "delivery",
            "delivery_line_id": self.id,
            "reason": self.delivery_id.over_reason or False,
        }
