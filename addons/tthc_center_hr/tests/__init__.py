from . import test_assignment_role
from . import test_translations
