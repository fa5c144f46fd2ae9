from . import papers, tracking
from . import opening_download
from . import tracking
