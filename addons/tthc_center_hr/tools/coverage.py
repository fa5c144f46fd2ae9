"""Who serves which counter on which half-day, and who could step in.

Pure Python: no ORM, no "now". It gets counters, people, absences and the shifts that
are planned as values; it answers with the shifts that are still to be planned, the
counters and sectors that nobody serves, and the people who could serve them
(Decree 61/2018 Art 12.8: reception is never interrupted).

A slot is a pair (date, ``"am"`` or ``"pm"``); as tuples they are in order of time.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

#: Roles that serve a counter from day to day; a reserve only steps in.
SERVING = frozenset({"main", "center_staff"})


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter: whose dossiers it receives, and of which sectors."""

    id: int
    agencies: frozenset
    sectors: frozenset


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in post; ``id`` is the assignment, ``staff`` the person behind it."""

    id: int
    staff: int
    role: str
    agency: int
    desks: tuple
    sectors: frozenset
    first: date
    last: date | None

    def in_post(self, day):
        """Tell whether the assignment holds on a date."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Away:
    """An absence from one slot to another, both counted in."""

    staff: int
    first: tuple
    last: tuple


@dataclass(frozen=True, slots=True)
class Shift:
    """A person planned at a counter; ``away`` when the person will not be there."""

    desk: int
    slot: tuple
    person: int
    staff: int
    away: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A half-day on which nobody serves a counter, or a sector of a staffed one."""

    slot: tuple
    desk: int
    sector: int | None = None


class Coverage:
    """The plan of a span of slots."""

    def __init__(self, slots, desks, people, absences=(), shifts=()):
        """Keep the values; shifts and absences outside the slots do no harm.

        :param slots: worked half-days, in order of time
        :param desks: list of :class:`Desk` in the order of the hall
        :param people: list of :class:`Person`
        :param absences: list of :class:`Away`
        :param shifts: list of :class:`Shift`
        """
        self.slots = list(slots)
        self.desks = list(desks)
        self.people = list(people)
        self._by_id = {person.id: person for person in self.people}
        self._away = defaultdict(list)
        for absence in absences:
            self._away[absence.staff].append((absence.first, absence.last))
        self._present = defaultdict(list)
        self._busy = defaultdict(set)
        self._planned = set()
        self._load = defaultdict(int)
        for shift in shifts:
            self._add(shift)

    def _add(self, shift):
        self._planned.add(shift.slot)
        self._busy[shift.slot].add(shift.staff)
        if not shift.away:
            self._present[shift.slot, shift.desk].append(shift.person)
            self._load[shift.person] += 1

    def is_away(self, staff, slot):
        """Tell whether a person is absent on a half-day."""
        return any(first <= slot <= last for first, last in self._away[staff])

    def is_planned(self, slot):
        """Tell whether anything is planned on a half-day."""
        return slot in self._planned

    def fill(self, slots=None):
        """Plan the people in post at their counters where nothing is planned yet.

        Each counter gets one person first, those who can serve few counters before
        those who can serve many; who is left over sits at the first of the own ones.

        :param slots: half-days to fill; all without a plan unless told otherwise
        :return: list of :class:`Shift`, the new ones
        """
        if slots is None:
            slots = [slot for slot in self.slots if not self.is_planned(slot)]
        new = []
        for slot in slots:
            new += self._fill_slot(slot)
        return new

    def _fill_slot(self, slot):
        free = [
            person
            for person in self.people
            if person.role in SERVING and person.desks and self._is_free(person, slot)
        ]
        free.sort(key=lambda person: (len(person.desks), person.id))
        desks = {desk.id for desk in self.desks}
        empty = {desk for desk in desks if not self._present[slot, desk]}
        new = []
        for person in free:
            own = [desk for desk in person.desks if desk in desks]
            if not own or person.staff in self._busy[slot]:
                continue
            place = next((desk for desk in own if desk in empty), own[0])
            empty.discard(place)
            shift = Shift(place, slot, person.id, person.staff)
            self._add(shift)
            new.append(shift)
        return new

    def _is_free(self, person, slot):
        return (
            person.in_post(slot[0])
            and person.staff not in self._busy[slot]
            and not self.is_away(person.staff, slot)
        )

    def gaps(self):
        """Return what nobody serves, in order of time.

        A sector is missing where its counter is staffed, but by nobody who knows it;
        a person without sectors of the own knows those of the counter.

        :return: list of :class:`Gap`
        """
        return [gap for slot in self.slots for gap in self._gaps_of(slot)]

    def _gaps_of(self, slot):
        known = set()
        for desk in self.desks:
            for number in self._present[slot, desk.id]:
                person = self._by_id.get(number)
                known |= (person and person.sectors) or desk.sectors
        found = []
        for desk in self.desks:
            if not self._present[slot, desk.id]:
                found.append(Gap(slot, desk.id))
                continue
            found += [
                Gap(slot, desk.id, sector) for sector in sorted(desk.sectors - known)
            ]
        return found

    def candidates(self, gap):
        """Return who could step in at a gap, the best first.

        Reserves of an agency of the counter who know its sectors and are free; after
        them whoever else is in post for it and has no counter that half-day. Those
        who stood in least come first.

        :param gap: :class:`Gap`
        :return: list of :class:`Person`
        """
        desk = next(desk for desk in self.desks if desk.id == gap.desk)
        needed = {gap.sector} if gap.sector else desk.sectors
        found = [
            person
            for person in self.people
            if (person.role == "reserve" or person.role in SERVING)
            and (not desk.agencies or person.agency in desk.agencies)
            and (not person.sectors or needed <= person.sectors)
            and self._is_free(person, gap.slot)
        ]
        return sorted(
            found,
            key=lambda person: (
                person.role != "reserve",
                self._load[person.id],
                person.id,
            ),
        )

    def propose(self, gaps):
        """Return one substitute a gap, nobody at two counters at once.

        Who stands in already goes on, so that a counter sees one face a day.

        :param gaps: list of :class:`Gap`
        :return: dict of :class:`Gap` → :class:`Person`, without those that nobody fits
        """
        chosen = {}
        last = {}
        for gap in gaps:
            taken = {p.staff for g, p in chosen.items() if g.slot == gap.slot}
            fitting = [p for p in self.candidates(gap) if p.staff not in taken]
            if not fitting:
                continue
            same = last.get(gap.desk)
            chosen[gap] = last[gap.desk] = same if same in fitting else fitting[0]
        return chosen
