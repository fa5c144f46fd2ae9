from . import test_custody
from . import test_custody_role
from . import test_handover
from . import test_handover_race
from . import test_round
from . import test_timetable
from . import test_scan_tour
from . import test_translations
