"""A calendar for the tests of the time engine: administrative hours, days of 2026."""

from datetime import date, datetime

from odoo.tests import BaseCase

from odoo.addons.tthc_base.tools import working_time
from odoo.addons.tthc_base.tools.working_calendar import (
    ExceptionDay,
    Session,
    WorkingCalendar,
)

MORNING = Session.from_hours(7, 11.5)
AFTERNOON = Session.from_hours(13.5, 17)
FULL_DAY = (MORNING, AFTERNOON)
WEEK = (FULL_DAY,) * 5 + ((), ())

DAYS_2026 = (
    ExceptionDay(date(2026, 1, 1), "holiday", "Tết Dương lịch"),
    ExceptionDay(date(2026, 1, 2), "swap_off", "Nghỉ hoán đổi"),
    ExceptionDay(date(2026, 1, 10), "make_up", "Làm bù cho 2/1", FULL_DAY),
    *(
        ExceptionDay(date(2026, 2, day), "holiday", "Tết Nguyên đán")
        for day in range(16, 21)
    ),
    ExceptionDay(date(2026, 4, 26), "holiday", "Giỗ Tổ Hùng Vương"),
    ExceptionDay(date(2026, 4, 27), "compensation", "Giỗ Tổ Hùng Vương (nghỉ bù)"),
    ExceptionDay(date(2026, 4, 30), "holiday", "Ngày Chiến thắng"),
    ExceptionDay(date(2026, 5, 1), "holiday", "Ngày Quốc tế Lao động"),
    ExceptionDay(date(2026, 8, 22), "make_up", "Làm bù cho 31/8", FULL_DAY),
    ExceptionDay(date(2026, 8, 31), "swap_off", "Nghỉ hoán đổi"),
    ExceptionDay(date(2026, 9, 1), "holiday", "Quốc khánh"),
    ExceptionDay(date(2026, 9, 2), "holiday", "Quốc khánh"),
    ExceptionDay(date(2026, 11, 24), "holiday", "Ngày Văn hóa Việt Nam"),
)

CALENDAR = WorkingCalendar(WEEK, DAYS_2026)


def at(text):
    """Return the local instant of a text such as ``20/08 09:00``, in 2026."""
    day, _space, hour = text.partition(" ")
    layout = "%H:%M:%S" if hour.count(":") == 2 else "%H:%M"
    return datetime.strptime(f"{day}/2026 {hour}", f"%d/%m/%Y {layout}")


class WorkingTimeCase(BaseCase):
    """Speaks of due dates as ``due("20/08 09:00", 5, "working_day")``, in 2026."""

    def due(self, start, amount, unit, **options):
        pauses = [(at(a), at(b)) for a, b in options.pop("pauses", ())]
        return working_time.due(
            CALENDAR, at(start), amount, unit, pauses=pauses, **options
        )

    def assertDue(self, expected, start, amount, unit, **options):
        self.assertEqual(self.due(start, amount, unit, **options).at, at(expected))
