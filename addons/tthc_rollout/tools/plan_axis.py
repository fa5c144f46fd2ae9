"""The days along which a plan is drawn: on the screen, on paper and in Excel.

Pure Python: no ORM, no clock. Positions are whole days from the first one; the axis
begins on a Monday and ends with a Sunday.
"""

from datetime import date, timedelta
from statistics import median_low

DAY = timedelta(days=1)
WEEK = 7
#: A day further than this from the middle one is a slip of the pen, such as 2062 for
#: 2026: it is named, but does not stretch the axis.
MOST_DAYS = 550


class PlanAxis:
    """From the Monday before the first day to the Sunday after the last."""

    def __init__(self, days):
        """Take what has to be seen.

        :param days: dates in any order, at least one
        """
        middle = date.fromordinal(median_low(day.toordinal() for day in days))
        seen = [day for day in days if abs((day - middle).days) <= MOST_DAYS]
        self.first = min(seen) - min(seen).weekday() * DAY
        self.last = max(seen) + (WEEK - 1 - max(seen).weekday()) * DAY

    @property
    def length(self):
        """How many days there are."""
        return (self.last - self.first).days + 1

    def at(self, day):
        """Where a day begins, at most the ends of the axis."""
        return min(max((day - self.first).days, 0), self.length)

    def span(self, first, last):
        """Where a bar begins and ends; at least a day long, whatever was typed.

        :param first: ``datetime.date``
        :param last: ``datetime.date``, counted in
        :return: (from, to) in days from the first of the axis
        """
        begin = min(self.at(first), self.length - 1)
        return begin, max(self.at(last + DAY), begin + 1)

    def weeks(self):
        """The Mondays, in order."""
        return [self.first + at * DAY for at in range(0, self.length, WEEK)]

    def months(self):
        """The months as (first day seen, from, to), in order."""
        months = []
        for at in range(self.length):
            day = self.first + at * DAY
            if months and day.day > 1:
                months[-1] = (*months[-1][:2], at + 1)
            else:
                months.append((day, at, at + 1))
        return months

    def runs(self, days):
        """Days that follow one another, joined.

        :param days: dates
        :return: list of (from, to) in days from the first of the axis
        """
        runs = []
        for day in sorted(day for day in days if self.first <= day <= self.last):
            at = self.at(day)
            if runs and runs[-1][1] == at:
                runs[-1] = (runs[-1][0], at + 1)
            else:
                runs.append((at, at + 1))
        return runs
