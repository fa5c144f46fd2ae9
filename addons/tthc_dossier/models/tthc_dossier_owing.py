from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount


class TthcDossierOwing(models.AbstractModel):
    """What is owed for a dossier, and what that means for its way."""

    _name = "tthc.dossier.owing"
    _description = "Money owed for a dossier"

    # The dossier's own; a sum of money needs to know it here already.
    currency_id = fields.Many2one("res.currency")
    fee_ids = fields.One2many("tthc.dossier.fee", "dossier_id", string="Fees")
    payment_line_ids = fields.One2many(
        "tthc.fee.payment.line", "dossier_id", string="Payments"
    )
    fee_balance = fields.Monetary(string="Still to pay", compute="_compute_fee_balance")
    money_state = fields.Selection(
        [
            ("none", "Nothing to pay"),
            ("unpaid", "Not paid"),
            ("part", "Paid in part"),
            ("paid", "Paid"),
        ],
        string="Money",
        compute="_compute_fee_balance",
        search="_search_money_state",
    )
    asked_balance = fields.Monetary(compute="_compute_fee_balance")
    unpaid_allowed_by_id = fields.Many2one(
        "res.users",
        string="Returned unpaid by leave of",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    unpaid_reason = fields.Char(
        string="Why it may be returned unpaid", readonly=True, copy=False
    )

    @api.depends("fee_ids.balance", "fee_ids.amount")
    def _compute_fee_balance(self):
        for dossier in self:
            fees = dossier.fee_ids
            dossier.fee_balance = sum(fees.mapped("balance"))
            dossier.asked_balance = sum(dossier._asked_fees().mapped("balance"))
            if not any(fees.mapped("amount")):
                dossier.money_state = "none"
            elif dossier.fee_balance <= 0:
                dossier.money_state = "paid"
            else:
                dossier.money_state = "part" if any(fees.mapped("paid")) else "unpaid"

    def _search_money_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        owing = Domain("fee_ids", "any", [("balance", ">", 0)])
        begun = Domain("fee_ids", "any", [("paid", ">", 0)])
        owed = Domain("fee_ids", "any", [("amount", ">", 0)])
        domains = {
            "none": ~owed,
            "unpaid": owing & ~begun,
            "part": owing & begun,
            "paid": owed & ~owing,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    # -- made at the receipt -------------------------------------------------------

    def _owe_fees(self, values):
        """Put down what is owed at the receipt (Decree 61/2018 Art 22).

        :param values: what the receipt writes on the dossier
        """
        self.ensure_one()
        version, center = self.version_id, self.center_id
        common = {
            "dossier_id": self.id,
            "center_id": center.id,
            "agency_id": values["agency_id"],
            "currency_id": self.currency_id.id,
            "paid_when": version.fee_when or center.fee_when,
            "collector": version.fee_collector or center.fee_collector,
            "source": "receipt",
        }
        self.env["tthc.dossier.fee"]._owe(
            [
                {
                    **common,
                    "name": line.name,
                    "kind": line.kind,
                    "tariff": line.amount,
                    "amount": line.amount,
                    "legal_ground": line.legal_basis,
                }
                for line in self._fee_lines()
            ]
        )

    def _fee_lines(self):
        """What the version in force asks for, by case, channel and applicant.

        :return: list of ``FeeLine``
        """
        self.ensure_one()
        return self.version_id._fee_lines(
            self.case_id, self.channel, self._fee_applicant()
        )

    def _fee_applicant(self):
        """Whether a citizen or a body pays, where the tariff asks for it."""
        self.ensure_one()
        if not any(self.version_id.fee_ids.mapped("applicant")):
            return "person"
        # sudo: the register of applicants is closed; of this one only the kind is read
        kind = self.owner_id.sudo().kind
        return "person" if not kind or kind == "person" else "body"

    # -- asked for by the agency -----------------------------------------------------

    def _ask_for(self, moment, amount, name, reason, collector=None):
        """Put down what the agency asks for while the clock waits.

        :param moment: naive UTC
        :param amount: đồng
        :param name: what for
        :param reason: the notice of the agency
        :param collector: who takes the money; None takes that of the version
        """
        self.ensure_one()
        self.env["tthc.dossier.fee"]._owe(
            [
                {
                    "dossier_id": self.id,
                    "center_id": self.center_id.id,
                    "agency_id": self.agency_id.id,
                    "currency_id": self.currency_id.id,
                    "name": name or self.env._("Financial obligation"),
                    "tariff": amount,
                    "amount": amount,
                    "paid_when": "after",
                    "collector": collector
                    or self.version_id.fee_collector
                    or self.center_id.fee_collector,
                    "source": "asked",
                    "asked_seq": self.event_count + 1,
                    "reason": reason,
                    "changed_by_id": self.env.uid,
                    "changed_at": moment,
                }
            ]
        )

    def _asked_fees(self):
        """What the agency asked for and was not taken back."""
        return self.fee_ids.filtered(lambda fee: fee.source == "asked" and fee.amount)

    def _own_proof_of_payment(self):
        """Numbers of the receipts for what the agency asked for."""
        lines = self._asked_fees().line_ids.filtered("counted")
        return ", ".join(dict.fromkeys(lines.payment_id.mapped("display_name")))

    def _settle_elsewhere(self, proof):
        """Put down that what others collect was paid, by the proof handed in.

        :param proof: number of the receipt of payment
        """
        self.ensure_one()
        fees = self._asked_fees().filtered(lambda fee: fee.balance > 0)
        if fees:
            self.env["tthc.fee.payment"]._collect(
                {fee: fee.balance for fee in fees},
                "elsewhere",
                reference=proof,
                go_on=False,
            )

    def _take_back_fees(self, kept):
        """What was asked for by an action that is taken back is no longer owed.

        :param kept: ``undo_data`` of the dossier
        :raise UserError: when it was paid
        """
        self.ensure_one()
        if kept["action"] != "ask_fee":
            return
        fees = self.fee_ids.filtered(lambda fee: fee.asked_seq == kept["seq"])
        if any(fees.mapped("paid")):
            raise UserError(
                self.env._(
                    "Something was paid for %(code)s by now: it can't be taken back.",
                    code=self.display_name,
                )
            )
        fees._write_as_action(
            {"amount": 0, "reason": self.env._("The request was taken back")}
        )

    def _drop_fees(self, reason):
        """A receipt that is void leaves nothing to pay."""
        fees = self.fee_ids.filtered("amount")
        if fees:
            fees._write_as_action({"amount": 0, "reason": reason})

    # -- needs ------------------------------------------------------------------------

    def _need_nothing_paid(self, **_arguments):
        for dossier in self:
            if any(dossier.fee_ids.mapped("paid")):
                raise UserError(
                    self.env._(
                        "A fee of %(code)s is paid: void that payment first, or pay it "
                        "back.",
                        code=dossier.display_name,
                    )
                )

    def _need_fee_paid(self, **_arguments):
        for dossier in self:
            if dossier._is_held_back_unpaid():
                raise UserError(
                    self.env._(
                        "%(amount)s đ are still to be paid for %(code)s. Collect them, "
                        "or ask the manager for leave to return it unpaid.",
                        amount=vietnamese_amount(dossier.fee_balance),
                        code=dossier.display_name,
                    )
                )

    def _is_held_back_unpaid(self):
        """Whether the center does not return the result until the fee is paid."""
        self.ensure_one()
        return (
            self.center_id.unpaid_at_return == "block"
            and not self.unpaid_allowed_by_id
            and self.fee_balance > 0
        )

    def action_allow_unpaid(self, reason=None):
        """Let the result be returned though the fee is not paid (manager).

        :param reason: why
        """
        self._check_role("tthc_base.group_center_manager")
        self.check_access("read")
        self._need_center()
        self._need_reason(reason=reason)
        self._lock()
        # sudo: a manager writes nothing on a dossier but this leave
        dossiers = self.sudo().with_context(**self._move_context())
        dossiers.write(
            {"unpaid_allowed_by_id": self.env.uid, "unpaid_reason": reason.strip()}
        )
        self.env["tthc.dossier.event"]._append(
            [
                {
                    "dossier": dossier,
                    "kind": "allow_unpaid",
                    "happened_at": now(),
                    "data": {"balance": dossier.fee_balance},
                }
                for dossier in dossiers
            ]
        )

    def action_collect(self):
        """Open the panel that collects what is owed for these dossiers."""
        return {
            "type": "ir.actions.client",
            "tag": "tthc_collect",
            "params": {"dossier_ids": self.ids},
        }
