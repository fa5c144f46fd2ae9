from . import tthc_table_view
from . import tthc_table_send
from . import tthc_table_difference
