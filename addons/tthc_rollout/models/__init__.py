from . import (
    tthc_readiness_row,
    tthc_readiness_moving,
    project_project,
    project_task,
    tthc_agency,
    tthc_assignment,
    tthc_readiness_reminding,
    tthc_readiness_campaign,
    tthc_readiness_report_checking,
    tthc_readiness_report_content,
    tthc_readiness_report_filling,
    tthc_readiness_report_moving,
    tthc_readiness_report_reminding,
    tthc_readiness_report,
    tthc_readiness_person,
    tthc_readiness_count,
    tthc_readiness_visit,
    tthc_readiness_difficulty,
    tthc_readiness_filing,
    tthc_readiness_reminder,
    tthc_readiness_rule,
    tthc_seed_readiness_demo,
)
from . import tthc_consultation
from . import tthc_consultation_article
from . import tthc_consultation_reply
from . import tthc_consultation_comment
from . import tthc_problem
from . import tthc_problem_report
from . import tthc_outline_item
from . import tthc_outline
from . import tthc_outline_report_filling
from . import tthc_outline_report
from . import tthc_outline_part
from . import tthc_outline_unit
from . import tthc_outline_filing
from . import tthc_seed_voice_demo
