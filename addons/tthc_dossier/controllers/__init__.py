from . import papers, tracking
