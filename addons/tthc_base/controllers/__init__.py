from . import form_print
from . import session_lock
