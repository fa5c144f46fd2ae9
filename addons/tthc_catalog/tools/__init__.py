from . import count_layout
from . import count_sheet
from . import sheet_cells
from . import sheet_column
from . import sheet_file
from . import sheet_workbook
