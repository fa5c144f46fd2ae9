from . import tthc_figure_report
from . import tthc_table_view
