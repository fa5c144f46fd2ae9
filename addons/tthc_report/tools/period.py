"""Periods of reports: months, quarters, halves and years from a day of the month.

Pure: no ORM, no clock. A period that begins on the 15th belongs to the month in which
it ends: 15 December to 14 January is January (Decree 09/2019 Art 12).
"""

from calendar import monthrange
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
ROMAN = ("I", "II", "III", "IV")


def period_bounds(kind, cut_day, day):
    """First and last day of the period that a day lies in.

    :param kind: key of :data:`MONTHS`
    :param cut_day: day of the month on which periods begin, 1 to 28
    :param day: ``datetime.date``
    :return: pair of dates, both count
    """
    later = cut_day > 1 and day.day >= cut_day
    number = day.year * 12 + day.month - 1 + later
    first = number - number % MONTHS[kind]
    after = first + MONTHS[kind]
    return _begin(first, cut_day), _begin(after, cut_day) - timedelta(days=1)


def period_title(kind, cut_day, first):
    """What the period that begins on a day is called: “Tháng 10/2026”, “Quý IV/2026”.

    :param first: first day of a whole period
    """
    number = first.year * 12 + first.month - 1 + (cut_day > 1)
    year, month = divmod(number, 12)
    if kind == "month":
        return f"Tháng {month + 1}/{year}"
    if kind == "quarter":
        return f"Quý {ROMAN[month // 3]}/{year}"
    if kind == "half":
        return f"6 tháng {'cuối' if month >= 6 else 'đầu'} năm {year}"
    return f"Năm {year}"


def span_text(first, last):
    """“từ 15/9/2026 đến 14/10/2026”."""
    return f"từ {short_day(first)} đến {short_day(last)}"


def short_day(day):
    """“15/9/2026”."""
    return f"{day.day}/{day.month}/{day.year}"


def _begin(number, cut_day):
    """First day of the period of a month, counted from the year 0."""
    if cut_day > 1:
        number -= 1
    year, month = divmod(number, 12)
    return date(year, month + 1, min(cut_day, monthrange(year, month + 1)[1]))
