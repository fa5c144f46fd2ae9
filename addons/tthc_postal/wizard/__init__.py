from . import tthc_postal_reason
from . import tthc_custody_pin_set
