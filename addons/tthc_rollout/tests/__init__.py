from . import test_consultation
from . import test_outline
from . import test_problem
from . import test_readiness_report
from . import test_translations
from . import (
    test_readiness_reminder,
    test_readiness_report,
    test_readiness_role,
    test_readiness_rule,
    test_readiness_scale,
    test_readiness_states,
    test_readiness_tour,
    test_translations,
)
