from . import consultation_sheet
from . import outline_paper
from . import readiness_paper
from . import readiness_reader
from . import word_table
