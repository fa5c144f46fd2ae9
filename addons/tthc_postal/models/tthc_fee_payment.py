from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_number import vietnamese_amount

#: Stands for the number of the counter in the series of receipts: the postman's.
POST_COUNTER = "BD"
#: Whose fees the postman may take at the door: what the center collects, and what the
#: tariff leaves to the Post.
POST_COLLECTORS = ("center", "post")


class TthcFeePayment(models.Model):
    """Money that the postman took at the door is a payment of the dossier.

    It lies in no till of the center: the sheet with the Post settles it.
    """

    _inherit = "tthc.fee.payment"

    method = fields.Selection(
        selection_add=[("post", "Collected by the Post")],
        ondelete={"post": "set transfer"},
    )

    settlement_line_id = fields.Many2one(
        "tthc.parcel.settlement.line",
        string="On the sheet with the Post",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )

    @api.depends("method")
    def _compute_can_void(self):
        """Extend: what the Post collected is corrected on the sheet with the Post."""
        result = super()._compute_can_void()
        self.filtered(lambda payment: payment.method == "post").can_void = False
        return result

    @api.model
    def _method_words(self):
        """Extend: the Post collects."""
        return {**super()._method_words(), "post": "Bưu điện thu hộ"}

    # -- taken at the door ---------------------------------------------------------

    @api.model
    def _collect_by_post(self, amounts, line):
        """Put down what the postman collected of some fees.

        The caller has checked who may say so.

        :param amounts: dict of ``tthc.dossier.fee`` → đồng
        :param line: ``tthc.parcel.settlement.line`` on which the money stands
        :return: one ``tthc.fee.payment``
        :raise UserError: in words; nothing is put down
        """
        # sudo: a postman has no rights to dossiers; the sheet with the Post is the
        # proof, and only what is owed can be put down
        payments = self.sudo()._moving().with_context(tthc_post_line=line.id)
        parcel = line.parcel_id.sudo()  # sudo: as above
        made = payments._collect(
            amounts,
            "post",
            reference=parcel.display_name,
            key=f"post-{line.id}-{len(line.payment_ids)}",
            payer_name=parcel._person_name(),
        )
        return made.with_env(self.env)

    @api.model
    def _check_method(self, amounts, method, reference):
        """Extend: only a parcel says that the Post collected something."""
        if method != "post":
            return super()._check_method(amounts, method, reference)
        if not self._is_moving():
            raise UserError(
                self.env._("What the Post collected is put down on its parcel.")
            )
        for fee in amounts:
            if fee.collector not in POST_COLLECTORS:
                raise UserError(
                    self.env._(
                        "“%(fee)s” of %(code)s is not collected by the Post.",
                        fee=fee.name,
                        code=fee.dossier_id.display_name,
                    )
                )
        return None

    @api.model
    def _check_amount(self, fee, amount):
        """Extend: a part that the postman took is a fact, allowed or not."""
        if self._is_moving() and 0 < amount <= fee.balance and amount == int(amount):
            return None
        return super()._check_amount(fee, amount)

    @api.model
    def _payment_values(self, fees, amounts, method):
        """Extend: no counter took it, and the center answers for it."""
        values = super()._payment_values(fees, amounts, method)
        if method != "post":
            return values
        line_id = self.env.context["tthc_post_line"]
        moment = self.env["tthc.parcel.settlement.line"].browse(line_id).moment
        for _command, _id, row in values["line_ids"]:
            row["collected_by"] = "center"
        return {
            **values,
            "counter_id": False,
            "collected_by": "center",
            "settlement_line_id": line_id,
            "moment": moment,
            "day": fees.center_id._local_day(moment),
        }

    @api.model
    def _till_values(self, values):
        """Extend: the postman's bag is no till of the center."""
        return {} if values.get("method") == "post" else super()._till_values(values)

    @api.model
    def _series_counter(self, values):
        """Extend: what the Post collected is numbered in a series of its own."""
        if values.get("method") == "post":
            return POST_COUNTER
        return super()._series_counter(values)

    # -- put right -------------------------------------------------------------------

    def _check_voidable(self):
        """Extend: what the Post collected stays, a correction is a line of its own."""
        if self.method == "post":
            raise UserError(
                self.env._(
                    "%(receipt)s was collected by the Post: correct it on the sheet "
                    "with the Post.",
                    receipt=self.display_name,
                )
            )
        return super()._check_voidable()

    def _refund_lines(self, left, amount):
        """Extend: the center answers for what the Post collected."""
        commands = super()._refund_lines(left, amount)
        if self.method == "post":
            for _command, _id, row in commands:
                row["collected_by"] = "center"
        return commands

    def _take_back_by_post(self, amount, reason, line):
        """Take back what was put down and never collected: it is owed again.

        :param amount: đồng, at most what is left of these payments
        :param reason: what was wrong
        :param line: ``tthc.parcel.settlement.line`` that says so
        :return: the new ``tthc.fee.payment``
        :raise UserError: when so much was not collected
        """
        # sudo: as in _collect_by_post
        payments = self.sudo()
        payments._lock()
        payments._hold_dossiers()
        left = {row: row._left_to_refund() for row in payments.line_ids}
        total = sum(left.values())
        if not 0 < amount <= total:
            raise UserError(
                self.env._(
                    "The Post put down %(total)s đ for this parcel: no more can be "
                    "taken back.",
                    total=vietnamese_amount(total),
                )
            )
        made = payments.browse()
        for payment in payments:
            own = {row: left[row] for row in payment.line_ids}
            part = min(amount, sum(own.values()))
            if part > 0:
                made += payment._take_back_part(own, part, reason, line)
                amount -= part
        return made.with_env(self.env)

    def _take_back_part(self, left, amount, reason, line):
        moment = now()
        day = self.center_id._local_day(moment)
        values = {
            **self._refund_values(amount, reason),
            "state": "posted",
            "moment": moment,
            "day": day,
            "reference": self.reference,
            "settlement_line_id": line.id,
        }
        rows = self._refund_lines(left, amount)
        self._check_open({**values, "line_ids": rows})
        made = self._as_action().create({**values, **self._numbered(values)})
        self._create_lines(made, rows)
        self._log(made, "void_payment")
        return made
