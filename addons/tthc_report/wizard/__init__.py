from . import tthc_figure_report
