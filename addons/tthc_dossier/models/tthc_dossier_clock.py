from dataclasses import replace
from datetime import timedelta

from odoo import fields, models

from odoo.addons.tthc_catalog.models.tthc_limit import UNITS


class TthcDossierClock(models.AbstractModel):
    """The legal clock: from when it runs, when it stands still, when it ends.

    The clock is counted from ``clock_start`` by ``clock_value`` and ``clock_unit``,
    which are those of the receipt until a supplement starts it anew or gives it a
    limit of its own. ``due`` is what the engine answers for them and for the pauses
    since then; ``due_original`` is what the receipt promised and never changes.
    """

    _name = "tthc.dossier.clock"
    _description = "Clock of a dossier"

    clock_start = fields.Datetime(string="Counted from", readonly=True, copy=False)
    clock_value = fields.Float(digits=(6, 1), readonly=True, copy=False)
    clock_unit = fields.Selection(UNITS, readonly=True, copy=False)
    paused_at = fields.Datetime(
        string="Clock stands still since", readonly=True, copy=False
    )
    due_center = fields.Datetime(
        string="Back at the center by",
        readonly=True,
        copy=False,
        help="When the result is to be at the center, before the citizen's date.",
    )
    transfer_due = fields.Datetime(
        string="To be handed over by",
        readonly=True,
        copy=False,
        help="The same working day; after the hour of the regulation, the start of "
        "the next one (Decree 61/2018 Art 18.2-3). It moves no due date.",
    )
    transferred_at = fields.Datetime(string="Handed over", readonly=True, copy=False)
    second_stage_at = fields.Datetime(
        string="Second stage since",
        readonly=True,
        copy=False,
        help="When the proof of payment started the second appointment.",
    )
    pause_ids = fields.One2many("tthc.dossier.pause", "dossier_id", string="Pauses")

    # -- counting ---------------------------------------------------------------

    def _count(self, start, value, unit, pauses=()):
        """Due date by the time engine, or None where the law sets no limit.

        :param start: receipt or restart, naive UTC
        :param value: size of the limit, in ``unit``
        :param unit: unit of the engine, or empty
        :param pauses: pairs of naive UTC instants during which the clock stood still
        """
        self.ensure_one()
        if not unit:
            return None
        due = self.center_id.resource_calendar_id.tthc_due(
            start,
            value,
            unit,
            cutoff=self.version_id.same_day_cutoff,
            keep_hour=self.version_id.keep_hour,
            pauses=pauses,
        )
        return self._worded(due, start)

    def _worded(self, due, start):
        """Tell a clock that was started anew from one that runs from the receipt.

        By post it runs from the signed minutes (Decision 45/2016 Art 7.4).
        """
        kind = None
        if self.channel == "post" and start == self.post_minutes_at:
            kind = "post_minutes"
        elif self.received_at and start > self.received_at:
            kind = "restart"
        if not kind:
            return due
        first, *others = due.lines
        return replace(due, lines=(replace(first, kind=kind), *others))

    def _due_values(self, due, start):
        """What a due date of the engine writes on the dossier.

        :param due: answer of :meth:`_count`, or None
        :param start: from when it was counted, naive UTC
        """
        return {
            "due": due and due.at,
            "due_lines": due and [line.as_dict() for line in due.lines],
            "due_center": due and self._due_center(start, due.at),
        }

    def _due_center(self, start, due_at):
        """When the result is to be at the center: its lead before the citizen's date.

        :param start: from when the clock runs, naive UTC
        :param due_at: the citizen's date, naive UTC
        :return: naive UTC; the citizen's date itself where the whole limit is no
            longer than the lead
        """
        lead = timedelta(hours=self.center_id.result_lead_hours)
        calendar = self.center_id.resource_calendar_id
        whole = calendar.tthc_time_left(start, due_at)
        if not lead or whole <= lead:
            return due_at
        return calendar.tthc_add_working_time(start, whole - lead)

    def _recount(self, moment, restarted=None):
        """Count the due date anew: with the pauses so far, or from a new start.

        :param moment: naive UTC; a pause that still lasts counts up to it
        :param restarted: pair of size and unit of the limit that starts at the moment
        :return: values to write, the due date among them
        """
        self.ensure_one()
        if restarted:
            value, unit = restarted
            due = self._count(moment, value, unit)
            return {
                "clock_start": moment,
                "clock_value": value,
                "clock_unit": unit,
                "appointment_id": False,
                **self._due_values(due, moment),
            }
        if self.appointment_id:
            return self._count_appointment(self.appointment_id, moment)
        if not self.clock_unit:
            return {}
        spans = self._pause_spans(self.clock_start, moment)
        due = self._count(self.clock_start, self.clock_value, self.clock_unit, spans)
        return self._due_values(due, self.clock_start)

    def _pause_spans(self, since, moment, besides=None):
        """Spans of the pauses that are not counted, as the engine takes them.

        :param since: only what lasted after this, naive UTC
        :param moment: assumed end of a pause that still lasts, naive UTC
        :param besides: ``tthc.dossier.step`` whose own pause is left out
        """
        return [
            (max(pause.started_at, since), pause.ended_at or moment)
            for pause in self.pause_ids
            if pause.effect == "exclude"
            and (pause.ended_at or moment) > since
            and not (besides and pause.step_id == besides)
        ]

    def _moved_data(self, values):
        """What the log keeps of a due date that moved: from, to, and why."""
        if "due" not in values or values["due"] == self.due:
            return {}
        return {
            "due_before": self.due and self.due.isoformat(),
            "due": values["due"] and values["due"].isoformat(),
            "due_lines": values["due_lines"],
        }

    # -- pauses -----------------------------------------------------------------

    def _open_pauses(self, kind=None):
        """Pauses of the dossier that still last.

        :param kind: key of the pause's ``kind``; None takes all
        """
        return self.pause_ids.filtered(
            lambda pause: not pause.ended_at and kind in (None, pause.kind)
        )

    def _is_late_at(self, moment):
        return bool(self.due) and not self.paused_at and self.due < moment

    def _open_pause(self, kind, effect, moment, **values):
        """Begin a pause; what is late already gets no time back.

        :param kind: key of the pause's ``kind``
        :param effect: what it does to the clock
        :param moment: naive UTC
        :param values: further values of the pause
        :return: values to write on the dossier
        """
        self.ensure_one()
        if self._is_late_at(moment):
            effect = "none"
        # sudo: pauses are written by the actions of a dossier only, for whoever may act
        self.env["tthc.dossier.pause"].sudo().with_context(
            **self._move_context()
        ).create(
            {
                "dossier_id": self.id,
                "kind": kind,
                "effect": effect,
                "started_at": moment,
                "due_before": self.due,
                "opened_by_id": self.env.uid,
                **values,
            }
        )
        return self._standstill()

    def _standstill(self):
        """Since when the clock stands still, from the pauses that last."""
        stopping = self._open_pauses().filtered(lambda pause: pause.effect != "none")
        return {"paused_at": min(stopping.mapped("started_at"), default=False)}

    def _close_pauses(self, moment, pauses=None, **values):
        """End pauses and count the due date anew.

        :param moment: naive UTC
        :param pauses: those to end; None ends all that last
        :param values: further values of the pauses
        :return: pair of the values to write and what the log keeps of them
        """
        self.ensure_one()
        pauses = self._open_pauses() if pauses is None else pauses
        if not pauses:
            return {}, {}
        pauses._write_as_action({"ended_at": moment, **values})
        counted = {}
        if any(pause.effect != "none" for pause in pauses):
            counted = self._recount(moment, pauses._new_limit())
            pauses._write_as_action({"due_after": counted.get("due", self.due)})
            self._recount_steps(moment, counted)
        return {**self._standstill(), **counted}, self._moved_data(counted)

    # -- steps ------------------------------------------------------------------

    def _step_due(self, step, moment):
        """Due date of a step that begins.

        :param step: ``tthc.dossier.step``
        :param moment: naive UTC
        """
        if not step.limit_unit:
            return self.due_center or self.due
        return self._step_due_from(step, moment, moment)

    def _step_due_from(self, step, start, moment):
        """Due date of a step with a limit of its own.

        :param start: when the step begins; a step that is counted from the start of
            the dossier takes that instead, naive UTC
        :param moment: assumed end of a pause that still lasts, naive UTC
        """
        if step.from_start:
            start = self.clock_start
        spans = self._pause_spans(start, moment, besides=step)
        calendar = self.center_id.resource_calendar_id
        return calendar.tthc_due(
            start, step.limit_value, step.limit_unit, pauses=spans
        ).at

    def _open_step_pause(self, step, moment):
        """Stop the clock for a step that the procedure does not count.

        :param step: ``tthc.dossier.step`` that begins
        :param moment: naive UTC
        :return: values to write on the dossier
        """
        law = step.step_id
        kind = "field_check" if law.kind == "field_check" else "consultation"
        return self._open_pause(
            kind,
            moment=moment,
            effect="exclude",
            step_id=step.id,
            agency_id=step.agency_id.id,
            reason=step.name,
            due=step.due,
            tacit_consent=law.tacit_consent,
        )

    def _recount_steps(self, moment, counted):
        """Move the due dates of open steps after a pause.

        :param moment: end of the pause, naive UTC
        :param counted: values of :meth:`_recount`
        """
        restarted = "clock_start" in counted
        for step in self.step_ids.filtered(lambda step: step.state == "active"):
            step.with_context(**self._move_context()).write(
                {"due": self._resumed_step_due(step, moment, counted, restarted)}
            )

    def _resumed_step_due(self, step, moment, counted, restarted):
        if self.appointment_id and not restarted:
            return self._stretched_step_due(step, moment, counted)
        if not step.limit_unit:
            return counted.get("due_center") or self.due_center
        start = moment if restarted else step.started_at
        return self._step_due_from(step, start, moment)
