import psycopg2.errors

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount


class TthcFeeCollecting(models.AbstractModel):
    """Taking money in: once, with a number without holes, into an open till."""

    _name = "tthc.fee.collecting"
    _description = "Collecting fees"

    @api.model
    def _collect(
        self,
        amounts,
        method,
        *,
        given=0,
        reference=None,
        key=None,
        payer_name=None,
        payer_address=None,
        go_on=True,
    ):
        """Take the money for some fees and draw up one receipt.

        :param amounts: dict of ``tthc.dossier.fee`` → đồng
        :param method: key of ``METHODS``; “elsewhere” puts down what others collected
        :param given: cash that the payer put on the desk, đồng; 0 for the exact sum
        :param reference: of a transfer, card or QR code; the proof of what was paid
            elsewhere
        :param key: unique word of this payment: sent twice, it takes the money once
        :param payer_name: None takes the submitter of the first dossier
        :param go_on: let the clock go on where this was what the agency asked for
        :return: one ``tthc.fee.payment``
        :raise UserError: in words; nothing is taken
        """
        made = self._collected_before(key)
        if made:
            return made
        fees = self.env["tthc.dossier.fee"].union(*amounts)
        self._hold(fees)
        self._check_collectable(amounts, method, given, reference)
        payment = self._post_once(
            self._payment_values(fees, amounts, method)
            | {
                "key": key or False,
                "given": given if method == "cash" else 0,
                "reference": (reference or "").strip() or False,
                "payer_name": payer_name or self._payer_of(fees).name,
                "payer_address": payer_address or self._payer_of(fees).address,
            }
        )
        self._log(payment, "pay_fee")
        if go_on:
            self._go_on_after_payment(fees.dossier_id)
        return payment

    @api.model
    def _collected_before(self, key):
        return self.search([("key", "=", key)], limit=1) if key else self.browse()

    @api.model
    def _hold(self, fees):
        """Hold the dossiers for this transaction: nobody else collects for them."""
        self._check_role("tthc_base.group_reception")
        dossiers = fees.dossier_id.sorted("id")
        dossiers.check_access("write")
        dossiers._need_center()
        dossiers._lock()
        fees.invalidate_recordset()

    @api.model
    def _check_collectable(self, amounts, method, given, reference):
        if not amounts:
            raise UserError(self.env._("There is nothing to pay."))
        for fee, amount in amounts.items():
            self._check_amount(fee, amount)
        self._check_method(amounts, method, reference)
        total = sum(amounts.values())
        if method == "cash" and given and given < total:
            raise UserError(
                self.env._(
                    "%(given)s đ are less than the %(total)s đ to pay.",
                    given=vietnamese_amount(given),
                    total=vietnamese_amount(total),
                )
            )
        if given != int(given or 0):
            raise UserError(self.env._("There is no part of a đồng."))

    @api.model
    def _check_amount(self, fee, amount):
        code = fee.dossier_id.display_name
        if fee.balance <= 0:
            raise UserError(
                self.env._(
                    "“%(fee)s” of %(code)s is paid by now: reload the page.",
                    fee=fee.name,
                    code=code,
                )
            )
        if amount <= 0 or amount != int(amount) or amount > fee.balance:
            raise UserError(
                self.env._(
                    "For “%(fee)s” of %(code)s between 1 and %(balance)s whole đồng "
                    "can be paid.",
                    fee=fee.name,
                    code=code,
                    balance=vietnamese_amount(fee.balance),
                )
            )
        if amount < fee.balance and not fee.center_id.fee_partial:
            raise UserError(
                self.env._(
                    "%(center)s takes no part payments: %(balance)s đ are to be paid "
                    "for “%(fee)s” of %(code)s.",
                    center=fee.center_id.display_name,
                    balance=vietnamese_amount(fee.balance),
                    fee=fee.name,
                    code=code,
                )
            )

    @api.model
    def _check_method(self, amounts, method, reference):
        collectors = {fee.collector for fee in amounts}
        if len(collectors) > 1:
            raise UserError(
                self.env._("Fees that others collect are put down by themselves.")
            )
        if (method == "elsewhere") == ("center" in collectors):
            raise UserError(
                self.env._(
                    "The center collects its own fees; of what others collect it takes "
                    "down the proof."
                )
            )
        if method != "cash" and not (reference or "").strip():
            raise UserError(
                self.env._("Enter the number of the transfer, slip or proof.")
            )

    @api.model
    def _payment_values(self, fees, amounts, method):
        user, center, moment = self.env.user, fees.center_id, now()
        return {
            "kind": "payment",
            "state": "posted",
            "center_id": center.id,
            "counter_id": user.tthc_counter_id.id,
            "user_id": user.id,
            "moment": moment,
            "day": center._local_day(moment),
            "method": method,
            "collected_by": fees[:1].collector,
            "amount": sum(amounts.values()),
            "line_ids": [
                (0, 0, self._line_values(fee, amount, "payment"))
                for fee, amount in amounts.items()
            ],
        }

    @api.model
    def _line_values(self, fee, amount, payment_kind):
        return {
            "fee_id": fee.id,
            "dossier_id": fee.dossier_id.id,
            "center_id": fee.center_id.id,
            "agency_id": fee.agency_id.id,
            "name": fee.name,
            "kind": fee.kind,
            "payment_kind": payment_kind,
            "collected_by": fee.collector,
            "amount": amount,
        }

    @api.model
    def _payer_of(self, fees):
        """Name and address that stand on the receipt: who brings the money."""
        dossier = fees.dossier_id[:1]
        group = dossier.group_id
        # The rows of a dossier carry the names as printed on that day.
        return _Payer(
            group.submitter_name or dossier.submitter_name or dossier.owner_name,
            dossier.owner_address,
        )

    @api.model
    def _post_once(self, values):
        """Put a payment into the till and number it, last of all.

        :param values: of the payment
        :return: the payment, in the user's environment
        """
        self._check_open(values)
        if values["collected_by"] == "center":
            values = {**values, **self._till_values(values), **self._numbered(values)}
        lines = values.pop("line_ids")
        try:
            with self.env.cr.savepoint():
                payment = self._as_action().create(values)
                self._create_lines(payment, lines)
        except psycopg2.errors.UniqueViolation as error:
            # The same click came in twice at this very moment: Odoo repeats the
            # request, which then finds what the other one made.
            raise ConcurrencyError(str(error)) from error
        return payment.with_env(self.env)

    @api.model
    def _create_lines(self, payment, commands):
        # sudo: nobody writes the lines of a payment by hand, its actions do
        lines = self.env["tthc.fee.payment.line"].sudo()._moving()
        lines.create([{**vals, "payment_id": payment.id} for _c, _i, vals in commands])

    @api.model
    def _check_open(self, values):
        """Refuse a payment of a quarter that is being settled or closed."""
        center = self.env["tthc.center"].browse(values["center_id"])
        agencies = {vals["agency_id"] for _c, _i, vals in values["line_ids"]}
        self.env["tthc.fee.settlement"]._check_open(
            center, self.env["tthc.agency"].browse(agencies), values["day"]
        )

    @api.model
    def _till_values(self, values):
        session = self.env["tthc.cash.session"]._open_for(self.env.user, values["day"])
        return {"session_id": session.id}

    @api.model
    def _numbered(self, values):
        """Draw the number of a receipt, in the series of its counter."""
        center = self.env["tthc.center"].browse(values["center_id"])
        counter = self._series_counter(values)
        symbol = center._fee_series(values["kind"], counter, values["day"])
        number = self.env["tthc.number"]._next(
            "tthc.fee.payment", "number", {"center_id": center.id, "symbol": symbol}
        )
        return {"symbol": symbol, "number": number, "form_code": center.fee_form_code}

    @api.model
    def _series_counter(self, values):
        """The number of the counter in whose series a receipt is numbered.

        A hook: a higher floor numbers what is not taken at a counter.

        :param values: of the payment
        """
        return self.env.user.tthc_counter_id.code or "00"

    @api.model
    def _log(self, payment, kind):
        """One entry a dossier: amounts and the receipt, no person."""
        lines = payment.line_ids.grouped("dossier_id")
        self.env["tthc.dossier.event"]._append(
            [
                {
                    "dossier": dossier,
                    "kind": kind,
                    "happened_at": now(),
                    "ground": "NĐ 61/2018 Điều 22",
                    "data": {
                        "payment": payment.id,
                        "receipt": payment.code or payment.reference or "",
                        "method": payment.method,
                        "amount": sum(rows.mapped("amount")),
                    },
                }
                for dossier, rows in lines.items()
            ]
        )

    @api.model
    def _go_on_after_payment(self, dossiers):
        """The center's own receipt proves a payment: the clock goes on."""
        ready = dossiers.filtered(
            lambda dossier: (
                dossier.state == "fee_wait"
                and dossier._asked_fees()
                and not any(fee.balance > 0 for fee in dossier._asked_fees())
            )
        )
        for dossier in ready:
            dossier.action_confirm_fee()


class _Payer:
    """Who pays, as a receipt names them."""

    def __init__(self, name, address):
        self.name = name
        self.address = address
