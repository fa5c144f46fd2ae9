from . import form_print
from . import guide
from . import session_lock
