from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.tthc_base.tools.clock import now

HOUR = timedelta(hours=1)
#: So many marks stand under the axis at most.
TICKS = 8


class TthcDossierTimeLine(models.AbstractModel):
    """The sum and each agency's share, drawn along the days since the receipt.

    One dossier is one drawing, however many agencies take part.
    """

    _name = "tthc.dossier.time.line"
    _description = "Time line of a dossier"

    time_line = fields.Json(compute="_compute_time_line")

    @api.depends("received_at", "due", "step_ids.state", "step_ids.due")
    @api.depends_context("lang")
    def _compute_time_line(self):
        for dossier in self:
            dossier.time_line = dossier._time_line()

    def _time_line(self):
        """The drawing for the widget ``tthc_lanes``, or False before the receipt.

        Lengths are working hours of the center since the receipt, so that nights and
        holidays take no room and each share is as long as the work was.

        :return: dict for JSON (see ``tthc_base/static/src/lanes``)
        """
        self.ensure_one()
        if not (self.received_at and self.step_ids):
            return False
        moment = self.resolved_at or self.ended_at or now()
        steps = self.step_ids.sorted(lambda step: (step.sequence, step.id))
        marks = [self._mark(self.due, self.env._("Citizen's date"))]
        if self.state in ("received", "processing", "supplement", "fee_wait"):
            marks.append(self._mark(moment, self.env._("Now")))
        bars = self._bars(steps, moment)
        end = max([1, *(bar["to"] for bar in bars), *(m["at"] for m in marks if m)])
        return {
            "axis": self.env._(
                "Working time of %(center)s since the receipt; %(sum)s.",
                center=self.center_id.display_name,
                sum=self._sum_of_shares(steps, moment),
            ),
            "lanes": self._lanes(steps),
            "bars": bars,
            "marks": [mark for mark in marks if mark],
            "ticks": self._day_ticks(end),
        }

    def _lanes(self, steps):
        agencies = steps.agency_id
        return [{"key": agency.id, "label": agency.display_name} for agency in agencies]

    def _hours_since_receipt(self, moment):
        calendar = self.center_id.resource_calendar_id
        return calendar.tthc_time_left(self.received_at, moment) / HOUR

    def _mark(self, moment, words):
        if not moment:
            return None
        return {
            "at": max(0, self._hours_since_receipt(moment)),
            "label": f"{words}: {self._local_label(moment)}",
        }

    def _bars(self, steps, moment):
        """One bar a step; what has not begun stands where it would come next.

        :param steps: ``tthc.dossier.step`` in order
        :param moment: until when what runs is drawn, naive UTC
        """
        bars, at, group_end, sequence = [], 0, 0, None
        for step in steps:
            if step.sequence != sequence:
                at, sequence = group_end, step.sequence
            start, end = self._span(step, moment, at)
            group_end = max(group_end, end)
            bars.append(
                {
                    "lane": step.agency_id.id,
                    "from": start,
                    "to": end,
                    "title": step.name,
                    "label": step._span_label(end - start),
                    "end": self._end_label(step),
                    "state": step._bar_state(moment),
                    "warnings": self._bar_warnings(step),
                }
            )
        return bars

    def _span(self, step, moment, at):
        """From and to of a bar, in working hours since the receipt."""
        if not step.started_at:
            return at, at + self._planned_hours(step)
        start = self._hours_since_receipt(step.started_at)
        until = step.done_at or max(moment, step.started_at)
        return start, max(start, self._hours_since_receipt(until))

    def _planned_hours(self, step):
        """How long a step may take that has not begun, in working hours."""
        if not step.limit_unit:
            return 0
        calendar = self.center_id.resource_calendar_id
        due = calendar.tthc_due(self.received_at, step.limit_value, step.limit_unit)
        return calendar.tthc_time_left(self.received_at, due.at) / HOUR

    def _end_label(self, step):
        moment = step.done_at or step.due
        return f"{self.center_id._local(moment):%d/%m}" if moment else ""

    def _bar_warnings(self, step):
        if step.state == "waiting" and step.pass_asked_at:
            return [self._step_holder(step)]
        return []

    def _sum_of_shares(self, steps, moment):
        """How much working time each agency has used, and all of them together.

        Steps side by side count for each agency, in the whole only once.
        """
        shares = []
        for agency in steps.agency_id:
            own = steps.filtered(lambda step, agency=agency: step.agency_id == agency)
            shares.append((agency.display_name, self._used_hours(own, moment)))
        whole = self._used_hours(steps, moment)
        parts = "; ".join(f"{name} {self._hours_label(used)}" for name, used in shares)
        return self.env._(
            "%(whole)s used: %(parts)s", whole=self._hours_label(whole), parts=parts
        )

    def _used_hours(self, steps, moment):
        """Working hours in which at least one of the steps was open."""
        used, reached = 0, 0
        begun = steps.filtered("started_at").sorted("started_at")
        for step in begun:
            start, end = self._span(step, moment, 0)
            used += max(0, end - max(start, reached))
            reached = max(reached, end)
        return used

    def _hours_label(self, hours):
        """Working time in words, in the days of the center."""
        per_day = self.center_id.resource_calendar_id.hours_per_day or 8
        days, rest = divmod(round(hours * 60), round(per_day * 60))
        hours, minutes = divmod(rest, 60)
        parts = []
        if days:
            parts.append(self.env._("%(n)d d", n=days))
        if hours:
            parts.append(self.env._("%(n)d h", n=hours))
        if not days and minutes:
            parts.append(self.env._("%(n)d min", n=minutes))
        return " ".join(parts) or self.env._("0 min")

    def _day_ticks(self, end):
        """Working days under the axis, a few of them."""
        per_day = self.center_id.resource_calendar_id.hours_per_day or 8
        days = int(end // per_day)
        every = max(1, -(-days // TICKS))
        return [
            {
                "at": number * per_day,
                "label": self.env._("day %(n)d", n=number) if number else "0",
            }
            for number in range(0, days + 1, every)
        ]
