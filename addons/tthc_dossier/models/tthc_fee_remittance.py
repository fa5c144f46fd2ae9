from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount

MANAGER = "tthc_base.group_center_manager"


class TthcFeeRemittance(models.Model):
    """Money that a center hands on to the agency that it was collected for."""

    _name = "tthc.fee.remittance"
    _inherit = ["tthc.guarded", "mail.thread"]
    _description = "Remittance to an agency"
    _order = "day desc, id desc"
    _rec_name = "reference"

    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user.tthc_center_id,
    )
    agency_id = fields.Many2one("tthc.agency", required=True, ondelete="restrict")
    day = fields.Date(
        required=True,
        default=lambda self: (
            self.env.user.tthc_center_id._today()
            if self.env.user.tthc_center_id
            else False
        ),
    )
    method = fields.Selection(
        [("transfer", "Bank transfer"), ("cash", "Cash")],
        required=True,
        default="transfer",
    )
    reference = fields.Char(
        string="Document no.",
        required=True,
        help="Transfer order or minutes, with number.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        readonly=True,
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    amount = fields.Monetary(required=True)
    state = fields.Selection(
        [("posted", "Posted"), ("void", "Void")],
        required=True,
        readonly=True,
        default="posted",
        tracking=True,
    )
    counted = fields.Monetary(
        compute="_compute_counted", store=True, help="Nothing once it is void."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Remitted by",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    void_reason = fields.Char(readonly=True, tracking=True)
    voided_at = fields.Datetime(readonly=True)

    # What a center remitted to an agency in a quarter.
    _settlement_idx = models.Index("(agency_id, center_id, day)")
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A remittance is more than nothing."
    )

    @api.depends("amount", "state")
    def _compute_counted(self):
        for remittance in self:
            remittance.counted = remittance.amount * (remittance.state == "posted")

    @api.depends("reference", "amount")
    def _compute_display_name(self):
        for remittance in self:
            amount = vietnamese_amount(remittance.amount)
            # A new one has no name yet: the page says “New”.
            remittance.display_name = (
                remittance.reference and f"{remittance.reference}: {amount} đ"
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Put down remittances of quarters that are still open."""
        for vals in vals_list:
            if {"state", "user_id", "void_reason", "voided_at"} & vals.keys():
                self._check_moving()
        made = super().create(vals_list)
        for remittance in made:
            remittance._check_acceptable()
        return made

    def write(self, vals):
        """Write remittances, for actions only."""
        chatter = self.env["mail.thread"]._fields.keys() - models.MAGIC_COLUMNS
        if vals.keys() - chatter:
            self._check_moving()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(
            self.env._("A remittance is never deleted: void it with a reason.")
        )

    def _check_acceptable(self):
        self.ensure_one()
        if self.amount != int(self.amount):
            raise UserError(self.env._("There is no part of a đồng."))
        if self.day > self.center_id._today():
            raise UserError(self.env._("A remittance is put down when it is made."))
        if self.state != "posted" or self.user_id != self.env.user:
            raise AccessError(self._moving_refusal())
        self.env["tthc.fee.settlement"]._check_open(
            self.center_id, self.agency_id, self.day
        )

    def action_void(self, reason=None):
        """Void a wrong remittance (manager of the center).

        :param reason: what was wrong
        """
        self._check_role(MANAGER)
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it stays on record."))
        self._lock()
        self._check_state("posted")
        for remittance in self:
            self.env["tthc.fee.settlement"]._check_open(
                remittance.center_id, remittance.agency_id, remittance.day
            )
        self._moving().write(
            {"state": "void", "void_reason": reason.strip(), "voided_at": now()}
        )
