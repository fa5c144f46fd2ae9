"""How the tests of the addons are shared out, and what each worker has of its own.

pytest-odoo gives each worker a copy of the database but lets all of them share one file
store, where the clean-up of one worker removes a file that another has just written.
"""

import os
import shutil
from pathlib import Path

from hypothesis import settings as hypothesis_settings


def pytest_configure():
    """Prepare what has to be there before Odoo's registry and the tests are loaded."""
    # Examples that failed are kept nowhere: the clone may not be writable.
    hypothesis_settings.register_profile("suite", database=None)
    hypothesis_settings.load_profile("suite")
    _copy_file_store()


def _copy_file_store():
    """Copy the file store for this worker, where there are several."""
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


def pytest_collection_modifyitems(items):
    """Begin with files that open pages: one takes as long as a hundred other tests.

    Left to the end, they would keep one worker busy while another has nothing to do.
    """
    items.sort(key=lambda item: not _opens_pages(item))


def _opens_pages(item):
    bases = item.cls.__mro__ if getattr(item, "cls", None) else ()
    return any(base.__name__ == "HttpCase" for base in bases)
