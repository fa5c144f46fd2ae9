from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

HR = "tthc_base.group_hr_logistics"


class TthcUniformDelivery(models.Model):
    """What a supplier brought of an order, counted; once confirmed it is in stock."""

    _name = "tthc.uniform.delivery"
    _inherit = ["tthc.guarded", "mail.thread"]
    _description = "Delivery of uniforms"
    _order = "date desc, id desc"

    order_id = fields.Many2one(
        "tthc.uniform.order", required=True, ondelete="restrict", index=True
    )
    center_id = fields.Many2one(related="order_id.center_id", store=True, index=True)
    supplier_id = fields.Many2one(related="order_id.supplier_id", store=True)
    date = fields.Date(
        string="Delivered on",
        required=True,
        default=lambda self: clock.today(VIETNAM),
    )
    reference = fields.Char(string="Delivery note", help="The supplier's number.")
    over_reason = fields.Char(
        string="Why more than ordered", help="Needed when more came than was ordered."
    )
    state = fields.Selection(
        [("draft", "Being counted"), ("confirmed", "In stock")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    confirmed_at = fields.Datetime(string="Put in stock", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one(
        "res.users", string="Counted by", readonly=True, ondelete="restrict"
    )
    line_ids = fields.One2many(
        "tthc.uniform.delivery.line", "delivery_id", string="Pieces"
    )
    quantity = fields.Integer(string="Number of pieces", compute="_compute_quantity")

    @api.depends("line_ids.quantity")
    def _compute_quantity(self):
        for delivery in self:
            delivery.quantity = sum(delivery.line_ids.mapped("quantity"))

    @api.depends("reference", "date", "supplier_id")
    def _compute_display_name(self):
        for delivery in self:
            day = delivery.date and delivery.date.strftime("%d/%m/%Y")
            parts = [delivery.supplier_id.name, delivery.reference, day]
            delivery.display_name = " · ".join(part for part in parts if part)

    @api.model_create_multi
    def create(self, vals_list):
        """Create deliveries of closed orders that are being counted."""
        if not self._is_moving() and any(
            vals.get("state", "draft") != "draft"
            or vals.keys() & {"confirmed_at", "confirmed_by_id"}
            for vals in vals_list
        ):
            self._check_moving()
        deliveries = super().create(vals_list)
        deliveries.order_id._check_state("closed")
        return deliveries

    def write(self, vals):
        """Write while it is being counted; afterwards nothing changes."""
        own = {"state", "confirmed_at", "confirmed_by_id", "order_id"}
        late = vals.keys() & {"date", "reference", "over_reason", "line_ids"}
        confirmed = self.filtered(lambda row: row.state == "confirmed")
        if not self._is_moving() and (vals.keys() & own or (late and confirmed)):
            self._check_moving()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if self.filtered(lambda row: row.state != "draft"):
            raise UserError(
                self.env._(
                    "What is in stock stays on record. Count the stock to correct it."
                )
            )

    def action_confirm(self):
        """Put the counted pieces in stock.

        :raise AccessError: when the user is not of HR
        :raise UserError: when nothing was counted, or more came than was ordered and
            no reason says why
        """
        self._check_role(HR)
        self._lock()
        self._check_state("draft")
        self.order_id._lock()
        self.order_id._check_state("closed")
        for delivery in self:
            lines = delivery.line_ids.filtered("quantity")
            if not lines:
                raise UserError(self.env._("Enter how many pieces came."))
            delivery._check_not_over(lines)
            self.env["tthc.uniform.stock"]._post(
                delivery.center_id, [line._stock_entry() for line in lines]
            )
            delivery._moving().write(
                {
                    "state": "confirmed",
                    "confirmed_at": clock.now(),
                    "confirmed_by_id": self.env.uid,
                }
            )
        self.order_id.line_ids.invalidate_recordset(["received", "left"])
        self.order_id._delivered()

    def _check_not_over(self, lines):
        if (self.over_reason or "").strip():
            return
        for line in lines:
            ordered = line.order_line_id
            if ordered.received + line.quantity > ordered.quantity:
                raise UserError(
                    self.env._(
                        "%(garment)s, %(size)s: %(ordered)s were ordered, %(received)s "
                        "came before and %(now)s come now. Mend the count, or say why "
                        "more came.",
                        garment=line.garment_id.name,
                        size=line.size_id.display_name,
                        ordered=ordered.quantity,
                        received=ordered.received,
                        now=line.quantity,
                    )
                )
