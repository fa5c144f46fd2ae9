"""Parallel tests: every worker of pytest-xdist gets attachments of its own.

pytest-odoo gives each worker a copy of the database but lets all of them share one file
store, where the clean-up of one worker removes a file that another has just written.
"""

import os
import shutil
from pathlib import Path


def pytest_configure():
    """Copy the file store for this worker before Odoo's registry is loaded."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not worker:
        return
    from odoo.tools import config as settings

    shared = Path(settings["data_dir"])
    own = shared / "workers" / worker
    shutil.rmtree(own, ignore_errors=True)
    for database in settings["db_name"]:
        source = shared / "filestore" / database
        shutil.copytree(source, own / "filestore" / database)
    settings["data_dir"] = str(own)
