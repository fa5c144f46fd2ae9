from . import catalog_download
from . import procedure_page
