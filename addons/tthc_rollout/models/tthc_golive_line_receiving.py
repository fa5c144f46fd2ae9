from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_repr

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

RECEIVING = ("running", "ready", "opened")


class TthcGoliveLineReceiving(models.AbstractModel):
    """Deliveries of a line: in parts, summed up, never over the plan unsaid."""

    _name = "tthc.golive.line.receiving"
    _description = "Receiving for a go-live checklist"

    def action_receive(self, quantity, paper_number, day=None, cost=0, reason=None):
        """Enter a delivery; with the last one the line is done.

        :param quantity: how many came
        :param paper_number: number of the delivery note or of the minutes
        :param day: ``datetime.date`` in Vietnam, or its text; today by default
        :param cost: in đồng
        :param reason: why more came than was planned
        :return: ``tthc.golive.receipt``
        :raise AccessError: for everybody but the coordinator and the center's manager
        :raise UserError: for no quantity or paper, a day to come, a paper that was
            entered already, or more than planned without a reason
        """
        self.ensure_one()
        self.check_access("read")
        self._check_receiver()
        self._lock()
        self.golive_id._check_state(*RECEIVING)
        receipts = self.env["tthc.golive.receipt"]
        values = {
            "line_id": self.id,
            "quantity": receipts._rounded(quantity),
            "cost": cost or 0,
            "paper_number": (paper_number or "").strip(),
            "date": fields.Date.to_date(day) or today(VIETNAM),
            "reason": (reason or "").strip() or False,
            "received_by_id": self.env.uid,
            "received_at": now(),
        }
        self._check_delivery(values)
        # sudo: deliveries are written by this action alone; role and center were
        # checked
        receipt = receipts.sudo()._moving().create(values)
        self._complete()
        return receipt.with_env(self.env)

    def _check_delivery(self, values):
        """Refuse a delivery that can't be.

        :param values: of ``tthc.golive.receipt``
        :raise UserError: what is wrong with it
        """
        self.ensure_one()
        if self.kind != "goods":
            raise UserError(
                self.env._("“%(name)s” is not received by quantity.", name=self.name)
            )
        if values["quantity"] <= 0 or values["cost"] < 0:
            raise UserError(self.env._("Say how many came, and a cost of 0 or more."))
        if not values["paper_number"]:
            raise UserError(
                self.env._("Give the number of the delivery note or of the minutes.")
            )
        if values["date"] > today(VIETNAM):
            raise UserError(self.env._("The day of the delivery has not come yet."))
        self._check_paper(values["paper_number"])
        if self._exceeds(values["quantity"]) and not values["reason"]:
            raise UserError(
                self.env._(
                    "“%(name)s”: %(total)s would be received, %(planned)s are planned. "
                    "Say why there are more.",
                    name=self.name,
                    total=self._quantity(self.received_quantity + values["quantity"]),
                    planned=self._quantity(self.planned_quantity),
                )
            )

    def _check_paper(self, number):
        """Refuse a paper that was entered: a second click, or a second person.

        :param number: of the paper
        """
        # sudo: deliveries of a line that the user receives for
        known = self.sudo().receipt_ids.filtered(
            lambda row: (
                row.state == "valid" and row.paper_number.lower() == number.lower()
            )
        )
        if known:
            raise UserError(
                self.env._(
                    "Paper %(number)s was entered for “%(name)s” already, by "
                    "%(person)s.",
                    number=number,
                    name=self.name,
                    person=known[0].received_by_id.name,
                )
            )

    def _exceeds(self, quantity):
        """Whether with so many more there would be more than planned.

        :param quantity: how many come
        """
        self.ensure_one()
        total = self.received_quantity + quantity
        return float_compare(total, self.planned_quantity, precision_digits=2) > 0

    def _is_received(self):
        """Whether all that was planned has come."""
        self.ensure_one()
        return (
            float_compare(
                self.received_quantity, self.planned_quantity, precision_digits=2
            )
            >= 0
        )

    def _complete(self):
        """Tick a line of which all has come, unless it lacks its evidence."""
        for line in self.filtered(lambda row: row.state in ("todo", "reported")):
            if line._is_received() and not line._lacks_evidence():
                if line.golive_id.state == "running":
                    line._move("tick", line._ticked())

    def _fall_short(self):
        """Undo the tick of lines of which not all has come any more."""
        for line in self.filtered(lambda row: row.state == "done"):
            if not line._is_received():
                line._move("untick", {"done_by_id": False, "done_at": False})

    @api.model
    def _quantity(self, number):
        """A quantity in words: without decimals where there are none, with a comma.

        :param number: float
        """
        text = float_repr(number, 2).rstrip("0").rstrip(".")
        whole, _dot, part = text.partition(".")
        whole = f"{int(whole):,}".replace(",", ".")
        return f"{whole},{part}" if part else whole

    def _quantity_words(self):
        """Received of planned, with the unit."""
        self.ensure_one()
        words = (
            f"{self._quantity(self.received_quantity)}"
            f"/{self._quantity(self.planned_quantity)}"
        )
        return f"{words} {self.unit}" if self.unit else words
