from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from odoo import api, models

#: How many days before a promised day, or from now on, a round is looked for.
LOOK_DAYS = 14


@dataclass(frozen=True, slots=True)
class Visit:
    """One stop of a round at an agency, as it is planned; all instants naive UTC."""

    route_id: int
    route: str
    round_id: int
    stop_at: datetime
    back_at: datetime
    closes_at: datetime
    #: The courier has left: nothing more is loaded at the center.
    left: bool


class TthcRiskRound(models.AbstractModel):
    """Which round of the courier can still save a dossier.

    Rounds of the next days are made from the plan a few days ahead; further off the
    plan itself is asked. One reading of plan and rounds serves a whole batch.
    """

    _name = "tthc.risk.round"
    _description = "Rounds that can save a dossier"

    @api.model
    def _timetable(self, centers, moment):
        """Read the plan of centers and what became of it, once for a batch.

        :param centers: ``tthc.center``
        :param moment: naive UTC; rounds of earlier days are not looked at
        :return: :class:`Timetable`
        """
        # sudo: hours of the rounds, which no rule of a dossier's reader covers
        routes = self.env["tthc.courier.route"].sudo()
        routes = routes.search([("center_id", "in", centers.ids)])
        # sudo: as above
        rounds = self.env["tthc.courier.round"].sudo()
        rounds = rounds.search(
            [
                ("route_id", "in", routes.ids),
                ("date", ">=", moment.date() - timedelta(days=1)),
            ]
        )
        return Timetable(routes, rounds)


class Timetable:
    """Stops of the rounds of some centers, by day, as far as somebody asks."""

    def __init__(self, routes, rounds):
        self._routes = defaultdict(list)
        self._served = set()
        for route in routes:
            self._routes[route.center_id].append(route)
            for stop in route.stop_ids:
                self._served.add((route.center_id, stop.agency_id))
        self._rounds = {(run.route_id, run.date): run for run in rounds}
        self._days = {}
        self._answers = {}

    def serves(self, center, agency):
        """Tell whether any route of a center stops at an agency."""
        return (center, agency) in self._served

    def last(self, center, agency, due, moment):
        """The last stop whose round is back at the center by a due date.

        :param due: naive UTC
        :param moment: naive UTC; days before it are not looked at
        :return: :class:`Visit`, perhaps of earlier today; None where none is left
        """
        key = (center, agency, due, center._local_day(moment))
        if key not in self._answers:
            self._answers[key] = self._find_last(center, agency, due, moment)
        return self._answers[key]

    def _find_last(self, center, agency, due, moment):
        day, first = center._local_day(due), center._local_day(moment)
        first = max(first, day - timedelta(days=LOOK_DAYS))
        while day >= first:
            visits = [
                visit
                for visit in self._visits(center, agency, day)
                if visit.back_at <= due
            ]
            if visits:
                return max(visits, key=lambda visit: visit.stop_at)
            day -= timedelta(days=1)
        return None

    def next(self, center, agency, moment):
        """The next stop for which the center still loads.

        :param moment: naive UTC
        :return: :class:`Visit`, or None within the next two weeks
        """
        key = (center, agency, moment)
        if key not in self._answers:
            self._answers[key] = self._find_next(center, agency, moment)
        return self._answers[key]

    def _find_next(self, center, agency, moment):
        day = center._local_day(moment)
        for offset in range(LOOK_DAYS):
            visits = [
                visit
                for visit in self._visits(center, agency, day + timedelta(days=offset))
                if visit.closes_at >= moment and not visit.left
            ]
            if visits:
                return min(visits, key=lambda visit: visit.stop_at)
        return None

    def _visits(self, center, agency, day):
        return [
            visit
            for route in self._routes[center]
            for visit in self._of_route(route, day).get(agency, ())
        ]

    def _of_route(self, route, day):
        """Stops of a route on a day, as made or else as planned: agency → visits."""
        if (route, day) not in self._days:
            run = self._rounds.get((route, day))
            self._days[route, day] = (
                self._made(run) if run else self._planned(route, day)
            )
        return self._days[route, day]

    def _made(self, run):
        if run.state in ("done", "cancelled"):
            return {}
        stops = run.stop_ids.sorted("planned_at")
        back = run.return_at or stops[-1:].planned_at
        return self._by_agency(
            (stop.agency_id, self._visit(run.route_id, run, stop.planned_at, back))
            for stop in stops
            if stop.state == "planned"
        )

    def _planned(self, route, day):
        begun = route.valid_from <= day
        ended = route.valid_to and route.valid_to <= day
        if not begun or ended or not route._runs_on(day):
            return {}
        stops = route.stop_ids.sorted("arrival")
        back = route._moment(day, route.return_at or stops[-1:].arrival)
        closes = route._moment(day, route.loading_cutoff or route.departure)
        return self._by_agency(
            (
                stop.agency_id,
                Visit(
                    route_id=route.id,
                    route=route.code,
                    round_id=0,
                    stop_at=route._moment(day, stop.arrival),
                    back_at=back,
                    closes_at=closes,
                    left=False,
                ),
            )
            for stop in stops
        )

    @staticmethod
    def _visit(route, run, stop_at, back):
        return Visit(
            route_id=route.id,
            route=route.code,
            round_id=run.id,
            stop_at=stop_at,
            back_at=back,
            closes_at=run.cutoff_at,
            left=run.state == "under_way",
        )

    @staticmethod
    def _by_agency(pairs):
        visits = defaultdict(list)
        for agency, visit in pairs:
            visits[agency].append(visit)
        return visits
