from . import test_step_hours
from . import test_risk
from . import test_dossier_rows
from . import test_span
from . import test_span_counting
from . import test_figures
from . import test_report_period
from . import test_table
