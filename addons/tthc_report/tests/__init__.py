from . import test_step_hours
