from . import tthc_staff
from . import tthc_assignment_in_post
from . import tthc_assignment
from . import tthc_assignment_decision
