from . import test_readiness_report, test_translations
