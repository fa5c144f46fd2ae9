from . import consultation_sheet
from . import word_table
