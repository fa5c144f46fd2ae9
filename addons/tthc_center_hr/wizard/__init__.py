from . import tthc_assignment_act
from . import tthc_assignment_replace
