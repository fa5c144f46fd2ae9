from . import count_layout
from . import count_sheet
