from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcUniformOrderLine(models.Model):
    """How many pieces of a size are ordered: for people, and spare."""

    _name = "tthc.uniform.order.line"
    _description = "Size on an order of uniforms"
    _order = "order_id, garment_id, size_sequence, id"
    _rec_name = "size_id"

    # Found by the unique index on order and size.
    order_id = fields.Many2one("tthc.uniform.order", required=True, ondelete="cascade")
    state = fields.Selection(related="order_id.state")
    size_id = fields.Many2one("tthc.uniform.size", required=True, ondelete="restrict")
    garment_id = fields.Many2one(related="size_id.garment_id", store=True)
    sex = fields.Selection(related="size_id.sex", store=True)
    size_sequence = fields.Integer(related="size_id.sequence", store=True)
    need = fields.Integer(string="For people", readonly=True)
    spare = fields.Integer()
    quantity = fields.Integer(string="Ordered", compute="_compute_quantity", store=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    unit_price = fields.Monetary(string="Price")
    amount = fields.Monetary(compute="_compute_amount", store=True)
    delivery_line_ids = fields.One2many(
        "tthc.uniform.delivery.line", "order_line_id", string="Deliveries"
    )
    received = fields.Integer(compute="_compute_received")
    left = fields.Integer(string="Still to come", compute="_compute_received")
    on_hand = fields.Integer(string="In stock", compute="_compute_on_hand")

    _once = models.UniqueIndex(
        "(order_id, size_id)", "This size stands on the order already."
    )
    _counts_positive = models.Constraint(
        "CHECK (need >= 0 AND spare >= 0 AND unit_price >= 0)",
        "Pieces and prices can't be negative.",
    )

    @api.depends("need", "spare")
    def _compute_quantity(self):
        for line in self:
            line.quantity = line.need + line.spare

    @api.depends("quantity", "unit_price")
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.unit_price

    @api.depends("delivery_line_ids.quantity", "delivery_line_ids.state", "quantity")
    def _compute_received(self):
        groups = self.env["tthc.uniform.delivery.line"]._read_group(
            [
                ("order_line_id", "in", self.ids),
                ("delivery_id.state", "=", "confirmed"),
            ],
            ["order_line_id"],
            ["quantity:sum"],
        )
        came = dict(groups)
        for line in self:
            line.received = came.get(line._origin, 0)
            line.left = max(line.quantity - line.received, 0)

    def _compute_on_hand(self):
        stocks = self.env["tthc.uniform.stock"]
        hands = {
            center: stocks._on_hand_at(center) for center in self.order_id.center_id
        }
        for line in self:
            hand = hands.get(line.order_id.center_id, {})
            line.on_hand = hand.get(line.size_id.id, 0)

    @api.onchange("size_id")
    def _onchange_size_id(self):
        """Take the price of the garment."""
        self.unit_price = self.size_id.garment_id.unit_price

    @api.model_create_multi
    def create(self, vals_list):
        """Add sizes to an order that is being prepared: spare ones by hand."""
        lines = super().create(vals_list)
        lines._check_draft({name for vals in vals_list for name in vals})
        for line in lines:
            if line.garment_id not in line.order_id.garment_ids:
                raise UserError(
                    self.env._(
                        "“%(garment)s” is no garment of this order.",
                        garment=line.garment_id.name,
                    )
                )
        return lines

    def write(self, vals):
        """Write spare pieces and prices while the order is being prepared."""
        self._check_draft(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts(self):
        self._check_draft({"need"} if any(self.mapped("need")) else set())

    def _check_draft(self, names):
        orders = self.order_id
        if orders._is_moving():
            return
        if {"need", "order_id", "size_id"} & set(names) - {"order_id", "size_id"}:
            orders._check_moving()
        orders._check_state("draft")
