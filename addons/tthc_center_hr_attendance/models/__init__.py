from . import tthc_roster_shift
