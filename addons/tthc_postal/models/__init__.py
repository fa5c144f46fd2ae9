from . import tthc_custody_holder
from . import tthc_paper
from . import tthc_custody_move
from . import tthc_center
from . import tthc_dossier
from . import tthc_dossier_step
