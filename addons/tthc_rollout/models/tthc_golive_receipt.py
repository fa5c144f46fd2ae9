from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_round

from odoo.addons.tthc_base.tools.clock import now


class TthcGoliveReceipt(models.Model):
    """A delivery: so many, on that day, by that paper. Several make up a line.

    Written by the actions of the line only, never deleted: a wrong one is cancelled
    with a reason and stays in the list.
    """

    _name = "tthc.golive.receipt"
    _inherit = ["tthc.guarded.whole"]
    _description = "Delivery before a center opens"
    _order = "line_id, date, id"
    _rec_name = "paper_number"

    line_id = fields.Many2one(
        "tthc.golive.line", required=True, ondelete="restrict", index=True
    )
    center_id = fields.Many2one(related="line_id.center_id", store=True, index=True)
    agency_id = fields.Many2one(related="line_id.agency_id")
    date = fields.Date(string="Received on", required=True)
    quantity = fields.Float(required=True, digits=(12, 2))
    unit = fields.Char(related="line_id.unit")
    cost = fields.Monetary(string="Cost in đồng")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    paper_number = fields.Char(
        string="Paper no.", required=True, help="Of the delivery note or the minutes."
    )
    reason = fields.Char(help="Why more was received than planned.")
    received_by_id = fields.Many2one("res.users", string="Entered by", required=True)
    received_at = fields.Datetime(string="Entered on", required=True)
    state = fields.Selection(
        [("valid", "Valid"), ("cancelled", "Cancelled")],
        required=True,
        default="valid",
    )
    cancelled_by_id = fields.Many2one("res.users", string="Cancelled by")
    cancelled_at = fields.Datetime(string="Cancelled on")
    cancel_reason = fields.Char(string="Why cancelled")

    # A second click, or the same paper entered by two people, is one delivery.
    _paper_once = models.UniqueIndex(
        "(line_id, lower(paper_number)) WHERE state = 'valid'",
        "This paper was entered for this line already.",
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "A delivery has a quantity."
    )
    _cost_positive = models.Constraint(
        "CHECK (cost >= 0)", "A cost can't be less than nothing."
    )

    def _compute_currency_id(self):
        self.currency_id = self.env.ref("base.VND", raise_if_not_found=False)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A delivery is not deleted: cancel it with a reason.")
        )

    @api.model
    def _rounded(self, quantity):
        """A quantity as it is kept.

        :param quantity: as it was typed
        """
        return float_round(quantity or 0.0, precision_digits=2)

    def action_cancel(self, reason=None):
        """Take a delivery off the count that was entered wrongly.

        :param reason: why, in words
        :raise AccessError: for who does not receive for this center
        :raise UserError: without a reason, or when the list is no longer worked on
        """
        for receipt in self:
            receipt.check_access("read")
            line = receipt.line_id
            line._check_receiver()
            line.golive_id._lock()
            line._check_running()
            reason = line._said(reason)
            line._lock()
            receipt._check_state("valid")
            # sudo: deliveries are written by their actions alone; role and center
            # were checked
            receipt.sudo()._moving().write(
                {
                    "state": "cancelled",
                    "cancelled_by_id": self.env.uid,
                    "cancelled_at": now(),
                    "cancel_reason": reason,
                }
            )
            line._fall_short()
