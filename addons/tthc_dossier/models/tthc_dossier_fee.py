from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount
from odoo.addons.tthc_catalog.models.tthc_limit import (
    FEE_COLLECTORS,
    FEE_KINDS,
    FEE_TIMES,
)


class TthcDossierFee(models.Model):
    """One thing that is owed for a dossier: a fact of its own, beside the state.

    Made at the receipt from the tariff of the version, or when the agency asks for
    payment (Decree 61/2018 Art 22). It changes by actions with a reason only, each of
    which the log of the dossier keeps.
    """

    _name = "tthc.dossier.fee"
    _inherit = ["tthc.guarded.whole"]
    _description = "Fee of a dossier"
    _order = "dossier_id, id"

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, readonly=True, ondelete="restrict", index=True
    )
    center_id = fields.Many2one(
        "tthc.center", required=True, readonly=True, ondelete="restrict"
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Owed to",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="The agency with which the center settles what it collects.",
    )
    name = fields.Char(string="What for", required=True, readonly=True)
    kind = fields.Selection(FEE_KINDS, readonly=True)
    currency_id = fields.Many2one(
        "res.currency",
        readonly=True,
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    tariff = fields.Monetary(
        string="By the tariff", readonly=True, help="Before any exemption or change."
    )
    amount = fields.Monetary(string="Owed", readonly=True)
    paid = fields.Monetary(
        compute="_compute_paid", store=True, precompute=True, readonly=True
    )
    balance = fields.Monetary(
        string="Still to pay", compute="_compute_paid", store=True, precompute=True
    )
    state = fields.Selection(
        [
            ("unpaid", "Not paid"),
            ("part", "Paid in part"),
            ("paid", "Paid"),
            ("free", "Nothing to pay"),
        ],
        compute="_compute_paid",
        store=True,
        precompute=True,
    )
    paid_when = fields.Selection(
        FEE_TIMES, string="To be paid", required=True, readonly=True
    )
    collector = fields.Selection(
        FEE_COLLECTORS, string="Collected by", required=True, readonly=True
    )
    source = fields.Selection(
        [("receipt", "At the receipt"), ("asked", "The agency asked for it")],
        required=True,
        readonly=True,
    )
    asked_seq = fields.Integer(
        readonly=True, help="Entry of the log by which the agency asked for it."
    )
    legal_ground = fields.Char(readonly=True)
    exemption_id = fields.Many2one(
        "tthc.fee.exemption", readonly=True, ondelete="restrict"
    )
    reason = fields.Char(
        string="Why it differs",
        readonly=True,
        help="Why less, more or nothing is owed than the tariff says.",
    )
    changed_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    changed_at = fields.Datetime(readonly=True)
    line_ids = fields.One2many("tthc.fee.payment.line", "fee_id", string="Payments")

    # What is still to be paid: few of the many lines that were ever owed.
    _unpaid_idx = models.Index("(dossier_id) WHERE balance > 0")
    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "A fee can't be negative."
    )

    @api.depends("amount", "line_ids.counted")
    def _compute_paid(self):
        for fee in self:
            fee.paid = sum(fee.line_ids.mapped("counted"))
            fee.balance = fee.amount - fee.paid
            fee.state = fee._money_state()

    def _money_state(self):
        if not self.amount and not self.paid:
            return "free"
        if self.balance <= 0:
            return "paid"
        return "part" if self.paid else "unpaid"

    @api.depends("name", "amount")
    def _compute_display_name(self):
        for fee in self:
            fee.display_name = f"{fee.name}: {vietnamese_amount(fee.amount)} đ"

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(
            self.env._("What was owed stays on record: set it to zero with a reason.")
        )

    # -- changes by people -------------------------------------------------------

    def action_change(self, amount=None, reason=None, legal_ground=None):
        """Set another amount, with the reason.

        :param amount: đồng
        :param reason: why the tariff does not hold
        :param legal_ground: text and article
        :raise UserError: without a reason, or when more was paid already
        """
        self._alter("change_fee", lambda fee: amount, reason, legal_ground)

    def action_exempt(self, exemption=None, reason=None, legal_ground=None):
        """Let somebody pay less or nothing.

        :param exemption: ``tthc.fee.exemption`` of the version; None exempts wholly
        :param reason: the paper that proves it, or why
        :param legal_ground: text and article; None takes that of the exemption
        """
        exemption = exemption or self.env["tthc.fee.exemption"]
        self._check_exemption(exemption)
        self._alter(
            "exempt_fee",
            lambda fee: (
                exemption._reduce(fee.tariff, fee.currency_id) if exemption else 0
            ),
            reason or exemption.name,
            legal_ground or exemption.legal_basis,
            exemption_id=exemption.id,
        )

    def _check_exemption(self, exemption):
        for fee in self:
            if exemption and exemption.version_id != fee.dossier_id.version_id:
                raise UserError(
                    self.env._(
                        "“%(exemption)s” does not belong to the procedure of %(code)s.",
                        exemption=exemption.name,
                        code=fee.dossier_id.display_name,
                    )
                )

    def _alter(self, kind, amount_of, reason, legal_ground, **values):
        """Change what is owed and keep it in the log.

        :param kind: kind of the event
        :param amount_of: function of a line that gives the new amount in đồng
        """
        self._check_role("tthc_base.group_reception")
        dossiers = self.dossier_id
        dossiers.check_access("write")
        dossiers._need_center()
        dossiers._need_reason(reason=reason)
        dossiers._lock()
        self.invalidate_recordset()
        entries = []
        for fee in self:
            amount = fee._checked_amount(amount_of(fee))
            before = fee.amount
            fee._write_as_action(
                {
                    "amount": amount,
                    "reason": reason.strip(),
                    "legal_ground": legal_ground or fee.legal_ground,
                    "changed_by_id": self.env.uid,
                    "changed_at": now(),
                    **values,
                }
            )
            entries.append(fee._entry(kind, before=before, after=amount))
        for entry in entries:
            self.env["tthc.dossier.event"]._append([entry])

    def _checked_amount(self, amount):
        """A whole amount that is not below what was paid.

        :raise UserError: in words
        """
        self.ensure_one()
        if amount is None or amount < 0 or amount != int(amount):
            raise UserError(self.env._("Enter the amount in whole đồng, zero or more."))
        if amount < self.paid:
            raise UserError(
                self.env._(
                    "%(paid)s đ of “%(fee)s” are paid already: pay the difference "
                    "back first.",
                    paid=vietnamese_amount(self.paid),
                    fee=self.name,
                )
            )
        return amount

    def _entry(self, kind, **data):
        """An entry of the dossier's log about this line: amounts, no person."""
        self.ensure_one()
        return {
            "dossier": self.dossier_id,
            "kind": kind,
            "happened_at": now(),
            "ground": self.legal_ground,
            "data": {"fee": self.id, **data},
        }

    def _write_as_action(self, vals):
        # sudo: nobody writes what is owed by hand, the actions do
        self.sudo()._moving().write(vals)

    @api.model
    def _owe(self, vals_list):
        """Put down what is owed.

        :param vals_list: list of dicts
        :return: the lines
        """
        # sudo: nobody writes what is owed by hand, the actions do
        made = self.sudo()._moving().create(vals_list)
        return made.with_env(self.env)
