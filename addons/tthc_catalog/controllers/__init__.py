from . import catalog_download
