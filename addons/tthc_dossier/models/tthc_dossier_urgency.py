from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.due_date import Line

from .transition_table import OPEN_STATES


class TthcDossierUrgency(models.AbstractModel):
    """How much time a dossier has left, in words and to search by."""

    _name = "tthc.dossier.urgency"
    _description = "Urgency of a dossier"

    @api.depends("due_lines")
    @api.depends_context("lang")
    def _compute_due_explanation(self):
        for dossier in self:
            dossier.due_explanation = "\n".join(dossier._explain(dossier.due_lines))

    def _explain(self, lines):
        """Word the stored explanation of a due date.

        :param lines: list of dicts as :meth:`Line.as_dict` gives, or None
        :return: list of sentences in the language of the user
        """
        self.ensure_one()
        return self.center_id.resource_calendar_id._tthc_explain(
            [Line.from_dict(line) for line in lines or ()]
        )

    @api.depends("state", "due", "paused_at")
    @api.depends_context("lang")
    def _compute_urgency(self):
        moment = now()
        for dossier in self:
            left = dossier._working_time_left(moment)
            dossier.urgency = dossier._urgency_of(left, moment)
            dossier.is_late = dossier.urgency == "late"
            dossier.time_left = dossier._time_left_label(left, dossier.is_late)
            dossier.is_due_soon = dossier.urgency == "soon"

    def _working_time_left(self, moment):
        """Working time to the due date, negative when late, None when nothing runs."""
        if self.state not in OPEN_STATES or not self.due or self.paused_at:
            return None
        return self.center_id.resource_calendar_id.tthc_time_left(moment, self.due)

    def _urgency_of(self, left, moment):
        if left is None:
            return "stopped"
        if self.due < moment:
            return "late"
        a_day = timedelta(hours=self.center_id.resource_calendar_id.hours_per_day)
        return "soon" if left <= a_day else "plenty"

    def _time_left_label(self, left, late):
        if left is None:
            return ""
        minutes = abs(left) // timedelta(minutes=1)
        per_day = self.center_id.resource_calendar_id.hours_per_day * 60
        days, rest = divmod(minutes, per_day)
        hours, minutes = divmod(rest, 60)
        parts = []
        if days:
            parts.append(self.env._("%(n)d d", n=days))
        if hours:
            parts.append(self.env._("%(n)d h", n=hours))
        if not days and minutes:
            parts.append(self.env._("%(n)d min", n=minutes))
        span = " ".join(parts)
        if late:
            return self.env._("late %(span)s", span=span).strip()
        return self.env._("%(span)s left", span=span or self.env._("0 min"))

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return (
            Domain("state", "in", OPEN_STATES)
            & Domain("paused_at", "=", False)
            & Domain("due", "<", now())
        )

    def _search_is_due_soon(self, operator, value):
        if operator != "in":
            return NotImplemented
        moment = now()
        calendar = self.env.user.tthc_center_id.resource_calendar_id or self.env.ref(
            "tthc_base.calendar_administrative"
        )
        return (
            Domain("state", "in", OPEN_STATES)
            & Domain("paused_at", "=", False)
            & Domain("due", ">=", moment)
            & Domain("due", "<=", self._soon_until(moment, calendar))
        )

    @api.model
    def _soon_until(self, moment, calendar):
        """Until when a due date counts as soon: one working day from now on.

        :param moment: naive UTC
        :param calendar: ``resource.calendar`` whose working time counts
        :return: naive UTC
        """
        a_day = timedelta(hours=calendar.hours_per_day)
        return calendar.tthc_add_working_time(moment, a_day)
