from . import tthc_catalog_start
