from . import tthc_plan_paper
from . import tthc_readiness_act
from . import tthc_problem_act
from . import tthc_rollout_return
from . import tthc_readiness_read
from . import tthc_golive_act
from . import tthc_duty_act
from . import tthc_dispatch_paste
