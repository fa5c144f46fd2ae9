from . import test_concurrency
from . import test_desk
from . import test_event
from . import test_intake
from . import test_receipt
from . import test_role
from . import test_tracking
from . import test_transition
