from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

HALVES = [("am", "Morning"), ("pm", "Afternoon")]
#: How the half-days of an absence and of the roster are told in short.
DAY_FORMAT = "%d/%m/%Y"


class TthcRosterShift(models.Model):
    """A person at a counter for half a day; what was served is counted from here."""

    _name = "tthc.roster.shift"
    _description = "Half-day at a counter"
    _order = "day, half, counter_id, id"

    counter_id = fields.Many2one("tthc.counter", required=True, ondelete="restrict")
    center_id = fields.Many2one(
        "tthc.center", related="counter_id.center_id", store=True, precompute=True
    )
    day = fields.Date(required=True)
    half = fields.Selection(HALVES, string="Half-day", required=True)
    assignment_id = fields.Many2one(
        "tthc.assignment", string="Person", required=True, ondelete="restrict"
    )
    staff_id = fields.Many2one(
        "tthc.staff",
        string="Sheet",
        related="assignment_id.staff_id",
        store=True,
        precompute=True,
        # An id and no more to whoever can't read sheets: two assignments of one
        # person must not be at two counters.
        groups="base.group_user",
        index=True,
    )
    name = fields.Char(related="assignment_id.name", string="Name")
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Sent by",
        related="assignment_id.agency_id",
        store=True,
        precompute=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Account",
        related="assignment_id.user_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    absence_id = fields.Many2one(
        "tthc.absence",
        string="Absent",
        ondelete="set null",
        readonly=True,
        index="btree_not_null",
        help="The person was planned, but is absent.",
    )
    stands_in_id = fields.Many2one(
        "tthc.roster.shift",
        string="Stands in for",
        ondelete="set null",
        readonly=True,
        index="btree_not_null",
    )
    substitution_id = fields.Many2one(
        "tthc.assignment.substitution",
        ondelete="set null",
        readonly=True,
        index="btree_not_null",
        help="What gives a reserve the rights of the day.",
    )
    is_served = fields.Boolean(
        compute="_compute_is_served",
        store=True,
        precompute=True,
        help="Planned and not absent: counts for the sheet of the month.",
    )

    # A week of a center is one range of it; so is a month of the sheets.
    _week_idx = models.Index("(center_id, day)")
    _person_uniq = models.UniqueIndex(
        "(staff_id, day, half)",
        "Somebody can't be at two counters in one half-day.",
    )
    _assignment_idx = models.Index("(assignment_id, day)")

    @api.depends("absence_id")
    def _compute_is_served(self):
        for shift in self:
            shift.is_served = not shift.absence_id

    @api.depends("counter_id", "day", "half", "assignment_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        halves = dict(self._fields["half"]._description_selection(self.env))
        for shift in self:
            shift.display_name = self.env._(
                "%(person)s · %(counter)s · %(half)s %(day)s",
                person=shift.assignment_id.name or "",
                counter=shift.counter_id.display_name or "",
                half=halves.get(shift.half, ""),
                day=shift.day.strftime(DAY_FORMAT) if shift.day else "",
            )

    @api.constrains("counter_id", "assignment_id", "day")
    def _check_place(self):
        for shift in self:
            assignment = shift.assignment_id
            if assignment.center_id != shift.counter_id.center_id:
                raise ValidationError(
                    self.env._(
                        "%(person)s is assigned to another center than %(counter)s.",
                        person=assignment.name,
                        counter=shift.counter_id.display_name,
                    )
                )
            if not assignment._in_post_at(shift.day):
                raise ValidationError(
                    self.env._(
                        "%(person)s is not in post on %(day)s.",
                        person=assignment.name,
                        day=shift.day.strftime(DAY_FORMAT),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Plan half-days; a reserve gets the rights of the days it stands in.

        :raise UserError: for a day that is over, for whoever is not HR
        """
        shifts = super().create(vals_list)
        shifts._check_not_over()
        shifts._grant_reserves()
        return shifts

    def write(self, vals):
        """Change the plan.

        :raise UserError: for a day that is over, for whoever is not HR
        """
        self._check_not_over()
        result = super().write(vals)
        if vals.keys() & {"day", "assignment_id", "counter_id"}:
            self._check_not_over()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_to_come_only(self):
        self._check_not_over()

    def _check_not_over(self):
        """Refuse to change what was: the sheets of the month count it.

        :raise UserError: for a day before today, for whoever is not HR
        """
        if self.env.su or self.env.user.has_group("tthc_base.group_hr_logistics"):
            return
        day = today(VIETNAM)
        over = self.filtered(lambda shift: shift.day < day)[:1]
        if over:
            raise UserError(
                self.env._(
                    "%(day)s is over: what was served is counted by now. Ask HR to "
                    "mend it.",
                    day=over.day.strftime(DAY_FORMAT),
                )
            )

    def unlink(self):
        """Take out of the plan; a reserve who is no longer needed loses the rights."""
        # sudo: what the plan asked for goes with the plan
        substitutions = self.sudo().substitution_id
        result = super().unlink()
        # sudo: as above
        needed = self.sudo().search([("substitution_id", "in", substitutions.ids)])
        (substitutions - needed.substitution_id)._cancel()
        return result

    def _grant_reserves(self):
        """Give the reserves among the people the rights of their days here.

        A reserve stands in for who is absent, or for who served the counter last.
        """
        # sudo: who was assigned to the counter, whoever plans it
        stand_ins = self.sudo().filtered(
            lambda shift: shift.assignment_id.role == "reserve"
        )
        groups = stand_ins.grouped(
            lambda shift: (shift.assignment_id, shift._replaced())
        )
        for (reserve, replaced), shifts in groups.items():
            if not replaced:
                continue
            by_day = shifts.grouped("day")
            for first, last in _spans(sorted(by_day)):
                substitution = reserve._substitute(replaced, first, last)
                for day, of_day in by_day.items():
                    if first <= day <= last:
                        of_day.substitution_id = substitution

    def _replaced(self):
        """Whose place a reserve takes: who is absent, or who was here last."""
        self.ensure_one()
        reserve = self.assignment_id
        if self.stands_in_id.assignment_id.agency_id == reserve.agency_id:
            return self.stands_in_id.assignment_id
        return reserve.search(
            [
                ("counter_ids", "in", self.counter_id.ids),
                ("agency_id", "=", reserve.agency_id.id),
                ("center_id", "=", self.center_id.id),
                ("role", "=", "main"),
                ("state", "in", ("approved", "ended")),
            ],
            order="date_from desc, id desc",
            limit=1,
        )

    def _cell_values(self):
        """What a cell of the roster shows of the person."""
        self.ensure_one()
        # sudo: names of colleagues, printed on the roster that hangs in the hall;
        # why somebody is absent is nobody's business here
        shift = self.sudo()
        assignment = shift.assignment_id
        left = assignment.last_day and (assignment.last_day - self.day).days
        return {
            "id": self.id,
            "name": assignment.name,
            "is_reserve": assignment.role == "reserve",
            "is_absent": not shift.is_served,
            "stands_in": shift.stands_in_id.assignment_id.name or "",
            "ends_soon": left is not False and left < 30,
            "last_day": assignment.last_day and f"{assignment.last_day:%d/%m/%Y}",
        }

    def _slot(self):
        """The half-day as the tool of coverage counts it."""
        self.ensure_one()
        return (self.day, self.half)


def _spans(days):
    """Yield (first, last) of the runs of consecutive days in a sorted list."""
    first = last = None
    for day in days:
        if last and (day - last).days == 1:
            last = day
            continue
        if first:
            yield first, last
        first = last = day
    if first:
        yield first, last
