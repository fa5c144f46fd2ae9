from . import tthc_table_view
