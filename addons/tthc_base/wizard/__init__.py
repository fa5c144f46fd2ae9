from . import tthc_calendar_day_fill
from . import tthc_user_batch
from . import tthc_user_batch_line
