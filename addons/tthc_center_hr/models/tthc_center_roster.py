from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from ..tools.coverage import Coverage, Gap, Person, Shift
from .tthc_roster_shift import DAY_FORMAT

#: A plan reaches so many days at most: a typing error in a year makes no million rows.
LONGEST = 370


class TthcCenterRoster(models.AbstractModel):
    """The roster of a center: a week as a grid, and who is missing in it."""

    _name = "tthc.center.roster"
    _description = "Roster of a center"

    coverage_days = fields.Integer(
        string="Look ahead (days)",
        default=14,
        help="So many days ahead a counter without anybody is told to the manager.",
    )

    # -- the plan as values -----------------------------------------------------

    def _coverage(self, first, last):
        """The plan of a span of days, with what is absent and who is in post.

        :param first: ``datetime.date`` at the center
        :param last: ``datetime.date``, counted in
        :return: :class:`Coverage`; the query count does not grow with the span
        :raise UserError: for more than about a year
        """
        self.ensure_one()
        if (last - first).days > LONGEST:
            raise UserError(self.env._("A roster is planned for a year at most."))
        # sudo: the sheet behind a person tells two assignments of one person apart;
        # no value of it leaves this method but its id
        env = self.sudo().env
        assignments = env["tthc.assignment"].search(
            env["tthc.assignment"]._in_post_between_domain(first, last)
            & Domain("center_id", "=", self.id)
        )
        absences = env["tthc.absence"].search(
            [
                ("center_id", "=", self.id),
                ("state", "=", "approved"),
                ("date_from", "<=", last),
                ("date_to", ">=", first),
            ]
        )
        # sudo: as above, the sheet behind a person
        shifts = self._shifts(first, last).sudo()
        return Coverage(
            self.resource_calendar_id.tthc_half_days(first, last),
            [counter._as_desk() for counter in self._desks()],
            [_as_person(assignment) for assignment in assignments],
            absences._as_away(),
            [
                Shift(
                    shift.counter_id.id,
                    shift._slot(),
                    shift.assignment_id.id,
                    shift.staff_id.id,
                    away=not shift.is_served,
                )
                for shift in shifts
            ],
        )

    def _desks(self):
        """The counters that must not be empty, in the order of the hall."""
        return self.counter_ids.sorted("code")

    def _shifts(self, first, last):
        return self.env["tthc.roster.shift"].search(
            [
                ("center_id", "=", self.id),
                ("day", ">=", first),
                ("day", "<=", last),
            ]
        )

    # -- what the grid asks -----------------------------------------------------

    @api.readonly
    @api.model
    def roster_centers(self):
        """The centers whose roster the user may see.

        :return: list of ``{"id", "name"}``, the own one first
        """
        self._check_roster_reader()
        user = self.env.user
        domain = Domain("counter_ids", "!=", False)
        if not self._sees_all_rosters():
            domain &= Domain("id", "in", user.tthc_center_id.ids)
        centers = self.search(domain)
        centers = centers.sorted(lambda center: center != user.tthc_center_id)
        return [{"id": center.id, "name": center.display_name} for center in centers]

    @api.readonly
    def roster_week(self, day):
        """A week of the roster, as the grid and the printed page show it.

        :param day: any day of the week, ``YYYY-MM-DD`` at the center
        :return: dict: ``monday``, ``days`` (date, label, halves), ``rows`` (counters
            with ``cells`` by slot), ``gaps``, ``can_write``
        :raise AccessError: for another center's staff
        """
        self.ensure_one()
        self._check_roster_reader()
        monday = self._monday_of(day)
        last = monday + timedelta(days=6)
        coverage = self._coverage(monday, last)
        is_empty = not any(map(coverage.is_planned, coverage.slots))
        # half-days that are not planned yet are judged as they would be planned
        coverage.fill()
        gaps = coverage.gaps()
        proposals = coverage.propose(gaps)
        return {
            "center": {"id": self.id, "name": self.display_name},
            "monday": fields.Date.to_string(monday),
            "today": fields.Date.to_string(today(VIETNAM)),
            "days": self._week_days(monday, coverage.slots),
            "rows": self._week_rows(monday, last, coverage, gaps),
            "gaps": [self._gap_values(gap, proposals.get(gap)) for gap in gaps],
            "is_empty": is_empty,
            "can_write": self._may_plan(),
        }

    def _week_days(self, monday, slots):
        days = []
        for number in range(7):
            day = monday + timedelta(days=number)
            halves = [half for date, half in slots if date == day]
            if number < 5 or halves:
                days.append(
                    {
                        "date": fields.Date.to_string(day),
                        "label": _day_label(day),
                        "halves": halves,
                    }
                )
        return days

    def _week_rows(self, monday, last, coverage, gaps):
        people = defaultdict(list)
        for shift in self._shifts(monday, last):
            key = _slot_key(shift._slot())
            people[shift.counter_id.id, key].append(shift._cell_values())
        missing = defaultdict(list)
        for gap in gaps:
            missing[gap.desk, _slot_key(gap.slot)].append(gap.sector)
        sectors = self.counter_ids.sector_ids
        names = dict(zip(sectors.ids, sectors.mapped("name"), strict=True))
        rows = []
        for counter in self._desks():
            cells = {}
            for slot in coverage.slots:
                key = _slot_key(slot)
                lacking = missing[counter.id, key]
                cells[key] = {
                    "people": people[counter.id, key],
                    "is_empty": None in lacking,
                    "sectors": [names[sector] for sector in lacking if sector],
                }
            rows.append(
                {
                    "id": counter.id,
                    "code": counter.code,
                    "name": counter.name,
                    "agencies": ", ".join(counter.agency_ids.mapped("display_name")),
                    "cells": cells,
                }
            )
        return rows

    def _gap_values(self, gap, person):
        """A gap in words, with who could step in."""
        counter = self.env["tthc.counter"].browse(gap.desk)
        sector = self.env["tthc.sector"].browse(gap.sector or [])
        # sudo: the name of a colleague of the center, printed on the roster anyway
        people = self.env["tthc.assignment"].sudo()
        proposal = people.browse(person.id if person else [])
        return {
            "counter_id": counter.id,
            "counter": counter.display_name,
            "slot": _slot_key(gap.slot),
            "date": fields.Date.to_string(gap.slot[0]),
            "label": _day_label(gap.slot[0]),
            "half": gap.slot[1],
            "sector": sector.name or "",
            "sector_id": sector.id,
            "proposal_id": proposal.id,
            "proposal": proposal.name or "",
        }

    @api.readonly
    def roster_candidates(self, counter_id, day, half):
        """Who could serve a counter on a half-day, the best first.

        :param counter_id: id of a counter of the center
        :param day: ``YYYY-MM-DD`` at the center
        :param half: ``am`` or ``pm``
        :return: list of ``{"id", "name", "role", "agency"}`` of assignments
        :raise AccessError: for whoever does not plan the center's roster
        """
        self._check_may_plan()
        counter = self._own_counter(counter_id)
        day = self._as_day(day)
        coverage = self._coverage(day, day)
        found = coverage.candidates(Gap((day, half), counter.id))
        # sudo: names and roles of the colleagues whom the manager plans
        assignments = self.env["tthc.assignment"].sudo()
        roles = dict(assignments._fields["role"]._description_selection(self.env))
        return [
            {
                "id": assignment.id,
                "name": assignment.name,
                "role": roles[assignment.role],
                "agency": assignment.agency_id.display_name,
            }
            for assignment in assignments.browse([person.id for person in found])
        ]

    def roster_fill(self, day):
        """Plan the week from the assignments, where nothing is planned yet.

        :param day: any day of the week, ``YYYY-MM-DD`` at the center
        :return: how many half-days were planned
        :raise AccessError: for whoever does not plan the center's roster
        :raise UserError: for a week that is over
        """
        self._check_may_plan()
        monday = self._monday_of(day)
        last = monday + timedelta(days=6)
        first = max(monday, today(VIETNAM))
        if first > last:
            raise UserError(self.env._("This week is over: it can't be planned now."))
        return len(self._roster_fill(first, last))

    def _roster_fill(self, first, last):
        """Plan the days without any plan.

        :param first: ``datetime.date`` at the center
        :param last: ``datetime.date``, counted in
        :return: the new ``tthc.roster.shift``
        """
        self.ensure_one()
        self._lock_roster()
        return self.env["tthc.roster.shift"].create(
            [
                {
                    "counter_id": shift.desk,
                    "day": shift.slot[0],
                    "half": shift.slot[1],
                    "assignment_id": shift.person,
                }
                for shift in self._coverage(first, last).fill()
            ]
        )

    def _lock_roster(self):
        """Hold the plan of the center: two who fill a week at once make it once."""
        # sudo: a lock, nothing is written
        self.sudo().lock_for_update()

    def roster_put(self, counter_id, day, half, assignment_id):
        """Plan somebody at a counter for a half-day.

        :param counter_id: id of a counter of the center
        :param day: ``YYYY-MM-DD`` at the center
        :param half: ``am`` or ``pm``
        :param assignment_id: id of an assignment in post at the center
        :raise AccessError: for whoever does not plan the center's roster
        :raise UserError: for somebody who is absent or at another counter then
        """
        self._check_may_plan()
        counter = self._own_counter(counter_id)
        day = self._as_day(day)
        person = self.env["tthc.assignment"].browse(int(assignment_id)).exists()
        self._lock_roster()
        coverage = self._coverage(day, day)
        if (day, half) not in coverage.slots:
            raise UserError(self.env._("The center is closed on that half-day."))
        # sudo: the sheet behind the person, to find the absence
        if coverage.is_away(person.sudo().staff_id.id, (day, half)):
            raise UserError(
                self.env._(
                    "%(person)s is absent on %(day)s.",
                    person=person.name,
                    day=day.strftime(DAY_FORMAT),
                )
            )
        shifts = self._shifts(day, day).filtered(lambda shift: shift.half == half)
        elsewhere = shifts.filtered(lambda shift: shift.assignment_id == person)
        absent = shifts.filtered(
            lambda shift: shift.counter_id == counter and not shift.is_served
        )
        elsewhere.unlink()
        self.env["tthc.roster.shift"].create(
            {
                "counter_id": counter.id,
                "day": day,
                "half": half,
                "assignment_id": person.id,
                "stands_in_id": absent[:1].id,
            }
        )

    def roster_take_out(self, shift_ids):
        """Take people out of the plan.

        :param shift_ids: ids of shifts of the center
        :raise AccessError: for whoever does not plan the center's roster
        """
        self._check_may_plan()
        shifts = self.env["tthc.roster.shift"].browse(shift_ids).exists()
        shifts.filtered(lambda shift: shift.center_id == self).unlink()

    def roster_cover(self, day):
        """Plan the proposed substitutes of a week.

        :param day: any day of the week, ``YYYY-MM-DD`` at the center
        :return: how many gaps were closed
        :raise AccessError: for whoever does not plan the center's roster
        """
        self._check_may_plan()
        last = self._monday_of(day) + timedelta(days=6)
        first = max(self._monday_of(day), today(VIETNAM))
        self._roster_fill(first, last)
        coverage = self._coverage(first, last)
        proposals = coverage.propose(coverage.gaps())
        for gap, person in proposals.items():
            self.roster_put(gap.desk, gap.slot[0], gap.slot[1], person.id)
        return len(proposals)

    def roster_print(self, day):
        """The week as a sheet of paper.

        :param day: any day of the week, ``YYYY-MM-DD`` at the center
        :return: the action that prints
        :raise AccessError: for another center's staff
        """
        self.ensure_one()
        self._check_roster_reader()
        sheet = self.env["tthc.roster.sheet"].create(
            {"center_id": self.id, "monday": self._monday_of(day)}
        )
        report = self.env.ref("tthc_center_hr.action_report_roster")
        return report.report_action(sheet, config=False)

    # -- who may ----------------------------------------------------------------

    def _sees_all_rosters(self):
        return self.env.su or any(
            self.env.user.has_group(f"tthc_base.group_{role}")
            for role in ("hr_logistics", "inspector")
        )

    def _check_roster_reader(self):
        """Refuse whoever neither works at the center nor oversees it.

        :raise AccessError: names nothing but the rule
        """
        user = self.env.user
        if self._sees_all_rosters() or (
            user.has_group("tthc_base.group_staff") and self <= user.tthc_center_id
        ):
            return
        raise AccessError(self.env._("You see the roster of your own center only."))

    def _may_plan(self):
        user = self.env.user
        return (
            self.env.su
            or user.has_group("tthc_base.group_hr_logistics")
            or (
                user.has_group("tthc_base.group_center_manager")
                and self == user.tthc_center_id
            )
        )

    def _check_may_plan(self):
        """Refuse whoever does not plan the roster.

        :raise AccessError: for everybody but HR and the manager of the center
        """
        self.ensure_one()
        if not self._may_plan():
            raise AccessError(
                self.env._("The roster is planned by the manager of the center or HR.")
            )

    def _own_counter(self, counter_id):
        counter = self.counter_ids.filtered(lambda desk: desk.id == counter_id)
        if not counter:
            raise UserError(self.env._("This counter belongs to another center."))
        return counter

    def _as_day(self, day):
        """A day that a page sent.

        :raise UserError: for what is no date
        """
        try:
            return fields.Date.to_date(day)
        except ValueError as error:
            raise UserError(
                self.env._("“%(text)s” is not a date.", text=day)
            ) from error

    def _monday_of(self, day):
        day = self._as_day(day)
        return day - timedelta(days=day.weekday())


def _slot_key(slot):
    return f"{fields.Date.to_string(slot[0])}_{slot[1]}"


def _day_label(day):
    """A day in short, as “T2 02/03”."""
    name = "CN" if day.weekday() == 6 else f"T{day.weekday() + 2}"
    return f"{name} {day:%d/%m}"


def _as_person(assignment):
    """An assignment as a value of the tool of coverage."""
    return Person(
        assignment.id,
        assignment.staff_id.id,
        assignment.role,
        assignment.agency_id.id,
        tuple(assignment.counter_ids.sorted("code").ids),
        frozenset(assignment.sector_ids.ids),
        assignment.date_from,
        assignment.last_day or None,
    )
