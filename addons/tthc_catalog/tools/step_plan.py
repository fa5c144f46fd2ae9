"""How the limits of steps add up, before any dossier runs through them.

No ORM, on the working week alone: the answer is a plan to compare and to draw,
never a due date; those come from ``resource.calendar.tthc_due``.

* Tasks of one stage run side by side; a stage begins when every task of the stage
  before it has ended. So a plan is as long as its critical path.
* A task's limit is counted from the beginning of its stage, or with ``from_start``
  (“cộng dồn”) from the beginning of the whole, whatever ran before it.
* ``same_day`` ends on the day it begins; a task without limit takes no time.
* The day on which the task before ended is the day of receipt and is not counted
  (Civil Code 2015, Art 147.2-3), so that 5 + 5 working days are 10.
* An end on a day off is not moved to the next working day between two tasks: that
  rule (Art 148.5) protects the one who is bound by a limit. Moved at every step,
  10 + 10 + 10 days would exceed 30 by weekends alone.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil

from odoo.tools import groupby

from odoo.addons.tthc_base.tools.working_calendar import WorkingCalendar

SECONDS = {"minute": 60, "hour": 3_600, "half_day": 4 * 3_600}
WORKING_DAY = timedelta(hours=8)
#: Units that count days off too.
CALENDAR_UNITS = ("day", "month")
#: A plain week after New Year: the months that follow are the longest there are.
SAMPLE_WEEK = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class Task:
    """One agency's share; ``stage`` is equal for those that run side by side."""

    stage: int
    amount: float = 0
    unit: str | None = None
    from_start: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """When a task begins and ends; it ends too early when ``end < begin``."""

    begin: datetime
    end: datetime


def starts(calendar: WorkingCalendar) -> list[datetime]:
    """Return one receipt a working day of the sample week, at closing time."""
    days = (SAMPLE_WEEK + timedelta(days=number) for number in range(7))
    return [calendar.closing(day) for day in days if calendar.is_working_day(day)]


def spans(calendar: WorkingCalendar, start: datetime, tasks: list[Task]) -> list[Span]:
    """Return when each task begins and ends.

    :param start: receipt, naive local, at closing time of an uncounted day
    :param tasks: in order; those of a stage stand together
    """
    result = []
    begin = start
    for _stage, stage_tasks in groupby(tasks, key=lambda task: task.stage):
        stage = [
            Span(
                begin,
                advance(
                    calendar,
                    start if task.from_start else begin,
                    task.amount,
                    task.unit,
                ),
            )
            for task in stage_tasks
        ]
        result += stage
        begin = max(begin, *(span.end for span in stage))
    return result


def end(calendar: WorkingCalendar, start: datetime, tasks: list[Task]) -> datetime:
    """Return when the last task ends; the start itself without tasks."""
    return max((span.end for span in spans(calendar, start, tasks)), default=start)


def advance(
    calendar: WorkingCalendar, at: datetime, amount: float, unit: str | None
) -> datetime:
    """Return when a limit ends that begins on a day that is not counted.

    :param amount: of the unit; a part of a working day is taken as hours
    :param unit: as in the time engine; None is no limit
    """
    if unit in SECONDS:
        limit = timedelta(seconds=round(amount * SECONDS[unit]))
        return calendar.add_working_time(calendar.next_opening(at), limit)
    if unit == "working_day":
        whole = _end_of(calendar, calendar.working_day_after(at.date(), int(amount)))
        rest = WORKING_DAY * (amount % 1)
        return calendar.add_working_time(whole, rest) if rest else whole
    if unit == "day":
        return _end_of(calendar, at.date() + timedelta(days=ceil(amount)))
    if unit == "month":
        return _end_of(calendar, _add_months(at.date(), ceil(amount)))
    return at


def worst_excess(
    calendar: WorkingCalendar, tasks: list[Task], amount: float, unit: str
) -> tuple[datetime, datetime] | None:
    """Return the start from which tasks outrun a limit the most, with their end.

    :param amount: of the limit
    :param unit: of the limit
    :return: start and end of the tasks, or None where they keep the limit from
        every weekday on
    """
    found = []
    for start in starts(calendar):
        finish = end(calendar, start, tasks)
        excess = finish - advance(calendar, start, amount, unit)
        if excess > timedelta():
            found.append((excess, start, finish))
    # the first of equals, so that the week day named is the earliest
    return max(found, key=lambda item: item[0])[1:] if found else None


def length(
    calendar: WorkingCalendar, start: datetime, at: datetime, unit: str
) -> float:
    """Return how far an instant is from the start.

    :param unit: ``working_day``, ``hour`` (working hours) or ``day``
    """
    if unit == "hour":
        return calendar.working_time_between(start, at) / timedelta(hours=1)
    if unit == "working_day":
        return calendar.working_time_between(start, at) / WORKING_DAY
    days = (at.date() - start.date()).days
    if calendar.is_working_day(at.date()):
        left = calendar.working_time_between(at, calendar.closing(at.date()))
        return days - left / WORKING_DAY
    return days


def _end_of(calendar, day):
    if calendar.is_working_day(day):
        return calendar.closing(day)
    return datetime.combine(day, time(17))


def _add_months(day, count):
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
