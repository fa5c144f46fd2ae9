from odoo import api, fields, models
from odoo.tools import groupby

from odoo.addons.tthc_base.tools.clock import now

#: States in which it is the citizen's turn: nobody here can be late.
CITIZEN_STATES = ("supplement", "fee_wait")
#: Working days of a week, to tell a limit in days as working time.
WORKDAYS = 5 / 7
DAYS_OF_MONTH = 30


class TthcRiskReckoning(models.AbstractModel):
    """Why a dossier will be late, or will not: a sum that anybody can check.

    What is left: working time up to the promised date, or up to the last round of the
    courier that brings the result to the center by then. What is needed: the usual
    working time of each step that is still to be done (half of them took no longer),
    less what the open one has used up; of steps side by side the longest counts, and
    a step that the procedure does not count is left out. All times are minutes of
    working time by the one engine.
    """

    _name = "tthc.risk.reckoning"
    _description = "Reckoning of the overdue risk"

    @api.model
    def _reckon(self, dossiers, moment=None):
        """Reckon the risk of open dossiers that have a due date; constant queries.

        :param dossiers: ``tthc.dossier``; others than open ones are left out
        :param moment: naive UTC, None for now
        :return: dict id of a dossier → dict of JSON values, see :meth:`_reckon_one`
        """
        moment = moment or now()
        # sudo: the sum is told whole to whoever reads the dossier
        dossiers = dossiers.sudo().filtered(
            lambda dossier: dossier.state in self._open_states() and dossier.due
        )
        steps = dossiers.step_ids.filtered(lambda step: step.state != "done")
        usual = self.env["tthc.step.usual"]._usual(steps)
        plan = self.env["tthc.risk.round"]._timetable(dossiers.center_id, moment)
        return {
            dossier.id: self._reckon_one(dossier, moment, usual, plan)
            for dossier in dossiers
        }

    @api.model
    def _open_states(self):
        return ("received", "processing", *CITIZEN_STATES)

    @api.model
    def _reckon_one(self, dossier, moment, usual, plan):
        """The sum of one dossier.

        :param moment: naive UTC
        :param usual: as ``tthc.step.usual._usual`` answers
        :param plan: ``Timetable`` of ``tthc.risk.round``
        :return: dict with ``level``, ``left`` (minutes), ``left_due`` (up to the
            promised date), ``needed`` and ``most`` (usual, and of nine in ten),
            ``slack``, ``round`` (dict or None), ``round_missed``, ``start`` (dict or
            None), ``lines`` and ``as_of``
        """
        # The clock stands still: what was left then is left now.
        stand = dossier.paused_at or moment
        calendar = dossier.center_id.resource_calendar_id
        left_due = calendar.tthc_working_minutes_between(stand, dossier.due)
        lines = self._lines(dossier, stand, usual)
        start = self._start(dossier, moment, plan)
        visit, missed = self._last_round(dossier, moment, plan)
        left = left_due
        if visit:
            left = min(
                left_due, calendar.tthc_working_minutes_between(moment, visit.stop_at)
            )
        elif missed:
            left = min(left_due, 0)
        waited = start["minutes"] if start else 0
        counted = [line for line in lines if line["counted"]]
        answer = {
            "as_of": fields.Datetime.to_string(moment),
            "left": left,
            "left_due": left_due,
            "needed": waited + sum(line["rest"] for line in counted),
            "most": waited + sum(line["rest_most"] for line in counted),
            "round": visit and self._visit_values(visit),
            "round_missed": missed,
            "start": start,
            "lines": lines,
        }
        answer["slack"] = answer["left"] - answer["needed"]
        answer["level"] = self._level(dossier, moment, answer)
        return answer

    @api.model
    def _level(self, dossier, moment, sums):
        if dossier._is_late_at(moment):
            return "late"
        if dossier.state in CITIZEN_STATES:
            return "waiting"
        if sums["slack"] < 0:
            return "will_be_late"
        overrun = any(line["overrun"] for line in sums["lines"])
        if overrun or sums["left"] < sums["most"]:
            return "tight"
        return "fine"

    # -- rounds -----------------------------------------------------------------

    @api.model
    def _last_round(self, dossier, moment, plan):
        """The last round that brings the result to the center by the promised date.

        :return: pair of the stop, or None, and whether none is left though the result
            has to travel
        """
        agency = self._last_agency(dossier)
        center = dossier.center_id
        # No round saves what is late; nobody knows what becomes of the date while the
        # clock stands still; a result that goes out online waits for no courier.
        late = dossier._is_late_at(moment)
        free = late or dossier.paused_at or dossier.result_channel == "online"
        if free or not agency or not plan.serves(center, agency):
            return None, False
        visit = plan.last(center, agency, dossier.due, moment)
        missed = not visit or visit.stop_at < moment
        return (None if missed else visit), missed

    @api.model
    def _last_agency(self, dossier):
        """Who has the last word, and so the result."""
        last = dossier.step_ids.filtered(lambda step: step.state != "done")[-1:]
        return last.agency_id or dossier.agency_id

    @api.model
    def _start(self, dossier, moment, plan):
        """The way of a file that still lies at the counter to its first agency.

        :return: dict with ``minutes`` of working time and the round, or None
        """
        if dossier.state != "received":
            return None
        center = dossier.center_id
        agency = dossier.step_ids[:1].agency_id
        visit = plan.next(center, agency, moment) if agency else None
        if not visit:
            return None
        calendar = center.resource_calendar_id
        minutes = calendar.tthc_working_minutes_between(moment, visit.stop_at)
        return {"minutes": max(minutes, 0), **self._visit_values(visit)}

    @api.model
    def _visit_values(self, visit):
        return {
            "route_id": visit.route_id,
            "route": visit.route,
            "round_id": visit.round_id,
            "at": fields.Datetime.to_string(visit.stop_at),
            "back": fields.Datetime.to_string(visit.back_at),
        }

    # -- steps ------------------------------------------------------------------

    @api.model
    def _lines(self, dossier, stand, usual):
        """A line for each step that is still to be done, in order.

        :param stand: until when the clock ran, naive UTC
        """
        steps = dossier.step_ids.filtered(lambda step: step.state != "done")
        lines = []
        for _sequence, together in groupby(steps, lambda step: step.sequence):
            stage = [self._line(dossier, step, stand, usual) for step in together]
            self._count_longest(stage)
            lines += stage
        return lines

    @api.model
    def _count_longest(self, stage):
        """Of steps side by side only the longest one takes time from the date."""
        counting = [line for line in stage if not line["excluded"]]
        if counting:
            longest = max(counting, key=lambda line: (line["rest"], line["rest_most"]))
            longest["counted"] = True
            longest["rest_most"] = max(line["rest_most"] for line in counting)

    @api.model
    def _line(self, dossier, step, stand, usual):
        known = usual.get(step)
        line = {
            "step_id": step.id,
            "name": step.name,
            "agency": step.agency_id.display_name,
            "active": step.state == "active",
            "sample": known.sample if known else 0,
            "spent": 0,
            "excluded": step.step_id.excluded_from_clock,
            "counted": False,
            "overrun": False,
        }
        if step.state == "active":
            line["spent"] = self._spent(dossier, step, stand)
        if not known:
            return {**line, **self._planned(dossier, step, stand)}
        median, most = known.median_minutes, known.p90_minutes
        rest, rest_most = median - line["spent"], most - line["spent"]
        return {
            **line,
            "source": "usual" if known.procedure_id else "sector",
            "usual": median,
            "most": most,
            # Who has taken longer than half of all is measured by nine in ten.
            "rest": max(rest if rest > 0 else rest_most, 0),
            "rest_most": max(rest_most, 0),
            "overrun": rest_most <= 0,
        }

    @api.model
    def _spent(self, dossier, step, stand):
        """Working minutes that an open step has taken, pauses not counted."""
        between = dossier.center_id.resource_calendar_id.tthc_working_minutes_between
        pauses = sum(
            between(max(pause.started_at, step.started_at), min(pause.ended_at, stand))
            for pause in dossier.pause_ids
            if pause.effect != "none"
            and pause.step_id != step
            and pause.ended_at
            and step.started_at < pause.ended_at
        )
        return max(between(step.started_at, stand) - pauses, 0)

    @api.model
    def _planned(self, dossier, step, stand):
        """What the plan gives a step of which too few have been done to know better."""
        calendar = dossier.center_id.resource_calendar_id
        if step.state == "active" and step.due:
            rest = calendar.tthc_working_minutes_between(stand, step.due)
            limit = rest + calendar.tthc_working_minutes_between(step.started_at, stand)
        else:
            limit = rest = self._limit_minutes(calendar, step)
        return {
            "source": "planned" if limit else "unknown",
            "usual": limit,
            "most": limit,
            "rest": max(rest, 0),
            "rest_most": max(rest, 0),
            "overrun": rest < 0,
        }

    @api.model
    def _limit_minutes(self, calendar, step):
        """The limit of a step as working minutes; of days those that are worked."""
        a_day = calendar.hours_per_day * 60
        size = {
            "minute": 1,
            "hour": 60,
            "half_day": a_day / 2,
            "same_day": a_day,
            "working_day": a_day,
            "day": a_day * WORKDAYS,
            "month": a_day * WORKDAYS * DAYS_OF_MONTH,
        }.get(step.limit_unit, 0)
        amount = 1 if step.limit_unit == "same_day" else step.limit_value
        return round(size * amount)
