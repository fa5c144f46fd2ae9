from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.tthc_catalog.models.tthc_limit import (
    FEE_COLLECTORS,
    FEE_KINDS,
)


class TthcFeePaymentLine(models.Model):
    """What a receipt of money pays of one fee: the smallest row of every figure."""

    _name = "tthc.fee.payment.line"
    _inherit = ["tthc.guarded.whole"]
    _description = "Line of a payment"
    _order = "id desc"

    payment_id = fields.Many2one(
        "tthc.fee.payment",
        string="Receipt no.",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    fee_id = fields.Many2one(
        "tthc.dossier.fee",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, readonly=True, ondelete="restrict", index=True
    )
    center_id = fields.Many2one(
        "tthc.center", required=True, readonly=True, ondelete="restrict"
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Collected for",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    name = fields.Char(string="What for", readonly=True)
    kind = fields.Selection(FEE_KINDS, readonly=True)
    payment_kind = fields.Selection(
        [("payment", "Payment"), ("refund", "Refund")],
        string="Money",
        required=True,
        readonly=True,
    )
    collected_by = fields.Selection(FEE_COLLECTORS, required=True, readonly=True)
    day = fields.Date(
        related="payment_id.day", store=True, precompute=True, readonly=True
    )
    method = fields.Selection(related="payment_id.method", store=True, precompute=True)
    state = fields.Selection(related="payment_id.state")
    currency_id = fields.Many2one(related="payment_id.currency_id")
    amount = fields.Monetary(required=True, readonly=True)
    counted = fields.Monetary(
        compute="_compute_counted",
        store=True,
        precompute=True,
        help="Nothing once it is void, less than nothing for money paid back.",
    )

    # What a center collected for an agency in a quarter.
    _settlement_idx = models.Index("(agency_id, center_id, day)")
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A payment is more than nothing."
    )

    @api.depends("amount", "payment_id.state", "payment_kind")
    def _compute_counted(self):
        for line in self:
            sign = -1 if line.payment_kind == "refund" else 1
            line.counted = line.amount * sign * (line.payment_id.state == "posted")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(
            self.env._("A receipt of money is never deleted: void it with a reason.")
        )

    def _left_to_refund(self):
        """What of a line was not paid back, asked-for refunds included, in đồng."""
        self.ensure_one()
        back = self.payment_id.refund_ids.filtered(
            lambda refund: refund.state in ("asked", "approved", "posted")
        )
        lines = back.line_ids.filtered(lambda line: line.fee_id == self.fee_id)
        return self.counted - sum(lines.mapped("amount"))
