from . import test_consultation
from . import test_outline
from . import test_problem
from . import test_readiness_report
from . import test_translations
