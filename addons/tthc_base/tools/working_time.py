"""The engine of legal time limits.

Pure Python: no ORM, no "now", no state. It reads a compiled calendar and answers with
an instant and the lines that explain it. Instants are naive and local to the calendar;
``resource.calendar`` converts from and to UTC at the edge.

Rules (Civil Code 2015, Art. 145-148; Decree 61/2018, Art. 18 and 19):

* A moment outside working time counts as made at the next opening.
* ``minute``, ``hour`` and ``half_day`` (4 working hours) start at that moment itself
  and run through the sessions (Art. 147.1).
* ``working_day``, ``day`` and ``month`` do not count the day of that moment
  (Art. 147.2-3). A calendar limit that ends on a day off ends on the next working day
  (Art. 148.5); a month ends on the same date or on the last of the month (Art. 148.3).
* A due day ends at its closing time, or with ``keep_hour`` at the hour of the receipt.
* ``same_day`` ends on the day of that moment; after the cut-off of the procedure, on
  the next working day.

A pause gives back time in the unit of the limit. Both its ends count, like a receipt,
from the next opening on; pauses that overlap or touch are one; a pause that begins
when the limit has already ended gives nothing back.

* ``minute``, ``hour``, ``half_day``: the working time of the pause.
* ``working_day``: the working days after the day of the beginning, that of the end
  included. The first had already begun to be used; the last is the uncounted first
  day of what is left (Art. 147.3). So the sum does not depend on how a pause is cut.
* ``day``: the calendar days, counted the same way. If the pause began on the working
  day onto which a weekend had moved the end, nothing but that day is left.
* ``month``: calendar days too: the end of a month limit is a date, and a pause is
  seldom a month long.
* ``same_day``: the day itself. What is left of the limit is a same-day limit that
  begins when the pause ends, cut-off included.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import inf

from .due_date import Due, Line
from .working_calendar import NoWorkingTimeError, WorkingCalendar, at_second, split

SECONDS_PER_UNIT = {"minute": 60, "hour": 3_600, "half_day": 4 * 3_600}
UNITS = (*SECONDS_PER_UNIT, "same_day", "working_day", "day", "month")


class InvalidLimitError(ValueError):
    """The amount or the unit of a limit cannot be counted."""


@dataclass(frozen=True, slots=True)
class _Pause:
    """A pause as handed in (at, until) and as it counts (begin, end)."""

    at: datetime
    until: datetime
    begin: datetime
    end: datetime

    def line(self, amount, unit):
        """Return the line that tells what the pause gives back."""
        return Line("pause", at=self.at, until=self.until, amount=amount, unit=unit)

    def ignored(self):
        """Return the line that tells that the pause came too late."""
        return Line("pause_ignored", at=self.at, until=self.until)


def due(
    calendar: WorkingCalendar,
    start: datetime,
    amount: float,
    unit: str,
    *,
    cutoff: time | None = None,
    keep_hour: bool = False,
    pauses: Iterable[tuple[datetime, datetime]] = (),
) -> Due:
    """Return when a limit ends, with its explanation.

    :param start: receipt, naive local
    :param amount: size of the limit, not negative; whole for ``working_day``, ``day``
        and ``month``; a ``same_day`` limit has none, so it is not read
    :param unit: one of :data:`UNITS`
    :param cutoff: local hour after which a same-day limit moves to the next working
        day; a receipt at the very hour is still in time. Other units have none.
    :param keep_hour: end a limit in days or months at the hour of the receipt
    :param pauses: pairs of naive local instants during which the clock stood still;
        one that still lasts is handed in with the end that is to be assumed
    :raise InvalidLimitError: for an amount or unit that cannot be counted
    :raise ValueError: for a pause that ends before it begins
    :raise NoWorkingTimeError: when the calendar has too little working time
    """
    _check(amount, unit)
    begin = calendar.next_opening(start)
    spans = _effective_pauses(calendar, begin, pauses)
    if unit in SECONDS_PER_UNIT:
        at, lines = _due_in_time(calendar, begin, amount, unit, spans)
    elif unit == "same_day":
        at, lines = _due_same_day(calendar, begin, cutoff, spans)
    else:
        hour = begin if keep_hour else None
        count = _due_in_working_days if unit == "working_day" else _due_in_days
        at, lines = count(calendar, begin, int(amount), unit, spans, hour)
    first = _start_lines(calendar, start, begin)
    return Due(at, (*first, *lines, Line("result", at=at)))


def transfer_due(
    calendar: WorkingCalendar, received: datetime, transfer_cutoff: time | None
) -> datetime:
    """Return by when a paper dossier must have been handed to its agency.

    The same working day, by closing time; when it was received after the cut-off, at
    the start of the next working day (Decree 61/2018, Art. 18.2-3). The hour of the
    receipt itself is compared, so that one after closing time is not given longer
    than one just before it.
    :param received: naive local instant
    :param transfer_cutoff: local hour of the regulation; the very hour is in time;
        None under a regulation that has none
    """
    day, _second = split(received)
    late = transfer_cutoff is not None and _hour(received) > transfer_cutoff
    if late and calendar.is_working_day(day):
        return calendar.opening(calendar.working_day_after(day))
    return calendar.closing(calendar.next_opening(received).date())


def apology_deadline(calendar: WorkingCalendar, due_at: datetime) -> datetime:
    """Return the latest instant for the apology that goes with a late result.

    Closing time of the last working day strictly before the day on which the limit
    ends (Decree 61/2018, Art. 19.9: at the latest one day before).
    :param due_at: naive local instant at which the limit ends
    """
    # an end at midnight belongs to the day that it closes
    day = (due_at - timedelta(seconds=1)).date()
    return calendar.closing(calendar.previous_working_day(day))


def time_left(calendar: WorkingCalendar, now: datetime, due_at: datetime) -> timedelta:
    """Return the working time from now to the due date, negative when it has passed."""
    return calendar.working_time_between(now, due_at)


# -- limits ---------------------------------------------------------------------


def _due_in_time(calendar, begin, amount, unit, spans):
    """Run a limit in working time through the sessions."""
    limit = timedelta(seconds=round(amount * SECONDS_PER_UNIT[unit]))
    at = calendar.add_working_time(begin, limit)
    lines = []
    for span in spans:
        if span.begin >= at:
            lines.append(span.ignored())
            continue
        lost = calendar.working_time_between(span.begin, span.end)
        at = calendar.add_working_time(at, lost) if lost else at
        lines.append(span.line(lost.total_seconds() / 60, "minute"))
    lines += _passed_over(calendar, begin.date(), at.date())
    lines.append(Line("counted", at=begin, until=at, amount=amount, unit=unit))
    return at, lines


def _due_same_day(calendar, begin, cutoff, spans):
    """End on the working day of the receipt, or on the next after the cut-off."""
    day, lines = _same_day(calendar, begin, cutoff)
    for span in spans:
        if span.begin >= calendar.closing(day):
            lines.append(span.ignored())
            continue
        old_day = day
        day, moved = _same_day(calendar, span.end, cutoff)
        given = calendar.working_days_within(old_day, day)
        lines += [span.line(given, "working_day"), *moved]
    return calendar.closing(day), lines


def _same_day(calendar, instant, cutoff):
    if cutoff is None or instant.time() <= cutoff:
        return instant.date(), []
    day = calendar.working_day_after(instant.date())
    return day, [Line("cutoff", at=instant, clock=cutoff, day=day)]


def _due_in_working_days(calendar, begin, amount, unit, spans, hour):
    """Count working days after the day of the receipt."""
    first = begin.date()
    day = calendar.working_day_after(first, amount)
    at = _end_of(calendar, day, hour)
    lines = []
    for span in spans:
        if span.begin >= at:
            lines.append(span.ignored())
            continue
        given = calendar.working_days_within(span.begin.date(), span.end.date())
        day = calendar.working_day_after(day, given)
        at = _end_of(calendar, day, hour, span.end)
        lines.append(span.line(given, unit))
    return at, [
        *_counted(first, day, amount, unit),
        *lines,
        *_passed_over(calendar, first, day),
    ]


def _due_in_days(calendar, begin, amount, unit, spans, hour):
    """Count calendar days or months, then move an end on a day off."""
    first = begin.date()
    last = _add_months(first, amount) if unit == "month" else _add_days(first, amount)
    day = calendar.working_day_from(last)
    at = _end_of(calendar, day, hour)
    lines = []
    for span in spans:
        if span.begin >= at:
            lines.append(span.ignored())
            continue
        given = (span.end.date() - span.begin.date()).days
        last = _add_days(max(last, span.begin.date()), given)
        day = calendar.working_day_from(last)
        at = _end_of(calendar, day, hour, span.end)
        lines.append(span.line(given, "day"))
    lines = [*_counted(first, last, amount, unit), *lines]
    if day != last:
        lines += _passed_over(calendar, last - timedelta(days=1), day)
        lines.append(Line("rolled", day=last, last_day=day))
    return at, lines


def _end_of(calendar, day, hour, resumed=None):
    """Return the instant at which a due day ends.

    :param hour: instant whose hour is kept, or None for closing time. An hour that is
        not worked on that day becomes the next one that is, at the latest closing.
    :param resumed: end of the last pause: an hour before it would end the limit while
        the clock stood still, closing time does not
    """
    closing = calendar.closing(day)
    if hour is None:
        return closing
    _day, second = split(hour)
    at = min(calendar.next_opening(at_second(day, second)), closing)
    return closing if resumed and at < resumed else at


def _add_days(day, count):
    try:
        return day + timedelta(days=count)
    except OverflowError as error:
        raise NoWorkingTimeError(f"No date comes {count} days after {day}") from error


def _add_months(day, count):
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    if year > date.max.year:
        raise NoWorkingTimeError(f"No date comes {count} months after {day}")
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


# -- input ----------------------------------------------------------------------


def _check(amount, unit):
    if unit not in UNITS:
        raise InvalidLimitError(f"Unknown unit of time {unit!r}: use one of {UNITS}")
    if unit == "same_day":
        return
    if not 0 <= amount < inf:
        raise InvalidLimitError(f"A time limit cannot be {amount} {unit}")
    if unit not in SECONDS_PER_UNIT and amount != int(amount):
        raise InvalidLimitError(
            f"{amount} is no whole number of {unit}: use half_day, hour or minute"
        )


def _effective_pauses(calendar, begin, pauses):
    """Return the pauses in order, joined, moved to openings, cut off at the start."""
    spans = []
    for at, until in _joined(pauses):
        start = max(calendar.next_opening(at), begin)
        end = calendar.next_opening(until)
        if start < end:
            spans.append(_Pause(at, until, start, end))
    return spans


def _joined(pauses):
    joined = []
    for at, until in sorted(pauses):
        if until < at:
            raise ValueError(f"A pause cannot last from {at} to {until}")
        if joined and at <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((at, until))
    return joined


def _hour(instant):
    return instant.time().replace(microsecond=0)


# -- explanation ----------------------------------------------------------------


def _start_lines(calendar, start, begin):
    start = start.replace(microsecond=0)
    lines = [Line("start", at=start)]
    if begin != start:
        reason, name = _why_closed(calendar, start)
        lines.append(Line("moved", at=begin, reason=reason, name=name))
    return lines


def _why_closed(calendar, instant):
    day, second = split(instant)
    sessions = calendar.sessions_on(day)
    if sessions:
        if second < sessions[0].start:
            return "before_opening", None
        return "after_closing" if second >= sessions[-1].end else "break", None
    exception = calendar.exception_on(day)
    if exception and calendar.usual_sessions(day):
        return exception.kind, exception.name
    return "rest_day", None


def _counted(first, last, amount, unit):
    if first == last:
        return []
    return [
        Line("uncounted", day=first),
        Line(
            "counted",
            day=first + timedelta(days=1),
            last_day=last,
            amount=amount,
            unit=unit,
        ),
    ]


def _passed_over(calendar, after, until):
    """Explain the days d with ``after < d <= until`` that differ from plain work."""
    lines = []
    for exception in calendar.exceptions_within(after, until):
        usual = calendar.usual_sessions(exception.day)
        if usual and not exception.sessions:
            lines.append(_day_line("skipped", exception, exception.kind))
        elif exception.sessions and not usual:
            lines.append(_day_line("make_up", exception, None))
    days_off = sum(line.kind == "skipped" for line in lines)
    worked = calendar.working_days_within(after, until)
    rest = (until - after).days - worked - days_off
    return [Line("rest", amount=rest), *lines] if rest > 0 else lines


def _day_line(kind, exception, reason):
    return Line(kind, day=exception.day, name=exception.name, reason=reason)
