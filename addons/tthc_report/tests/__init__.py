from . import test_step_hours
from . import test_risk
