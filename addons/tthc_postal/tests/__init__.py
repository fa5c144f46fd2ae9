from . import test_custody
from . import test_custody_role
from . import test_translations
