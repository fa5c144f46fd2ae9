"""Dates as Vietnamese documents write them (Decree 30/2020, appendix I, II.4)."""

from zoneinfo import ZoneInfo

from odoo import fields

VIETNAM = "Asia/Ho_Chi_Minh"


def vietnamese_date(day):
    """A day in words; a day below 10 and the months 1 and 2 get a leading zero.

    :param day: ``datetime.date``, or empty for a date to be filled in by hand
    :return: “ngày 05 tháng 02 năm 2026”
    """
    if not day:
        return "ngày …… tháng …… năm ………"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def vietnamese_moment(moment, timezone=VIETNAM):
    """An instant in words.

    :param moment: naive UTC ``datetime``, or empty for a line to be filled in by hand
    :param timezone: name of the time zone to print in; Vietnam has one
    :return: “14 giờ 05 phút, ngày 05 tháng 02 năm 2026”
    """
    if not moment:
        return f"…… giờ …… phút, {vietnamese_date(None)}"
    local = local_moment(moment, timezone)
    return f"{local:%H} giờ {local:%M} phút, {vietnamese_date(local.date())}"


def local_moment(moment, timezone=VIETNAM):
    """An instant on the clock of a place.

    :param moment: naive UTC ``datetime`` or its string
    :param timezone: name of the time zone
    :return: aware ``datetime`` in that time zone
    """
    instant = fields.Datetime.to_datetime(moment)
    return instant.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(timezone))
