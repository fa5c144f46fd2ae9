from . import hr_leave_type
from . import hr_leave
from . import tthc_absence
from . import resource_calendar_leaves
