from . import tthc_dossier_act
from . import tthc_dossier_apology_sign
from . import tthc_dossier_correct
from . import tthc_dossier_handing
from . import tthc_dossier_request
from . import tthc_dossier_request_line
from . import tthc_dossier_result
from . import tthc_inspection_answer
