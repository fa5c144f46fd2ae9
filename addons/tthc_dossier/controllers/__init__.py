from . import opening_download, papers, tracking
