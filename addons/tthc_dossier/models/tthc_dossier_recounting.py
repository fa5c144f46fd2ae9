from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

from .transition_table import OPEN_STATES, TRANSITIONS

#: States in which the promised day can be wrong by the calendar. A dossier that stands
#: still is counted by the calendar of the day on which it goes on.
COUNTED_STATES = ("received", "processing")
A_DAY = timedelta(days=1)
#: Field that holds the date of a part, by model.
DATES = {
    "tthc.dossier.step": "due",
    "tthc.dossier.supplement": "window_due",
    "tthc.dossier.pause": "due",
}
#: What told people that a date had passed, by model: it is told anew of a later one.
TOLD = {
    "tthc.dossier.supplement": "window_told_at",
    "tthc.dossier.pause": "silence_told_at",
}


@dataclass
class Recount:
    """What the calendar of today says of the dates of one dossier.

    ``values`` are those of the dossier that move, ``parts`` maps a step, a request to
    the citizen or a consultation to its new date (naive UTC).
    """

    values: dict = field(default_factory=dict)
    parts: dict = field(default_factory=dict)

    def __bool__(self):
        return bool(self.values or self.parts)


class TthcDossierRecounting(models.AbstractModel):
    """Dates follow a calendar that changed after they were promised.

    A holiday that is announced late, moved or withdrawn moves no date by itself: an
    administrator looks at what would move and has it counted anew, one event each
    (Labour Code 2019 Art 112; Civil Code Art 148.5). What moves is the promised day,
    the hand-over to the agency, the citizen's time for a supplement, the day by which
    a consultation is to be answered, and the dates of the open steps.
    """

    _name = "tthc.dossier.recounting"
    _description = "Recount of due dates"

    def action_recount(self, ground=None):
        """Count the dates anew by the calendar of today.

        :param ground: number of the document that changed the calendar
        """
        self.check_access("read")
        self._check_role(TRANSITIONS["recount"].group)
        # sudo: an administrator need not belong to the centers whose dates move
        self.sudo()._run("recount", source="calendar", ground=ground)

    @api.model
    def _spanning(self, date_from, date_to, calendar=None):
        """Open dossiers of which a date spans some of these days.

        :param date_from: first local date
        :param date_to: last local date
        :param calendar: ``resource.calendar`` to which the days belong, or all
        :return: domain; a day wider on both sides, the engine decides
        """
        begun, open_until = date_to + 2 * A_DAY, date_from - A_DAY
        spans = (
            (
                Domain("state", "in", COUNTED_STATES)
                & Domain("paused_at", "=", False)
                & Domain("clock_start", "<", begun)
                & Domain("due", ">=", open_until)
            )
            | (
                Domain("state", "=", "received")
                & Domain("received_at", "<", begun)
                & Domain("transfer_due", ">=", open_until)
            )
            | Domain(
                "supplement_ids",
                "any",
                [
                    ("state", "=", "issued"),
                    ("issued_at", "<", begun),
                    ("window_due", ">=", open_until),
                ],
            )
            | Domain(
                "pause_ids",
                "any",
                [
                    ("ended_at", "=", False),
                    ("started_at", "<", begun),
                    ("due", ">=", open_until),
                ],
            )
        )
        domain = Domain("state", "in", OPEN_STATES) & spans
        if calendar:
            domain &= Domain("center_id.resource_calendar_id", "=", calendar.id)
        return domain

    # -- what moves -------------------------------------------------------------

    def _recounted(self, moment):
        """What the calendar of today says of every date.

        :param moment: naive UTC
        :return: :class:`Recount`; false where nothing moves
        """
        self.ensure_one()
        counted, steps = self._recounted_clock(moment)
        parts = {
            **steps,
            **self._recounted_windows(),
            **self._recounted_answers(moment),
        }
        return Recount(
            {**counted, **self._recounted_transfer(moment)},
            {
                part: due
                for part, due in parts.items()
                if self._is_moved(part[DATES[part._name]], due, moment)
            },
        )

    @api.model
    def _is_moved(self, before, after, moment):
        """Whether a date moves; none is brought into the past.

        Nobody is made late by a day that was declared a working day afterwards.
        """
        return after != before and not (before and after < before and after < moment)

    def _recounted_clock(self, moment):
        """The promised day, and the dates of the steps that run towards it.

        :return: pair of the values of :meth:`_recount`, empty where the day does not
            move, and a dict step → due date
        """
        counted = self._recount(moment) if self._is_running() else {}
        if not counted:
            return {}, {}
        steps = {
            step: self._resumed_step_due(step, moment, counted, restarted=False)
            for step in self._active_steps()
        }
        still = counted["due"] == self.due and counted["due_center"] == self.due_center
        return ({} if still else counted), steps

    def _recounted_transfer(self, moment):
        """By when the papers are handed over, as long as they are not."""
        if self.state != "received" or not self.transfer_due:
            return {}
        due = self.center_id.resource_calendar_id.tthc_transfer_due(
            self.received_at, self.regulation_id.transfer_cutoff
        )
        moves = self._is_moved(self.transfer_due, due, moment)
        return {"transfer_due": due} if moves else {}

    def _recounted_windows(self):
        """The citizen's time to bring what was asked for."""
        return {
            request: self._window_values(request.issued_at)["window_due"]
            for request in self._open_requests()
            if request.state == "issued" and request.window_due
        }

    def _recounted_answers(self, moment):
        """By when consultations and field checks are to be answered.

        A step that the procedure does not count works on while the dossier stands
        still: it moves with its pause.
        """
        dates = {}
        for pause in self._answerable_pauses():
            step = pause.step_id
            if step.limit_unit:
                due = self._step_due_from(step, step.started_at, moment)
                dates.update({step: due, pause: due})
            elif pause.answer_unit:
                dates[pause] = self._answer_due(
                    pause.started_at, pause.answer_value, pause.answer_unit
                )
        return dates

    def _would_be_over(self, recount, moment):
        """Whether the promised day would come earlier and have passed already."""
        due = recount.values.get("due")
        return bool(due) and due < self.due and due < moment

    def _recount_details(self, recount):
        """The dates besides the promised day, in words: one a line, before and after.

        :param recount: :class:`Recount`
        """
        self.ensure_one()
        rows = []
        if "transfer_due" in recount.values:
            name = self.env._("To be handed over by")
            rows.append((name, self.transfer_due, recount.values["transfer_due"]))
        rows += [
            (self._recounted_name(part), part[DATES[part._name]], due)
            for part, due in recount.parts.items()
        ]
        return "\n".join(
            f"{name}: {self._local_label(before) or '–'} → {self._local_label(after)}"
            for name, before, after in rows
        )

    def _recounted_name(self, part):
        if part._name == "tthc.dossier.supplement":
            return self.env._("Citizen's time ends")
        if part._name == "tthc.dossier.pause":
            return self.env._("Answer: %s", part.display_name)
        return self.env._("Step: %s", part.name)

    # -- action -----------------------------------------------------------------

    def _need_ground(self, ground=None, **_arguments):
        if not (ground or "").strip():
            raise UserError(
                self.env._("Name the document by which the calendar changed.")
            )

    def _need_moved_date(self, **_arguments):
        moment = now()
        for dossier in self:
            recount = dossier._recounted(moment)
            if not recount or dossier._would_be_over(recount, moment):
                raise UserError(
                    self.env._(
                        "The calendar moves no date of %(code)s.",
                        code=dossier.display_name,
                    )
                )

    def _effect_recount(self, moment, **_arguments):
        effects = {}
        for dossier in self:
            recount = dossier._recounted(moment)
            data = dossier._recount_data(recount)
            for part, due in recount.parts.items():
                values = {DATES[part._name]: due}
                if part._name in TOLD and due > moment:
                    values[TOLD[part._name]] = False
                part.with_context(**self._move_context()).write(values)
            effects[dossier] = (recount.values, data)
        return effects

    def _recount_data(self, recount):
        """What the log keeps: every date before and after, by its part."""
        data = defaultdict(list)
        for part, due in recount.parts.items():
            before = part[DATES[part._name]]
            data[part._table.removeprefix("tthc_dossier_")].append(
                [part.id, before and before.isoformat(), due.isoformat()]
            )
        if "transfer_due" in recount.values:
            data["transfer"] = [
                self.transfer_due.isoformat(),
                recount.values["transfer_due"].isoformat(),
            ]
        return {**data, **self._moved_data(recount.values)}
