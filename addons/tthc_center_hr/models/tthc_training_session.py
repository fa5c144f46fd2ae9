from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .assignment_table import HR
from .training_table import PRESENT
from .tthc_roster_shift import DAY_FORMAT, HALVES

STATES = [
    ("draft", "Being planned"),
    ("invited", "People are invited"),
    ("held", "Held"),
    ("cancelled", "Cancelled"),
]


class TthcTrainingSession(models.Model):
    """A training: topic, half-days, place, who is invited and who came.

    Asked for by the dispatches that started the centers (seed 001 §4, seed 002 §6).
    """

    _name = "tthc.training.session"
    _inherit = [
        "tthc.ruled.by.lines",
        "tthc.training.moving",
        "tthc.training.gathering",
        "tthc.training.telling",
        "mail.thread",
    ]
    _description = "Training session"
    _order = "date_from desc, id desc"
    _rec_names_search = ["topic_id", "place"]
    _ruling_lines = ("attendee_ids",)
    _moved_fields = ("state", "reason", "reminded_on")

    topic_id = fields.Many2one(
        "tthc.training.topic", required=True, ondelete="restrict", index=True
    )
    by_sector = fields.Boolean(related="topic_id.by_sector")
    examined = fields.Boolean(related="topic_id.examined")
    sector_ids = fields.Many2many(
        "tthc.sector", string="Sectors", help="Empty: it is for all sectors."
    )
    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user.tthc_center_id,
    )
    date_from = fields.Date(string="From", tracking=True)
    half_from = fields.Selection(
        HALVES, string="From half-day", required=True, default="am", tracking=True
    )
    date_to = fields.Date(
        string="To",
        tracking=True,
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
    )
    half_to = fields.Selection(
        HALVES, string="To half-day", required=True, default="pm", tracking=True
    )
    half_day_count = fields.Integer(
        string="Half-days",
        compute="_compute_half_day_count",
        help="Half-days that the center works within these days.",
    )
    place = fields.Char(tracking=True)
    trainer = fields.Char(tracking=True)
    capacity = fields.Integer(string="Seats", help="0: as many as like to come.")
    file = fields.Binary(string="Document", attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    note = fields.Text(string="Note to those invited")
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    reason = fields.Char(
        readonly=True,
        copy=False,
        tracking=True,
        help="Why it was cancelled or opened again.",
    )
    reminded_on = fields.Date(readonly=True, copy=False)
    attendee_ids = fields.One2many(
        "tthc.training.attendee", "session_id", string="People", copy=False
    )
    invited_count = fields.Integer(string="Invited", compute="_compute_counts")
    present_count = fields.Integer(string="Present", compute="_compute_counts")
    open_count = fields.Integer(string="Not ticked yet", compute="_compute_counts")
    passed_count = fields.Integer(string="Passed the test", compute="_compute_counts")
    can_tick = fields.Boolean(compute="_compute_can_tick")

    # Sessions of a center in their order; what comes next for the reminders.
    _dates_idx = models.Index("(center_id, date_from)")
    _open_idx = models.Index("(date_from) WHERE state = 'invited'")
    _span_ordered = models.Constraint(
        "CHECK (date_from < date_to OR "
        "(date_from = date_to AND (half_from = 'am' OR half_to = 'pm')))",
        "The training ends before it begins.",
    )
    _dates_together = models.Constraint(
        "CHECK ((date_from IS NULL) = (date_to IS NULL))",
        "Enter the first and the last day.",
    )
    _dated = models.Constraint(
        "CHECK (state IN ('draft', 'cancelled') OR date_from IS NOT NULL)",
        "A training to which people are invited has its days.",
    )
    _capacity_positive = models.Constraint(
        "CHECK (capacity >= 0)", "The number of seats is not negative."
    )

    @api.depends("date_from")
    def _compute_date_to(self):
        for session in self:
            if not session.date_from:
                session.date_to = False
            elif not session.date_to or session.date_to < session.date_from:
                session.date_to = session.date_from

    @api.depends("date_from", "half_from", "date_to", "half_to", "center_id")
    def _compute_half_day_count(self):
        for session in self:
            session.half_day_count = len(session._slots())

    @api.depends("attendee_ids.state")
    def _compute_counts(self):
        for session in self:
            states = session.attendee_ids.mapped("state")
            session.invited_count = len(states)
            session.present_count = sum(state in PRESENT for state in states)
            session.open_count = states.count("invited")
            session.passed_count = states.count("passed")

    @api.depends("state", "date_from")
    def _compute_can_tick(self):
        for session in self:
            session.can_tick = session._has_begun()

    @api.depends("topic_id", "date_from")
    def _compute_display_name(self):
        for session in self:
            day = session.date_from and session.date_from.strftime(DAY_FORMAT)
            session.display_name = " · ".join(
                part for part in (session.topic_id.name, day) if part
            )

    def write(self, vals):
        """Write a plan; who is invited already is told of other days or places.

        :raise AccessError: for values that belong to the actions, and for whom it is
            for once people are invited
        """
        if self._is_moving():
            return super().write(vals)
        fixed = set()
        if self.filtered(lambda session: session.state != "draft"):
            fixed |= {"topic_id", "center_id", "sector_ids"}
        if self.filtered(lambda session: session.state in ("held", "cancelled")):
            fixed |= {*self._announced(), "capacity", "attendee_ids"}
        if vals.keys() & fixed:
            self._check_moving()
        moved = self.browse()
        if vals.keys() & set(self._announced()):
            moved = self.filtered(lambda session: session.state == "invited")
        before = {session: session._told_facts() for session in moved}
        result = super().write(vals)
        if {"capacity", "attendee_ids"} & vals.keys():
            self._check_capacity()
        for session in moved:
            if session._told_facts() != before[session]:
                session._check_days()
                session._tell_moved()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if self.filtered(lambda session: session.state != "draft"):
            raise UserError(
                self.env._(
                    "Only a training that is being planned can be deleted. Cancel it, "
                    "so that those invited are told."
                )
            )

    @api.model
    def _announced(self):
        """Fields of which those invited are told."""
        return ("date_from", "half_from", "date_to", "half_to", "place", "trainer")

    def _told_facts(self):
        return [self[name] for name in self._announced()]

    def _slots(self):
        """The half-days of the training: those of its span that the center works.

        :return: list of (``datetime.date``, ``"am"`` or ``"pm"``) in order of time
        """
        self.ensure_one()
        if not (self.date_from and self.date_to and self.center_id):
            return []
        first = (self.date_from, self.half_from)
        last = (self.date_to, self.half_to)
        calendar = self.center_id.resource_calendar_id
        slots = calendar.tthc_half_days(self.date_from, self.date_to)
        return [slot for slot in slots if first <= slot <= last]

    def _has_begun(self):
        """Whether attendance can be ticked: people are invited and it is the day."""
        self.ensure_one()
        return (
            self.state == "invited"
            and bool(self.date_from)
            and self.date_from <= today(VIETNAM)
        )

    def _check_days(self):
        """Refuse days on which the center does not work.

        :raise UserError: names the next day that it works
        """
        for session in self:
            if not session.date_from:
                raise UserError(
                    self.env._("%(name)s: enter the day.", name=session.display_name)
                )
            if session._slots():
                continue
            calendar = session.center_id.resource_calendar_id
            following = calendar.tthc_working_day_from(session.date_from)
            raise UserError(
                self.env._(
                    "%(name)s: the center does not work on these half-days. The next "
                    "working day is %(day)s.",
                    name=session.display_name,
                    day=following.strftime(DAY_FORMAT),
                )
            )

    def _check_capacity(self):
        """Refuse more people than seats.

        :raise UserError: names the session, and both figures
        """
        for session in self:
            count = len(session.attendee_ids)
            if session.capacity and count > session.capacity:
                raise UserError(
                    self.env._(
                        "%(name)s has %(seats)s seats, %(count)s people are on it. "
                        "Plan a second session for the others.",
                        name=session.display_name,
                        seats=session.capacity,
                        count=count,
                    )
                )

    def _check_planner(self):
        """Refuse whoever does not plan trainings.

        :raise AccessError: for everybody but HR
        """
        if not (self.env.su or self.env.user.has_group(HR)):
            raise AccessError(self.env._("Trainings are planned by HR."))
