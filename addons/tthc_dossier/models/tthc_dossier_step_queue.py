from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now, today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .transition_table import LEADER


class TthcDossierStepQueue(models.AbstractModel):
    """The work queue: steps as their people see them."""

    _name = "tthc.dossier.step.queue"
    _description = "Work queue of steps"

    time_left = fields.Char(compute="_compute_urgency")
    urgency = fields.Selection(
        [
            ("plenty", "Plenty of time"),
            ("soon", "Due within a working day"),
            ("late", "Late"),
            ("stopped", "Clock stopped"),
        ],
        compute="_compute_urgency",
    )
    is_late = fields.Boolean(compute="_compute_urgency", search="_search_is_late")
    is_due_today = fields.Boolean(
        compute="_compute_is_due_today", search="_search_is_due_today"
    )
    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")
    is_of_my_agency = fields.Boolean(
        compute="_compute_is_mine", search="_search_is_of_my_agency"
    )
    can_take = fields.Boolean(compute="_compute_is_mine", search="_search_can_take")

    @api.depends("state", "due", "dossier_id.paused_at", "dossier_id.state")
    @api.depends_context("lang")
    def _compute_urgency(self):
        moment = now()
        for step in self:
            left = step._working_time_left(moment)
            step.urgency = step._urgency_of(left, moment)
            step.is_late = step.urgency == "late"
            step.time_left = step.dossier_id._time_left_label(left, step.is_late)

    def _working_time_left(self, moment):
        """Working time to the step's own date; None when nothing runs."""
        dossier = self.dossier_id
        if self.state != "active" or not self.due or dossier.paused_at:
            return None
        calendar = dossier.center_id.resource_calendar_id
        return calendar.tthc_time_left(moment, self.due)

    def _urgency_of(self, left, moment):
        if left is None:
            return "stopped"
        if self.due < moment:
            return "late"
        calendar = self.dossier_id.center_id.resource_calendar_id
        a_day = timedelta(hours=calendar.hours_per_day)
        return "soon" if left <= a_day else "plenty"

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return (
            Domain("state", "=", "active")
            & Domain("due", "<", now())
            & Domain("dossier_id.paused_at", "=", False)
        )

    @api.depends("state", "due")
    def _compute_is_due_today(self):
        start, end = self._bounds_of_today()
        for step in self:
            step.is_due_today = (
                step.state == "active" and step.due and start <= step.due < end
            )

    @api.model
    def _bounds_of_today(self):
        """First instant of today and of tomorrow in Vietnam, naive UTC."""
        midnight = datetime.combine(today(VIETNAM), time.min, ZoneInfo(VIETNAM))
        start = midnight.astimezone(UTC).replace(tzinfo=None)
        return start, start + timedelta(days=1)

    def _search_is_due_today(self, operator, value):
        if operator != "in":
            return NotImplemented
        start, end = self._bounds_of_today()
        return (
            Domain("state", "=", "active")
            & Domain("due", ">=", start)
            & Domain("due", "<", end)
        )

    @api.depends("state", "role", "agency_id", "user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        user = self.env.user
        handlers = user | self.env["tthc.dossier"]._absent_colleagues()
        roles = self.env["tthc.dossier"]._own_roles()
        for step in self:
            own = step.state == "active" and step.agency_id in user.tthc_agency_ids
            step.is_of_my_agency = own
            step.is_mine = own and step.user_id in handlers
            step.can_take = own and not step.user_id and step.role in roles

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        handlers = self.env.user | self.env["tthc.dossier"]._absent_colleagues()
        return Domain("user_id", "in", handlers.ids) & self._of_my_agency()

    def _search_is_of_my_agency(self, operator, value):
        return self._of_my_agency() if operator == "in" else NotImplemented

    def _search_can_take(self, operator, value):
        if operator != "in":
            return NotImplemented
        roles = self.env["tthc.dossier"]._own_roles()
        return (
            Domain("user_id", "=", False)
            & Domain("role", "in", roles)
            & self._of_my_agency()
        )

    @api.model
    def _of_my_agency(self):
        return Domain("state", "=", "active") & Domain(
            "agency_id.user_ids", "=", self.env.uid
        )

    def action_take(self):
        """Take these steps: they are mine from now on.

        See ``tthc.dossier._run`` for what is raised.
        """
        self.dossier_id.action_take(steps=self)

    def _span_label(self, hours):
        """What a bar of the time line says: used of allowed.

        :param hours: working hours that the bar is long
        """
        self.ensure_one()
        dossier = self.dossier_id
        if self.state == "waiting":
            planned = dossier._planned_hours(self)
            return dossier._hours_label(planned) if planned else ""
        return dossier._hours_label(hours)

    def _bar_state(self, moment):
        """State of the bar of the time line: planned, running, stopped, done, late.

        :param moment: until when what runs is drawn, naive UTC
        """
        self.ensure_one()
        if self.state == "waiting":
            return "planned"
        if self.state == "done":
            return "late" if self.punctuality == "late" else "done"
        if self.dossier_id.paused_at:
            return "stopped"
        return "late" if self.due and self.due < moment else "running"

    def _is_left_to(self, user):
        """Whether a user of the step's agency and role may act on it today.

        :param user: ``res.users``, the one of the environment
        """
        self.ensure_one()
        if not self.user_id or self.user_id == user or user.has_group(LEADER):
            return True
        return user in self._stand_ins()

    def _stand_ins(self):
        """Who stands in today for the handler, ``res.users``."""
        self.ensure_one()
        delegations = self.env["tthc.delegation"]._of_today(
            user_id=self.user_id, agency_id=self.agency_id
        )
        return delegations.delegate_id.with_env(self.env)

    def _acting_people(self):
        """Who is warned of a step that somebody has in hand: stand-ins first.

        :return: ``res.users``; none where nobody has it, or the handler has left
        """
        self.ensure_one()
        if not self.user_id:
            return self.user_id
        here = self.user_id.filtered(
            lambda user: user.active and self.agency_id in user.tthc_agency_ids
        )
        return self._stand_ins() or here
