from . import tthc_hours_parts
from . import tthc_step_hours
from . import tthc_dossier_hours
from . import tthc_dossier_timing
from . import tthc_step_usual
