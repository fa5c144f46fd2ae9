from . import consultation_sheet
from . import outline_paper
from . import readiness_paper
from . import readiness_reader
from . import rollout_list
from . import word_table
from . import dispatch_reader
from . import duty_sheet
