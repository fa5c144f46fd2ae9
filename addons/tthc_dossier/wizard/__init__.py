from . import tthc_dossier_result
