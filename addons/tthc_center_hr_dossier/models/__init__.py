from . import tthc_shift_note
from . import tthc_dossier_step
from . import tthc_staff_notice_score
from . import tthc_staff_notice_figures
from . import tthc_staff_rating
from . import tthc_dossier
