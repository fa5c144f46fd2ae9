from odoo import models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount

CLERK = "tthc_base.group_reception"
MANAGER = "tthc_base.group_center_manager"


class TthcFeeRefunding(models.AbstractModel):
    """A payment that was wrong: void while the till is open, paid back afterwards."""

    _name = "tthc.fee.refunding"
    _description = "Void payments and refunds"

    # -- void -------------------------------------------------------------------

    def action_void(self, reason=None):
        """Void a wrong payment of a till that is still open; its number stays.

        :param reason: what was wrong
        :raise UserError: when the till is closed: pay it back instead
        """
        self._check_role(CLERK)
        self._check_reason(reason)
        self._lock()
        self._hold_dossiers()
        self._check_state("posted")
        for payment in self:
            payment._check_voidable()
        self._as_action().write(
            {
                "state": "void",
                "reason": reason.strip(),
                "voided_at": now(),
                "voided_by_id": self.env.uid,
            }
        )
        for payment in self:
            payment._log(payment, "void_payment")

    def _check_voidable(self):
        self.ensure_one()
        if not self._is_ours():
            raise UserError(
                self.env._(
                    "%(receipt)s is in the till of %(user)s: only they void it.",
                    receipt=self.display_name,
                    user=self.user_id.name,
                )
            )
        if self.session_id:
            self.session_id._lock()
        if self.session_id and self.session_id.state != "open":
            raise UserError(
                self.env._(
                    "The till of %(receipt)s is closed: ask for a refund instead.",
                    receipt=self.display_name,
                )
            )
        if self.refund_ids.filtered(lambda row: row.state != "refused"):
            raise UserError(
                self.env._(
                    "%(receipt)s is being paid back: it can't be void as well.",
                    receipt=self.display_name,
                )
            )
        self.env["tthc.fee.settlement"]._check_open(
            self.center_id, self.line_ids.agency_id, self.day
        )

    def _is_ours(self):
        """Whether the calling user took the money."""
        return self.env.su or self.user_id == self.env.user

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it stays on record."))

    def _hold_dossiers(self):
        dossiers = self.line_ids.dossier_id.sorted("id")
        dossiers._need_center()
        dossiers._lock()
        self.line_ids.fee_id.invalidate_recordset()

    # -- refund -----------------------------------------------------------------

    def action_ask_refund(self, amount=None, reason=None):
        """Ask the manager to pay money back.

        :param amount: đồng; None pays back what is left of the payment
        :param reason: why, such as the citizen's withdrawal
        :return: the refund that waits for the manager
        """
        self.ensure_one()
        self._check_role(CLERK)
        self._check_reason(reason)
        self.check_access("read")
        self._lock()
        self._hold_dossiers()
        self._check_state("posted")
        self._check_refundable()
        left = {line: line._left_to_refund() for line in self.line_ids}
        total = sum(left.values())
        amount = total if amount is None else amount
        if not 0 < amount <= total or amount != int(amount):
            raise UserError(
                self.env._(
                    "Of %(receipt)s between 1 and %(total)s whole đồng can be paid "
                    "back.",
                    receipt=self.display_name,
                    total=vietnamese_amount(total),
                )
            )
        refund = self._as_action().create(self._refund_values(amount, reason))
        self._create_lines(refund, self._refund_lines(left, amount))
        self.center_id._remind_managers(
            refund,
            self.env._(
                "Refund of %(amount)s đ asked for: %(reason)s",
                amount=vietnamese_amount(amount),
                reason=reason.strip(),
            ),
        )
        return refund.with_env(self.env)

    def _check_refundable(self):
        if self.kind != "payment" or self.collected_by != "center":
            raise UserError(
                self.env._("Only what the center took in can be paid back by it.")
            )

    def _refund_values(self, amount, reason):
        return {
            "kind": "refund",
            "state": "asked",
            "origin_id": self.id,
            "center_id": self.center_id.id,
            "user_id": self.env.uid,
            "method": self.method,
            "collected_by": "center",
            "payer_name": self.payer_name,
            "payer_address": self.payer_address,
            "amount": amount,
            "reason": reason.strip(),
        }

    def _refund_lines(self, left, amount):
        """Spread what is paid back over the lines, first come first."""
        commands = []
        for line, rest in left.items():
            part = min(rest, amount)
            if part > 0:
                values = self._line_values(line.fee_id, part, "refund")
                commands.append((0, 0, values))
                amount -= part
        return commands

    def action_approve(self):
        """Allow refunds to be paid out (manager of the center)."""
        self._decide("approved")

    def action_refuse(self, reason=None):
        """Refuse refunds (manager of the center).

        :param reason: why
        """
        self._check_reason(reason)
        self._decide("refused", reason=reason.strip())

    def _decide(self, state, **values):
        self._check_role(MANAGER)
        self.check_access("read")
        self.line_ids.dossier_id._need_center()
        self._lock()
        self._check_state("asked")
        self._as_action().write(
            {"state": state, "decided_by_id": self.env.uid, **values}
        )
        # sudo: the task is every manager's; whoever decides ends it for all
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def action_pay_out(self, method="cash", reference=None):
        """Pay approved refunds out of the own till.

        What is paid back is no longer owed.

        :param method: “cash” or “transfer”
        :param reference: of the transfer
        """
        self._check_role(CLERK)
        self.check_access("read")
        if method not in ("cash", "transfer"):
            raise UserError(self.env._("Money is paid back in cash or by transfer."))
        if method == "transfer" and not (reference or "").strip():
            raise UserError(
                self.env._("Enter the number of the transfer, slip or proof.")
            )
        self._lock()
        self._hold_dossiers()
        self._check_state("approved")
        for refund in self:
            refund._pay_out(method, (reference or "").strip() or False)

    def _pay_out(self, method, reference):
        moment, user = now(), self.env.user
        values = {
            "kind": "refund",
            "center_id": self.center_id.id,
            "day": self.center_id._local_day(moment),
        }
        self.env["tthc.fee.settlement"]._check_open(
            self.center_id, self.line_ids.agency_id, values["day"]
        )
        self._as_action().write(
            {
                **values,
                **self._till_values(values),
                **self._numbered(values),
                "state": "posted",
                "method": method,
                "reference": reference,
                "moment": moment,
                "user_id": user.id,
                "counter_id": user.tthc_counter_id.id,
            }
        )
        for line in self.line_ids:
            fee = line.fee_id
            fee._write_as_action(
                {
                    "amount": fee.amount - line.amount,
                    "reason": self.reason,
                    "changed_by_id": self.env.uid,
                    "changed_at": moment,
                }
            )
        self._log(self, "refund_fee")
