from . import test_assignment_decision
from . import test_assignment_expiry
from . import test_assignment_grant
from . import test_assignment_grant_race
from . import test_assignment_moves
from . import test_assignment_role
from . import test_assignment_rules
from . import test_translations
