from . import tthc_roster_shift
from . import tthc_staff_notice_figures
