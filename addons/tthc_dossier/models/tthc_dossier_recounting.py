from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

from .transition_table import TRANSITIONS

#: States in which a stored date can be wrong by the calendar. A dossier that stands
#: still is counted by the calendar of the day on which it goes on.
COUNTED_STATES = ("received", "processing")
A_DAY = timedelta(days=1)


class TthcDossierRecounting(models.AbstractModel):
    """Due dates follow a calendar that changed after they were promised.

    A holiday that is announced late, moved or withdrawn moves no date by itself: an
    administrator looks at what would move and has it counted anew, one event each
    (Labour Code 2019 Art 112; Civil Code Art 148.5).
    """

    _name = "tthc.dossier.recounting"
    _description = "Recount of due dates"

    def action_recount(self, ground=None):
        """Count the due dates anew by the calendar of today.

        :param ground: number of the document that changed the calendar
        """
        self.check_access("read")
        self._check_role(TRANSITIONS["recount"].group)
        # sudo: an administrator need not belong to the centers whose dates move
        self.sudo()._run("recount", source="calendar", ground=ground)

    @api.model
    def _spanning(self, date_from, date_to, calendar=None):
        """Running dossiers whose clock spans some of these days.

        :param date_from: first local date
        :param date_to: last local date
        :param calendar: ``resource.calendar`` to which the days belong, or all
        :return: domain; a day wider on both sides, the engine decides
        """
        domain = (
            Domain("state", "in", COUNTED_STATES)
            & Domain("paused_at", "=", False)
            & Domain("clock_start", "<", date_to + 2 * A_DAY)
            & Domain("due", ">=", date_from - A_DAY)
        )
        if calendar:
            domain &= Domain("center_id.resource_calendar_id", "=", calendar.id)
        return domain

    def _recounted(self, moment):
        """What the calendar of today says of the dates.

        :param moment: naive UTC
        :return: pair of the values of :meth:`_recount` and a dict step → due date, of
            the steps that move; a pair of empty dicts where nothing moves
        """
        self.ensure_one()
        counted = self._recount(moment)
        if not counted:
            return {}, {}
        steps = {}
        for step in self._active_steps():
            due = self._resumed_step_due(step, moment, counted, restarted=False)
            if due != step.due:
                steps[step] = due
        still = counted["due"] == self.due and counted["due_center"] == self.due_center
        return ({}, {}) if still and not steps else (counted, steps)

    def _would_be_over(self, counted, moment):
        """Whether a date that comes earlier would have passed already.

        Nobody is made late by a day that was declared a working day afterwards.
        """
        return counted["due"] < self.due and counted["due"] < moment

    # -- action -----------------------------------------------------------------

    def _need_ground(self, ground=None, **_arguments):
        if not (ground or "").strip():
            raise UserError(
                self.env._("Name the document by which the calendar changed.")
            )

    def _need_moved_date(self, **_arguments):
        moment = now()
        for dossier in self:
            counted, _steps = dossier._recounted(moment)
            if not counted or dossier._would_be_over(counted, moment):
                raise UserError(
                    self.env._(
                        "The calendar moves no date of %(code)s.",
                        code=dossier.display_name,
                    )
                )

    def _effect_recount(self, moment, **_arguments):
        effects = {}
        for dossier in self:
            counted, steps = dossier._recounted(moment)
            for step, due in steps.items():
                step.with_context(**self._move_context()).write({"due": due})
            effects[dossier] = (
                counted,
                {
                    "steps": sorted(step.id for step in steps),
                    **dossier._moved_data(counted),
                },
            )
        return effects
