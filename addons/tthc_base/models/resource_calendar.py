from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytz

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import ormcache
from odoo.tools.date_utils import float_to_time
from odoo.tools.intervals import Intervals

from ..tools import working_time
from ..tools.working_calendar import (
    NoWorkingTimeError,
    Session,
    WorkingCalendar,
    at_second,
)

NOON = 12 * 3_600  # in seconds of the day


class ResourceCalendar(models.Model):
    """The one way into the time engine: naive UTC in, naive UTC out."""

    _inherit = "resource.calendar"

    def write(self, vals):
        """Write, and forget the compiled working calendars."""
        result = super().write(vals)
        self.env.registry.clear_cache()  # compiled working calendars
        if "tz" in vals:
            # sudo: an own day moves with the clock of its calendar, whoever may edit it
            days = self.env["tthc.calendar.day"].sudo()
            days.search([("calendar_id", "in", self.ids)])._derive_leaves()
        return result

    def unlink(self):
        """Delete, and forget the compiled working calendars."""
        result = super().unlink()
        self.env.registry.clear_cache()  # compiled working calendars
        return result

    # -- limits -----------------------------------------------------------------

    @api.private
    def tthc_due(self, start, amount, unit, *, cutoff=None, keep_hour=False, pauses=()):
        """Return when a legal limit ends, with the lines that explain it.

        See ``tools/working_time.py`` for the rules and the articles behind them.
        :param datetime start: receipt, naive UTC
        :param amount: size of the limit, in ``unit``
        :param unit: minute, hour, half_day, same_day, working_day, day or month
        :param cutoff: local hour after which a same-day limit moves to the next
            working day: ``datetime.time``, or hours as in a Float field (0 is none)
        :param keep_hour: end a limit in days or months at the hour of the receipt
        :param pauses: pairs of naive UTC instants during which the clock stood still
        :return: ``Due`` with ``at`` in naive UTC and ``lines`` in local time;
            ``as_dict()`` for JSON, :meth:`_tthc_explain` for words
        :raise UserError: for an amount or unit that cannot be counted, and when the
            calendar has no fixed or too few sessions
        :raise ValueError: for a pause that ends before it begins
        """
        zone, calendar = self._tthc_compiled()
        spans = [(_to_local(zone, at), _to_local(zone, until)) for at, until in pauses]
        with self._tthc_mendable():
            due = working_time.due(
                calendar,
                _to_local(zone, start),
                amount,
                unit,
                cutoff=_to_time(cutoff),
                keep_hour=keep_hour,
                pauses=spans,
            )
        return replace(due, at=_to_utc(zone, due.at))

    @api.private
    def tthc_transfer_due(self, received, transfer_cutoff):
        """Return by when a paper dossier must be with its agency, naive UTC.

        The same working day, after the cut-off the start of the next one (Decree
        61/2018, Art. 18.2-3).
        :param datetime received: naive UTC
        :param transfer_cutoff: local hour, ``datetime.time`` or hours; empty under a
            regulation that has none
        """
        zone, calendar = self._tthc_compiled()
        with self._tthc_mendable():
            local = working_time.transfer_due(
                calendar, _to_local(zone, received), _to_time(transfer_cutoff)
            )
        return _to_utc(zone, local)

    @api.private
    def tthc_apology_deadline(self, due_at):
        """Return the latest instant for an apology, naive UTC.

        Closing time of the last working day before the due day (Decree 61/2018,
        Art. 19.9).
        :param datetime due_at: naive UTC
        """
        zone, calendar = self._tthc_compiled()
        with self._tthc_mendable():
            local = working_time.apology_deadline(calendar, _to_local(zone, due_at))
        return _to_utc(zone, local)

    @api.private
    def tthc_time_left(self, now, due_at):
        """Return the working time from now to a due date as a ``timedelta``.

        :param datetime now: naive UTC
        :param datetime due_at: naive UTC
        :return: negative when the due date has passed
        """
        zone, calendar = self._tthc_compiled()
        return working_time.time_left(
            calendar, _to_local(zone, now), _to_local(zone, due_at)
        )

    # -- working time -----------------------------------------------------------

    @api.private
    def tthc_is_working_day(self, day):
        """Tell whether any session is worked on a local date."""
        return self._tthc_compiled()[1].is_working_day(day)

    @api.private
    def tthc_half_days(self, first, last):
        """Return the half-days that are worked within a span of local dates.

        A session that begins before noon makes a morning, any other an afternoon.

        :param first: ``datetime.date``
        :param last: ``datetime.date``, counted in
        :return: list of (date, ``"am"`` or ``"pm"``), in order of time
        """
        _zone, calendar = self._tthc_compiled()
        found = []
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            halves = {
                "am" if session.start < NOON else "pm"
                for session in calendar.sessions_on(day)
            }
            found += [(day, half) for half in sorted(halves)]
        return found

    @api.private
    def tthc_half_day_hours(self, first, last):
        """Return when the half-days that are worked in a span begin and end.

        :param first: ``datetime.date``
        :param last: ``datetime.date``, counted in
        :return: dict (date, ``"am"`` or ``"pm"``) → (begin, end), naive UTC
        """
        zone, calendar = self._tthc_compiled()
        hours = {}
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            for session in calendar.sessions_on(day):
                half = "am" if session.start < NOON else "pm"
                begin, end = (
                    _to_utc(zone, at_second(day, second))
                    for second in (session.start, session.end)
                )
                known = hours.get((day, half), (begin, end))
                hours[day, half] = min(begin, known[0]), max(end, known[1])
        return hours

    @api.private
    def tthc_days_off(self, first, last):
        """Return the days of a span that are not worked.

        :param first: ``datetime.date``
        :param last: ``datetime.date``, counted in
        :return: dict date → name of the holiday, empty for an ordinary weekend
        """
        calendar = self._tthc_compiled()[1]
        days = (first + timedelta(days=at) for at in range((last - first).days + 1))
        off = [day for day in days if not calendar.is_working_day(day)]
        named = {day: calendar.exception_on(day) for day in off}
        return {day: row.name if row else "" for day, row in named.items()}

    @api.private
    def tthc_weekday(self, day):
        """Return the weekday that a local date is worked as, 0 for Monday.

        A make-up day counts as the weekday that it replaces.
        :param day: ``datetime.date``
        """
        before = day - timedelta(days=1)
        for exception in self._tthc_compiled()[1].exceptions_within(before, day):
            if exception.replaces:
                return exception.replaces.weekday()
        return day.weekday()

    @api.private
    def tthc_previous_working_day(self, day):
        """Return the last working day strictly before a local date."""
        with self._tthc_mendable():
            return self._tthc_compiled()[1].previous_working_day(day)

    @api.private
    def tthc_working_day_from(self, day):
        """Return a local date itself if it is worked, else the next working day."""
        with self._tthc_mendable():
            return self._tthc_compiled()[1].working_day_from(day)

    @api.private
    def tthc_working_day_after(self, day, count=1):
        """Return the n-th working day strictly after a local date."""
        with self._tthc_mendable():
            return self._tthc_compiled()[1].working_day_after(day, count)

    @api.private
    def tthc_working_days_within(self, after, until):
        """Return how many working days lie after one local date, up to another."""
        return self._tthc_compiled()[1].working_days_within(after, until)

    @api.private
    def tthc_closing(self, day):
        """Return when a local working day ends, naive UTC."""
        zone, calendar = self._tthc_compiled()
        with self._tthc_mendable():
            return _to_utc(zone, calendar.closing(day))

    @api.private
    def tthc_next_opening(self, instant):
        """Return an instant within a session unchanged, else the next opening.

        :param datetime instant: naive UTC
        :return: naive UTC
        """
        zone, calendar = self._tthc_compiled()
        with self._tthc_mendable():
            return _to_utc(zone, calendar.next_opening(_to_local(zone, instant)))

    @api.private
    def tthc_add_working_time(self, start, duration):
        """Return when a duration of working time is used up.

        :param datetime start: naive UTC
        :param timedelta duration: working time, not negative
        :return: naive UTC
        """
        zone, calendar = self._tthc_compiled()
        with self._tthc_mendable():
            local = calendar.add_working_time(_to_local(zone, start), duration)
        return _to_utc(zone, local)

    @api.private
    def tthc_working_minutes_between(self, first, second):
        """Return the whole working minutes between two instants, naive UTC.

        :return: negative when the second comes before the first
        """
        zone, calendar = self._tthc_compiled()
        return calendar.working_minutes_between(
            _to_local(zone, first), _to_local(zone, second)
        )

    # -- compiled calendar ------------------------------------------------------

    @contextmanager
    def _tthc_mendable(self):
        """Turn what a user can mend in calendar or limit into a UserError."""
        try:
            yield
        except NoWorkingTimeError as error:
            raise UserError(
                self.env._(
                    "The working time “%(calendar)s” has too few sessions to reach a"
                    " date: add them to it, or give the center another working time.",
                    calendar=self.sudo().name,  # sudo: a name to tell the user
                )
            ) from error
        except working_time.InvalidLimitError as error:
            raise UserError(
                self.env._(
                    "A time limit cannot be counted: %(reason)s. Correct it in the"
                    " version of the procedure.",
                    reason=error,
                )
            ) from error

    @ormcache("self.id")
    def _tthc_compiled(self):
        """Return the time zone and the calendar of the engine, for all users alike.

        Cleared when the calendar, its sessions or any calendar day changes.
        :raise UserError: for flexible hours, which have no sessions
        """
        self.ensure_one()
        calendar = self.sudo()  # sudo: one cache serves every user
        if calendar.flexible_hours:
            raise UserError(
                self.env._(
                    "The working time “%(calendar)s” is flexible, so no due date can be"
                    " told from it: make it fully fixed and enter its sessions.",
                    calendar=calendar.name,
                )
            )
        pattern = calendar._tthc_pattern()
        days = calendar.env["tthc.calendar.day"]._of_calendar(calendar)
        exceptions = tuple(day._as_exception(pattern) for day in days)
        return pytz.timezone(calendar.tz), WorkingCalendar(pattern, exceptions)

    def _tthc_pattern(self):
        """Return the sessions of one week, or of two, from Monday on."""
        pattern = [[] for _day in range(14 if self.two_weeks_calendar else 7)]
        for attendance in self.attendance_ids:
            if not attendance._is_work_period():
                continue
            week = int(attendance.week_type) if self.two_weeks_calendar else 0
            pattern[7 * week + int(attendance.dayofweek)].append(
                Session.from_hours(attendance.hour_from, attendance.hour_to)
            )
        return tuple(tuple(sorted(sessions)) for sessions in pattern)

    def _tthc_week(self):
        """Return the working week without any exception, for plans that have no date.

        :return: ``WorkingCalendar``
        """
        return WorkingCalendar(self._tthc_compiled()[1].pattern)

    @ormcache("self.id")
    def _tthc_overridden_day_ids(self):
        """Return the ids of the general days that give way to days of this calendar."""
        days = self.env["tthc.calendar.day"].sudo()  # sudo: one cache serves every user
        return tuple(days._overridden(*days._general_and_own(self)).ids)

    # -- Odoo's own working time ------------------------------------------------

    def _attendance_intervals_batch(
        self, start_dt, end_dt, resources=None, domain=None, tz=None, lunch=False
    ):
        """Give make-up days the attendances of the weekday that they replace."""
        result = super()._attendance_intervals_batch(
            start_dt, end_dt, resources=resources, domain=domain, tz=tz, lunch=lunch
        )
        make_ups = self._tthc_make_up_days(start_dt.date(), end_dt.date())
        fixed_ids = make_ups and self._tthc_fixed_resource_ids(resources, start_dt, tz)
        for make_up in make_ups:
            # a window wide enough for the replaced date in every time zone
            noon = datetime.combine(make_up.replaces, time(12), tzinfo=pytz.utc)
            pattern = super()._attendance_intervals_batch(
                noon - timedelta(days=2),
                noon + timedelta(days=2),
                resources=resources,
                domain=domain,
                tz=tz,
                lunch=lunch,
            )
            for resource_id in fixed_ids:
                result[resource_id] = _replace_day(
                    result[resource_id], pattern[resource_id], make_up, start_dt, end_dt
                )
        return result

    def _tthc_make_up_days(self, first, last):
        """Return the make-up days of a period; its borders may lie in any time zone."""
        # a calendar that is being entered in a form has no days of its own yet
        if self.flexible_hours or not self._origin:
            return []
        calendar = self._origin._tthc_compiled()[1]
        days = calendar.exceptions_within(
            first - timedelta(days=2), last + timedelta(days=1)
        )
        return [day for day in days if day.replaces]

    def _tthc_fixed_resource_ids(self, resources, start_dt, tz):
        """Return the resources that keep fixed hours, False (no resource) included."""
        if not resources:
            return [False]
        calendars = resources._get_calendar_at(start_dt, tz)
        fixed = resources.filtered(
            lambda resource: (
                calendars.get(resource) and not calendars[resource].flexible_hours
            )
        )
        return [False, *fixed.ids]

    def _leave_intervals_batch(
        self, start_dt, end_dt, resources=None, domain=None, tz=None
    ):
        """Leave out the general days off that this calendar decides for itself."""
        calendar = self._origin
        overridden = calendar._tthc_overridden_day_ids() if len(calendar) == 1 else ()
        if overridden:
            domain = [("time_type", "=", "leave")] if domain is None else domain
            domain = domain + [("tthc_calendar_day_id", "not in", overridden)]
        return super()._leave_intervals_batch(
            start_dt, end_dt, resources=resources, domain=domain, tz=tz
        )


def _to_local(zone, instant):
    return pytz.utc.localize(instant).astimezone(zone).replace(tzinfo=None)


def _to_utc(zone, instant):
    return zone.localize(instant).astimezone(pytz.utc).replace(tzinfo=None)


def _to_time(hour):
    """Return a local hour as a time; an empty Float field is no hour."""
    if isinstance(hour, time):
        return hour
    return float_to_time(hour) if hour else None


def _replace_day(intervals, pattern, make_up, start_dt, end_dt):
    """Return intervals in which a make-up day has those of the replaced date.

    :param intervals: attendance intervals from ``start_dt`` to ``end_dt``
    :param pattern: attendance intervals around the replaced date
    :param make_up: the exception of the make-up day
    """
    kept = [item for item in intervals if item[0].date() != make_up.day]
    shift = make_up.day - make_up.replaces
    for start, stop, attendance in pattern:
        if start.date() == make_up.replaces:
            low = max(_shifted(start, shift), start_dt)
            high = min(_shifted(stop, shift), end_dt)
            kept.append((low, high, attendance))
    return Intervals(kept, keep_distinct=True)


def _shifted(instant, delta):
    return instant.tzinfo.localize(instant.replace(tzinfo=None) + delta)
