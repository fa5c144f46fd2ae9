from . import tthc_assignment_act
from . import tthc_assignment_replace
from . import tthc_uniform_act
from . import tthc_uniform_exchange
from . import tthc_uniform_order_make
from . import tthc_assignment_list
from . import tthc_assignment_list_line
