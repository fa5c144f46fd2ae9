from datetime import date
from math import ceil

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

HR = "tthc_base.group_hr_logistics"
#: So many names stand in a refusal; the form lists them all.
SHOWN = 10


class TthcUniformOrdering(models.AbstractModel):
    """What happens to an order: filled, closed, delivered, or called off."""

    _name = "tthc.uniform.ordering"
    _description = "Life of an order of uniforms"

    # -- filling --------------------------------------------------------------------

    def action_refresh(self):
        """Take people, sizes and prices as they are today; spare pieces stay.

        :raise AccessError: when the user is not of HR
        :raise UserError: when no rule entitles anybody of the center
        """
        self._check_role(HR)
        self._lock()
        self._check_state("draft")
        for order in self:
            order._fill()

    def _fill(self, spare_percent=0):
        """Write down for whom the order is, and how many of each size that makes.

        :param spare_percent: spare pieces for sizes that are new on the order,
            rounded up
        """
        self.ensure_one()
        people = self._people_values()
        moving = self._moving()
        moving.person_ids.unlink()
        moving.env["tthc.uniform.order.person"].create(
            [{"order_id": self.id, **values} for values in people]
        )
        self._fill_lines(spare_percent)
        self.invalidate_recordset()

    def _people_values(self):
        """Values of the people of this order, one a person and garment."""
        rules = self.env["tthc.uniform.rule"]
        staff, rule = rules._entitled(self.center_id, self._reference_day())
        if not rule:
            raise UserError(
                self.env._(
                    "No rule says how many uniforms main staff of %(center)s get in "
                    "%(year)s. Name the center on one: Configuration of people › "
                    "Entitlement to uniforms.",
                    center=self.center_id.display_name,
                    year=self.year,
                )
            )
        pairs = [
            (person, garment)
            for person in staff.sorted(lambda row: (row.agency_id.sequence, row.name))
            for garment in self.garment_ids._worn_by(person.sex)
        ]
        choices = self.env["tthc.uniform.size.choice"]._ensure(pairs)
        ordered = self._ordered_already(self.garment_ids)
        values = []
        for person, garment in pairs:
            left = rule.sets_per_year * garment.pieces_per_set - ordered.get(
                (person.id, garment.id), 0
            )
            pieces = min(self.sets * garment.pieces_per_set, left)
            if pieces > 0:
                values.append(
                    {
                        "staff_id": person.id,
                        "agency_id": person.agency_id.id,
                        "garment_id": garment.id,
                        "size_id": choices[person.id, garment.id].size_id.id,
                        "quantity": pieces,
                    }
                )
        return values

    def _reference_day(self):
        """The day on which it counts who is entitled: today, or when the year begins.

        :return: ``datetime.date``
        """
        return max(clock.today(VIETNAM), date(self.year, 1, 1))

    def _fill_lines(self, spare_percent):
        needs = {}
        for row in self.person_ids.filtered("size_id"):
            needs[row.size_id] = needs.get(row.size_id, 0) + row.quantity
        lines = self._moving().line_ids
        lines.filtered(
            lambda line: line.size_id not in needs and not line.spare
        ).unlink()
        for line in lines.exists():
            line.need = needs.pop(line.size_id, 0)
        lines.create(
            [
                {
                    "order_id": self.id,
                    "size_id": size.id,
                    "need": need,
                    "spare": ceil(need * spare_percent / 100),
                    "unit_price": size.garment_id.unit_price,
                }
                for size, need in needs.items()
            ]
        )

    # -- closing --------------------------------------------------------------------

    def action_close(self):
        """Close the order: it has its number and goes to the supplier.

        Sizes are taken as they are now; everybody who is entitled must have one.

        :raise AccessError: when the user is not of HR
        :raise UserError: names who has no size, what has no price, or that there is
            nothing to order
        """
        self._check_role(HR)
        self._lock()
        self._check_state("draft")
        for order in self:
            order._fill()
            order._check_complete()
            number = self.env["tthc.number"]._next(
                "tthc.uniform.order",
                "number",
                {"center_id": order.center_id.id, "year": order.year},
            )
            order._moving().write(
                {
                    "state": "closed",
                    "number": order.number or number,
                    "closed_at": clock.now(),
                    "closed_by_id": self.env.uid,
                    "reason": False,
                }
            )

    def _check_complete(self):
        missing = self._missing_names()
        if missing:
            raise UserError(
                self.env._(
                    "%(count)s people have no size yet: %(names)s. Enter their sizes "
                    "first; main staff is not ordered for without a size.",
                    count=len(missing),
                    names=", ".join(missing[:SHOWN])
                    + (" …" if len(missing) > SHOWN else ""),
                )
            )
        lines = self.line_ids.filtered("quantity")
        if not lines:
            raise UserError(
                self.env._("There is nothing to order: nobody is left without.")
            )
        free = lines.filtered(lambda line: not line.unit_price)
        if free:
            raise UserError(
                self.env._(
                    "“%(garment)s” has no price. Enter it on the lines of the order.",
                    garment=free[0].garment_id.name,
                )
            )

    def action_reopen(self, reason=None):
        """Take a closed order back to mend it; it keeps its number.

        :param reason: what has to be mended
        :raise UserError: once something was delivered
        """
        self._check_role(HR)
        self._lock()
        self._check_state("closed")
        reason = self._said(reason)
        self._check_nothing_came()
        self._moving().write({"state": "draft", "reason": reason})

    def action_cancel(self, reason=None):
        """Call an order off of which nothing has come.

        :param reason: why
        """
        self._check_role(HR)
        self._lock()
        self._check_state("draft", "closed")
        reason = self._said(reason)
        self._check_nothing_came()
        self._moving().write({"state": "cancelled", "reason": reason})

    def action_finish(self, reason=None):
        """End an order though pieces are missing that will not come any more.

        :param reason: why
        """
        self._check_role(HR)
        self._lock()
        self._check_state("closed")
        reason = self._said(reason)
        self._moving().write(
            {"state": "done", "done_at": clock.now(), "reason": reason}
        )

    def _check_nothing_came(self):
        for order in self:
            if order.delivery_ids.filtered(lambda row: row.state == "confirmed"):
                raise UserError(
                    self.env._(
                        "Pieces of “%(order)s” were delivered already. End it with a "
                        "reason instead.",
                        order=order.name,
                    )
                )

    def _delivered(self):
        """End the orders of which all pieces have come."""
        for order in self:
            if not any(line.left for line in order.line_ids):
                order._moving().write({"state": "done", "done_at": clock.now()})

    # -- what follows ---------------------------------------------------------------

    def action_deliver(self):
        """Write down a delivery; what is still missing stands on it.

        :return: action that opens it
        """
        self.ensure_one()
        self._check_role(HR)
        self._check_state("closed")
        delivery = self.env["tthc.uniform.delivery"].create(
            {
                "order_id": self.id,
                "line_ids": [
                    Command.create({"order_line_id": line.id, "quantity": line.left})
                    for line in self.line_ids.filtered("left")
                ],
            }
        )
        return self._open(delivery)

    def action_prepare_issues(self):
        """Prepare the issue to each person of the order of what is still open.

        Only what is in stock: whoever has to wait is prepared after the next delivery.

        :return: action that opens the issues
        :raise UserError: when nothing is in stock, or everybody has the own pieces
        """
        self.ensure_one()
        self._check_role(HR)
        self._lock()
        self._check_state("closed", "done")
        values = self._issue_values()
        if not values:
            raise UserError(
                self.env._(
                    "There is nothing to hand out: everybody has the own pieces, or "
                    "they have not been delivered yet."
                )
            )
        self.env["tthc.uniform.issue"].create(values)
        return self.action_issues()

    def _issue_values(self):
        """Values of the issues that stock allows, in the order of the list."""
        given = self._given()
        stock = self.env["tthc.uniform.stock"]._free_at(self.center_id)
        lines = {}
        for row in self.person_ids.filtered("size_id"):
            key = (row.staff_id, row.garment_id)
            pieces = min(row.quantity - given.get(key, 0), stock.get(row.size_id.id, 0))
            if pieces > 0:
                stock[row.size_id.id] -= pieces
                lines.setdefault(row.staff_id, []).append(
                    Command.create({"size_id": row.size_id.id, "quantity": pieces})
                )
        return [
            {
                "order_id": self.id,
                "center_id": self.center_id.id,
                "staff_id": person.id,
                "line_ids": commands,
            }
            for person, commands in lines.items()
        ]

    def _given(self):
        """Pieces of this order that issues hold for people.

        :return: dict (staff, garment) → pieces; exchanges count once
        """
        groups = self.env["tthc.uniform.issue.line"]._read_group(
            [
                ("issue_id.order_id", "=", self.id),
                ("issue_id.kind", "=", "issue"),
                ("issue_id.state", "!=", "returned"),
            ],
            ["staff_id", "garment_id"],
            ["quantity:sum"],
        )
        return {(staff, garment): pieces for staff, garment, pieces in groups}

    def action_deliveries(self):
        """The deliveries of this order."""
        return self._related("tthc_uniform_delivery_action")

    def action_issues(self):
        """The issues of this order."""
        return self._related("tthc_uniform_issue_action")

    def action_people(self):
        """For whom the order is, with sizes."""
        return {**self.open_grid_cell(False, False), "domain": self._of_this()}

    def _of_this(self):
        return [("order_id", "in", self.ids)]

    def _related(self, name):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"tthc_center_hr.{name}")
        return {**action, "domain": self._of_this(), "context": {}}

    @api.model
    def _open(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }

    # -- papers ---------------------------------------------------------------------

    def action_excel(self):
        """Take the order along as an Excel file; it names sizes, no people.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/tthc_center_hr/uniform_order/{self.id}",
            "target": "download",
        }

    def _print_day(self):
        """The day that stands on the printed order."""
        moment = self.closed_at or clock.now()
        return fields.Datetime.context_timestamp(
            self.with_context(tz=VIETNAM), moment
        ).date()

    @api.model
    def _amount_text(self, amount):
        """An amount in đồng as it is printed: 1.234.000."""
        return f"{amount:,.0f}".replace(",", ".")

    def _printed_issues(self):
        """The issues of this order as they stand on the list to sign, by agency.

        :raise UserError: before anything is prepared
        """
        self.ensure_one()
        if not self.issue_ids:
            raise UserError(
                self.env._("Press “Hand out” first: then there is a list to sign.")
            )
        return self.issue_ids.sorted(
            lambda issue: (issue.agency_id.sequence, issue.agency_id.name, issue.id)
        )
