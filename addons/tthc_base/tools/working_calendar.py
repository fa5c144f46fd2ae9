"""The working time of one place, compiled for quick counting.

Weekly sessions and dated exceptions (holidays, swapped days, make-up days) go in as
values; nothing here knows the ORM, the clock or a time zone. Every instant is local
to the place and naive, with a resolution of one second: a fraction is dropped.

Working days and working seconds before a date are counted by arithmetic on the weekly
pattern, corrected by running totals over the exceptions (bisect). So a question costs
the same for a limit of one day and for one of ten years, and no year is out of reach.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise
from types import MappingProxyType

DAY_SECONDS = 86_400
LAST_ORDINAL = date.max.toordinal()


class NoWorkingTimeError(ValueError):
    """The calendar holds too little working time to answer the question."""


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """One uninterrupted stretch of work within a day.

    ``start`` and ``end`` are seconds since local midnight; the start belongs to the
    session, the end does not (a receipt at 11:30:00 sharp comes after the morning).
    """

    start: int
    end: int

    def __post_init__(self):
        if not 0 <= self.start < self.end <= DAY_SECONDS:
            raise ValueError(f"A session cannot last from {self.start} to {self.end} s")

    @classmethod
    def from_hours(cls, start: float, end: float) -> "Session":
        """Return the session between two hours of the day, as in ``7.0, 11.5``."""
        return cls(round(start * 3600), round(end * 3600))


@dataclass(frozen=True, slots=True)
class ExceptionDay:
    """A date that does not follow the week.

    Without sessions it is a day off; with sessions it is worked by these, whatever
    weekday it is (a make-up Saturday has the sessions of the weekday it replaces).
    ``replaces`` is the date that these sessions are those of.
    """

    day: date
    kind: str
    name: str
    sessions: tuple[Session, ...] = ()
    replaces: date | None = None

    def __post_init__(self):
        object.__setattr__(self, "sessions", _in_order(self.sessions))


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Weekly sessions and exceptions of a place, immutable and ready to be counted.

    ``pattern`` holds the sessions of each day from Monday on, for one week or for two
    (the first week is then the one that contains Monday 1 January of the year 1, as
    in Odoo's two-week calendars). ``exceptions`` may come in any order, one a date.
    """

    pattern: tuple[tuple[Session, ...], ...]
    exceptions: tuple[ExceptionDay, ...] = ()
    _ordinals: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _by_day: Mapping[date, ExceptionDay] = field(init=False, repr=False, compare=False)
    _week_days: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _week_seconds: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _extra_days: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _extra_seconds: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        if len(self.pattern) not in (7, 14):
            raise ValueError("The weekly pattern needs the sessions of 7 or 14 days")
        pattern = tuple(_in_order(sessions) for sessions in self.pattern)
        exceptions = tuple(sorted(self.exceptions, key=lambda item: item.day))
        by_day = {item.day: item for item in exceptions}
        if len(by_day) != len(exceptions):
            raise ValueError("A date can have only one exception")
        self._set("pattern", pattern)
        self._set("exceptions", exceptions)
        self._set("_by_day", MappingProxyType(by_day))
        self._set("_ordinals", tuple(item.day.toordinal() for item in exceptions))
        self._set("_week_days", _running_total(map(bool, pattern)))
        self._set("_week_seconds", _running_total(map(_seconds, pattern)))
        usual = [self.usual_sessions(item.day) for item in exceptions]
        worked = [item.sessions for item in exceptions]
        self._set("_extra_days", _running_total(map(_day_change, worked, usual)))
        self._set("_extra_seconds", _running_total(map(_time_change, worked, usual)))

    def _set(self, name, value):
        # the dataclass is frozen: its own initialisation writes past the guard
        object.__setattr__(self, name, value)

    # -- days -------------------------------------------------------------------

    def usual_sessions(self, day: date) -> tuple[Session, ...]:
        """Return the sessions that the week gives to a date, exceptions left out."""
        return self.pattern[(day.toordinal() - 1) % len(self.pattern)]

    def sessions_on(self, day: date) -> tuple[Session, ...]:
        """Return the sessions worked on a date, in order; none on a day off."""
        exception = self._by_day.get(day)
        return self.usual_sessions(day) if exception is None else exception.sessions

    def exception_on(self, day: date) -> ExceptionDay | None:
        """Return the exception of a date, or None when the date follows the week."""
        return self._by_day.get(day)

    def exceptions_within(self, after: date, until: date) -> tuple[ExceptionDay, ...]:
        """Return the exceptions with ``after < day <= until``, in order."""
        low = bisect_right(self._ordinals, after.toordinal())
        high = bisect_right(self._ordinals, until.toordinal())
        return self.exceptions[low:high]

    def is_working_day(self, day: date) -> bool:
        """Tell whether any session is worked on a date."""
        return bool(self.sessions_on(day))

    def working_days_within(self, after: date, until: date) -> int:
        """Count the working days d with ``after < d <= until`` (0 if none)."""
        low, high = after.toordinal() + 1, until.toordinal() + 1
        return max(0, self._days_before(high) - self._days_before(low))

    def working_day_after(self, day: date, count: int = 1) -> date:
        """Return the ``count``-th working day after a date; the date itself for 0.

        Raise NoWorkingTimeError when the calendar has no such day.
        """
        if not count:
            return day
        low = day.toordinal() + 1
        return self._find(self._days_before, self._days_before(low) + count, low)

    def working_day_from(self, day: date) -> date:
        """Return the date itself if it is worked, else the next working day."""
        return day if self.is_working_day(day) else self.working_day_after(day)

    def previous_working_day(self, day: date) -> date:
        """Return the last working day strictly before a date.

        Raise NoWorkingTimeError when no working day comes before it.
        """
        count = self._days_before(day.toordinal())
        if not count:
            raise NoWorkingTimeError(f"No working day comes before {day}")
        return self._find(self._days_before, count, 1)

    # -- instants ---------------------------------------------------------------

    def opening(self, day: date) -> datetime:
        """Return the instant at which the first session of a working day starts."""
        return at_second(day, self.sessions_on(day)[0].start)

    def closing(self, day: date) -> datetime:
        """Return the instant at which the last session of a working day ends."""
        return at_second(day, self.sessions_on(day)[-1].end)

    def next_opening(self, instant: datetime) -> datetime:
        """Return the instant itself within a session, else the start of the next one.

        Raise NoWorkingTimeError when no session follows.
        """
        day, second = split(instant)
        for session in self.sessions_on(day):
            if second < session.end:
                return at_second(day, max(second, session.start))
        return self.opening(self.working_day_after(day))

    def working_seconds_before(self, instant: datetime) -> int:
        """Count the working seconds of all dates up to an instant.

        Only the difference of two such counts has a meaning.
        """
        day, second = split(instant)
        return self._seconds_before(day.toordinal()) + sum(
            min(second, session.end) - session.start
            for session in self.sessions_on(day)
            if session.start < second
        )

    def working_time_between(self, first: datetime, second: datetime) -> timedelta:
        """Return the working time from one instant to another, negative backwards."""
        return timedelta(
            seconds=self.working_seconds_before(second)
            - self.working_seconds_before(first)
        )

    def working_minutes_between(self, first: datetime, second: datetime) -> int:
        """Return the whole working minutes between two instants, negative backwards."""
        seconds = int(self.working_time_between(first, second).total_seconds())
        return seconds // 60 if seconds >= 0 else -(-seconds // 60)

    def add_working_time(self, start: datetime, duration: timedelta) -> datetime:
        """Return the instant at which a duration of working time is used up.

        It is the earliest such instant: at the end of a session, not at the start of
        the next one. A start outside working time counts as the next opening, which
        is also the answer for no duration at all.
        :param duration: working time, not negative; a fraction of a second is dropped
        """
        seconds = int(duration.total_seconds())
        if seconds < 0:
            raise ValueError("Working time cannot be added backwards")
        begin = self.next_opening(start)
        if not seconds:
            return begin
        wanted = self.working_seconds_before(begin) + seconds
        day = self._find(self._seconds_before, wanted, begin.toordinal())
        sessions = self.sessions_on(day)
        second = sessions[0].start + wanted - self._seconds_before(day.toordinal())
        for morning, afternoon in pairwise(sessions):
            if second > morning.end:
                second += afternoon.start - morning.end
        return at_second(day, second)

    # -- counting ---------------------------------------------------------------

    def _days_before(self, ordinal: int) -> int:
        weeks, rest = divmod(ordinal - 1, len(self.pattern))
        extra = self._extra_days[bisect_left(self._ordinals, ordinal)]
        return weeks * self._week_days[-1] + self._week_days[rest] + extra

    def _seconds_before(self, ordinal: int) -> int:
        weeks, rest = divmod(ordinal - 1, len(self.pattern))
        extra = self._extra_seconds[bisect_left(self._ordinals, ordinal)]
        return weeks * self._week_seconds[-1] + self._week_seconds[rest] + extra

    def _find(self, count_before, wanted: int, low: int) -> date:
        """Return the first date from ordinal ``low`` by whose end a count is met."""
        ordinals = range(low, LAST_ORDINAL + 1)
        index = bisect_left(ordinals, wanted, key=lambda day: count_before(day + 1))
        if index == len(ordinals):
            raise NoWorkingTimeError("The calendar has too little working time")
        return date.fromordinal(ordinals[index])


def split(instant: datetime) -> tuple[date, int]:
    """Return the date and the second of the day of a naive local instant."""
    if instant.tzinfo is not None:
        raise ValueError(f"{instant} must be a naive local instant")
    return (
        instant.date(),
        instant.hour * 3600 + instant.minute * 60 + instant.second,
    )


def at_second(day: date, second: int) -> datetime:
    """Return the instant at a second of a day; 86400 is the midnight that ends it."""
    return datetime.combine(day, time.min) + timedelta(seconds=second)


def _in_order(sessions: Iterable[Session]) -> tuple[Session, ...]:
    ordered = tuple(sorted(sessions))
    if any(a.end > b.start for a, b in pairwise(ordered)):
        raise ValueError("The sessions of a day cannot overlap")
    return ordered


def _seconds(sessions: Iterable[Session]) -> int:
    return sum(session.end - session.start for session in sessions)


def _day_change(worked, usual) -> int:
    return bool(worked) - bool(usual)


def _time_change(worked, usual) -> int:
    return _seconds(worked) - _seconds(usual)


def _running_total(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(accumulate(numbers, initial=0))
