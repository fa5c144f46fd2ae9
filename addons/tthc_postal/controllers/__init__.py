from . import tthc_postal_excel
