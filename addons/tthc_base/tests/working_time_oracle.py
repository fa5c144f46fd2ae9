"""A slow second opinion on due dates, which shares no code with the engine.

It walks: minute by minute for limits in working time, day by day for the others. Days
are a dict of date → list of (opening minute, closing minute); weekdays the same by
number. Everything happens on whole minutes.
"""

from datetime import datetime, time, timedelta

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
UNIT_MINUTES = {"minute": 1, "hour": 60, "half_day": 240}


class Oracle:
    def __init__(self, weekdays, days):
        self.weekdays = weekdays
        self.days = days

    def sessions(self, day):
        return self.days.get(day, self.weekdays[day.weekday()])

    def is_open(self, instant):
        minute = instant.hour * 60 + instant.minute
        return any(a <= minute < b for a, b in self.sessions(instant.date()))

    def opened(self, instant):
        """Walk to the first open minute."""
        while not self.is_open(instant):
            if not self.sessions(instant.date()):
                instant = datetime.combine(instant.date() + DAY, time.min)
            else:
                instant += MINUTE
        return instant

    def closing(self, day):
        last = max(b for _a, b in self.sessions(day))
        return datetime.combine(day, time.min) + last * MINUTE

    def open_minutes(self, first, second):
        """Count the open minutes of ``first <= minute < second``."""
        count = 0
        while first < second:
            count += self.is_open(first)
            first += MINUTE
        return count

    def due(self, start, amount, unit, cutoff=None, pauses=()):
        begin = self.opened(start)
        if unit in UNIT_MINUTES:
            return self._walk_minutes(begin, amount * UNIT_MINUTES[unit], pauses)
        pauses = [(self.opened(a), self.opened(b)) for a, b in pauses]
        pauses = [(max(a, begin), b) for a, b in pauses if b > begin]
        if unit == "same_day":
            return self._same_day(begin, cutoff, pauses)
        return self._walk_days(begin, amount, unit, pauses)

    def _walk_minutes(self, begin, minutes, pauses):
        """Use up one minute after the other that is open and not paused."""
        instant = end = begin
        while minutes:
            if self.is_open(instant) and not any(a <= instant < b for a, b in pauses):
                minutes -= 1
                end = instant + MINUTE
            instant += MINUTE
        return end

    def _walk_days(self, begin, amount, unit, pauses):
        """Take day after day; the limit ends on one at whose closing it still runs."""
        if unit == "month":
            amount = (self._month_end(begin.date(), amount) - begin.date()).days
        day, counted = begin.date(), 0
        while True:
            if counted >= amount and self.sessions(day):
                closing = self.closing(day)
                if not any(a < closing <= b for a, b in pauses):
                    return closing
            day += DAY
            given_back = any(a.date() < day <= b.date() for a, b in pauses)
            counts = bool(self.sessions(day)) or unit != "working_day"
            counted += counts and not given_back

    def _same_day(self, begin, cutoff, pauses):
        """Follow the dossier: each return of the papers is a receipt again."""
        due = self._same_day_of(begin, cutoff)
        for pause_begin, pause_end in sorted(pauses):
            if pause_begin < due:
                due = max(due, self._same_day_of(pause_end, cutoff))
        return due

    def _same_day_of(self, begin, cutoff):
        day = begin.date()
        if cutoff and begin.time() > cutoff:
            day += DAY
            while not self.sessions(day):
                day += DAY
        return self.closing(day)

    @staticmethod
    def _month_end(day, months):
        """Walk on through the calendar until the wanted month; stop at its date."""
        wanted = day.year * 12 + day.month + months
        end = day
        while (end.year * 12 + end.month, end.day) < (wanted, day.day):
            after = end + DAY
            if after.year * 12 + after.month > wanted:
                break
            end = after
        return end
