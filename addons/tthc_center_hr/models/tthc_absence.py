from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from ..tools.coverage import Away
from .tthc_roster_shift import DAY_FORMAT, HALVES

#: Decree 61/2018 Art 12.8 names them.
KINDS = [
    ("leave", "Annual leave"),
    ("compensatory", "Compensatory leave"),
    ("sick", "Sick leave"),
    ("personal", "Personal leave"),
    ("study", "Training"),
    ("mission", "Mission"),
    ("withdrawn", "Withdrawn for a time, agreed (Art 12.8)"),
]
STATES = [
    ("draft", "Asked for"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("cancelled", "Cancelled"),
]


class TthcAbsence(models.Model):
    """When somebody is not at the counter; reception goes on all the same.

    Reserves replace who is absent (Decree 61/2018 Art 12.8): what would leave a
    counter empty is approved together with the substitute.
    """

    _name = "tthc.absence"
    _inherit = ["tthc.guarded", "mail.thread", "mail.activity.mixin"]
    _description = "Absence from the counter"
    _order = "date_from desc, id desc"

    assignment_id = fields.Many2one(
        "tthc.assignment",
        string="Person",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('in_post', '=', True)]",
        default=lambda self: self._default_assignment_id(),
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
    )
    user_id = fields.Many2one(
        "res.users",
        string="Account",
        related="assignment_id.user_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    center_id = fields.Many2one(
        "tthc.center",
        related="assignment_id.center_id",
        store=True,
        precompute=True,
        index=True,
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Sent by",
        related="assignment_id.agency_id",
        store=True,
        precompute=True,
        index=True,
    )
    kind = fields.Selection(KINDS, required=True, default="leave", tracking=True)
    date_from = fields.Date(string="From", required=True, tracking=True)
    half_from = fields.Selection(
        HALVES, string="From half-day", required=True, default="am", tracking=True
    )
    date_to = fields.Date(
        string="To",
        required=True,
        tracking=True,
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
    )
    half_to = fields.Selection(
        HALVES, string="To half-day", required=True, default="pm", tracking=True
    )
    note = fields.Char(string="Reason")
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    empty_reason = fields.Char(
        string="Left empty because",
        readonly=True,
        copy=False,
        tracking=True,
        help="Why a counter was left empty, where nobody could step in.",
    )
    shift_ids = fields.One2many(
        "tthc.roster.shift", "absence_id", string="Half-days", readonly=True
    )
    stand_in_ids = fields.Many2many(
        "tthc.roster.shift", string="Who stands in", compute="_compute_stand_in_ids"
    )
    is_decider = fields.Boolean(compute="_compute_is_decider")

    # Who is absent on the days of a week of a center.
    _days_idx = models.Index("(center_id, date_from, date_to) WHERE state = 'approved'")
    _staff_idx = models.Index("(staff_id, date_from) WHERE state <> 'cancelled'")
    _span_ordered = models.Constraint(
        "CHECK (date_from < date_to OR "
        "(date_from = date_to AND (half_from = 'am' OR half_to = 'pm')))",
        "The absence ends before it begins.",
    )

    @api.model
    def _default_assignment_id(self):
        return self.env["tthc.assignment"].search(
            Domain("user_id", "=", self.env.uid) & Domain("in_post", "=", True), limit=1
        )

    @api.depends("date_from")
    def _compute_date_to(self):
        for absence in self:
            if absence.date_from and (
                not absence.date_to or absence.date_to < absence.date_from
            ):
                absence.date_to = absence.date_from

    @api.depends("shift_ids")
    def _compute_stand_in_ids(self):
        shifts = self.env["tthc.roster.shift"].search(
            [("stands_in_id", "in", self.shift_ids.ids)]
        )
        for absence in self:
            absence.stand_in_ids = shifts.filtered(
                lambda shift, absence=absence: shift.stands_in_id in absence.shift_ids
            )

    @api.depends("center_id")
    @api.depends_context("uid")
    def _compute_is_decider(self):
        for absence in self:
            absence.is_decider = absence._may_decide()

    @api.depends("assignment_id", "date_from", "date_to")
    def _compute_display_name(self):
        for absence in self:
            days = [
                day.strftime(DAY_FORMAT)
                for day in (absence.date_from, absence.date_to)
                if day
            ]
            absence.display_name = " · ".join(
                [absence.assignment_id.name or "", " – ".join(dict.fromkeys(days))]
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Ask for absences.

        :raise UserError: for somebody who is absent already at that time
        """
        if not self._is_moving() and any(
            vals.get("state", "draft") != "draft" or vals.get("empty_reason")
            for vals in vals_list
        ):
            self._check_moving()
        absences = super().create(vals_list)
        absences._check_no_overlap()
        return absences

    def write(self, vals):
        """Change what was asked for; what was decided changes by the buttons only."""
        own = {"state", "empty_reason"}
        asked = {"assignment_id", "date_from", "half_from", "date_to", "half_to"}
        if not self._is_moving() and (
            vals.keys() & own
            or (
                vals.keys() & asked
                and self.filtered(lambda absence: absence.state != "draft")
            )
        ):
            self._check_moving()
        result = super().write(vals)
        if vals.keys() & asked:
            self._check_no_overlap()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_asked_only(self):
        if self.filtered(lambda absence: absence.state != "draft"):
            raise UserError(
                self.env._("An absence that was decided is cancelled, not deleted.")
            )

    def _check_no_overlap(self):
        """Refuse a second absence of a person at the same time.

        :raise UserError: names the earlier one
        """
        for absence in self.filtered(
            lambda absence: absence.state in ("draft", "approved")
        ):
            # sudo: another absence of the same person, asked for by whomever
            others = self.sudo().search(
                [
                    # sudo: to find the sheet behind the person
                    ("staff_id", "=", absence.sudo().staff_id.id),
                    ("id", "!=", absence.id),
                    ("state", "in", ("draft", "approved")),
                    ("date_from", "<=", absence.date_to),
                    ("date_to", ">=", absence.date_from),
                ],
            )
            for other in others:
                first, last = absence._span()
                if other._span()[0] <= last and other._span()[1] >= first:
                    raise UserError(
                        self.env._(
                            "%(person)s has an absence at that time already: "
                            "%(absence)s.",
                            person=absence.assignment_id.name,
                            absence=other.display_name,
                        )
                    )

    def _span(self):
        """First and last half-day, as the tool of coverage counts them."""
        self.ensure_one()
        return (self.date_from, self.half_from), (self.date_to, self.half_to)

    def _is_over(self):
        """Whether the last day of it has passed at the center."""
        self.ensure_one()
        return self.date_to < today(VIETNAM)

    def _as_away(self):
        """The absences as values of the tool of coverage."""
        # sudo: the sheet behind the person, for whoever plans the roster
        return [Away(absence.staff_id.id, *absence._span()) for absence in self.sudo()]

    def _may_decide(self):
        """Whether the user decides on the absence: HR, or the manager of the center."""
        self.ensure_one()
        user = self.env.user
        if self.env.su or user.has_group("tthc_base.group_hr_logistics"):
            return True
        return (
            user.has_group("tthc_base.group_center_manager")
            and self.center_id == user.tthc_center_id
        )

    def _check_may_decide(self):
        for absence in self:
            if not absence._may_decide():
                absence._check_role("tthc_base.group_hr_logistics")

    # -- actions ----------------------------------------------------------------

    def action_approve(self):
        """Approve; asks for the substitutes first where a counter would be empty.

        :return: the dialog that names the half-days without anybody, or None
        :raise AccessError: for whoever does not manage the center
        :raise UserError: for an absence that is decided already
        """
        self.ensure_one()
        self._check_may_decide()
        self._check_state("draft")
        if self._holes():
            return self._cover_action()
        return self._approve({})

    def _cover_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_center_hr.tthc_absence_cover_action"
        )
        return {**action, "context": {"default_absence_id": self.id}}

    def action_refuse(self):
        """Refuse what was asked for.

        :raise AccessError: for whoever does not manage the center
        :raise UserError: for an absence that is decided already
        """
        self._check_may_decide()
        self._check_state("draft")
        self._moving().write({"state": "refused"})

    def action_cancel(self):
        """Take the absence back: the person is at the counter, the substitutes go.

        What was served until today stays as it was.

        :raise AccessError: for whoever does not manage the center
        :raise UserError: for an absence that is over, refused or cancelled
        """
        self._check_may_decide()
        self._check_state("draft", "approved")
        self._lock()
        day = today(VIETNAM)
        for absence in self:
            if absence.state == "approved" and absence._is_over():
                raise UserError(
                    self.env._(
                        "%(absence)s is over and can't be cancelled.",
                        absence=absence.display_name,
                    )
                )
        # sudo: shifts of the center, whoever of its managers cancels
        coming = self.sudo().shift_ids.filtered(lambda shift: shift.day >= day)
        stand_ins = coming.search([("stands_in_id", "in", coming.ids)])
        stand_ins.unlink()
        coming.absence_id = False
        self._moving().write({"state": "cancelled"})

    # -- substitutes ------------------------------------------------------------

    def _holes(self):
        """The shifts of the absent person that nobody else covers.

        The roster of the days is planned first, where it is not yet.

        :return: ``tthc.roster.shift``
        """
        self.ensure_one()
        center = self.center_id
        center._roster_fill(self.date_from, self.date_to)
        first, last = self._span()
        # sudo: the roster of the center that the user manages
        shifts = self.env["tthc.roster.shift"].sudo()
        shifts = shifts.search(
            [
                ("center_id", "=", center.id),
                ("day", ">=", self.date_from),
                ("day", "<=", self.date_to),
                ("is_served", "=", True),
            ]
        )
        own = shifts.filtered(
            lambda shift: (
                # sudo: the sheet behind the person
                shift.staff_id == self.sudo().staff_id
                and first <= shift._slot() <= last
            )
        )
        covered = {(shift.counter_id, shift._slot()) for shift in shifts - own}
        return own.filtered(
            lambda shift: (shift.counter_id, shift._slot()) not in covered
        )

    def _substitutes(self):
        """The plan of the days as it is for everybody but the absent person.

        :return: :class:`Coverage`, which says who could stand in
        """
        self.ensure_one()
        coverage = self.center_id._coverage(self.date_from, self.date_to)
        # sudo: the sheet behind the person, who can't stand in for the own absence
        own = self.sudo().staff_id.id
        coverage.people = [person for person in coverage.people if person.staff != own]
        return coverage

    def _approve(self, cover, empty_reason=None):
        """Approve with the substitutes.

        :param cover: dict of ``tthc.roster.shift`` → ``tthc.assignment`` that stands in
        :param empty_reason: why half-days stay without anybody
        :raise UserError: for half-days without anybody and without a reason
        """
        self.ensure_one()
        self._lock()
        self._check_state("draft")
        holes = self._holes()
        empty = holes.filtered(lambda shift: not cover.get(shift))
        if empty and not (empty_reason or "").strip():
            raise UserError(
                self.env._(
                    "%(counter)s would be empty on %(day)s: say who stands in, or why "
                    "it stays empty.",
                    counter=empty[0].counter_id.display_name,
                    day=empty[0].day.strftime(DAY_FORMAT),
                )
            )
        first, last = self._span()
        # sudo: the roster of the center that the user manages
        shifts = self.env["tthc.roster.shift"].sudo()
        own = shifts.search(
            [
                # sudo: the sheet behind the person
                ("staff_id", "=", self.sudo().staff_id.id),
                ("day", ">=", self.date_from),
                ("day", "<=", self.date_to),
            ]
        ).filtered(lambda shift: first <= shift._slot() <= last)
        own.absence_id = self.id
        shifts.create(
            [
                {
                    "counter_id": shift.counter_id.id,
                    "day": shift.day,
                    "half": shift.half,
                    "assignment_id": cover[shift].id,
                    "stands_in_id": shift.id,
                }
                for shift in holes
                if cover.get(shift)
            ]
        )
        self._moving().write({"state": "approved", "empty_reason": empty_reason})
