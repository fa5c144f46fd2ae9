from . import tthc_calendar_day_fill
