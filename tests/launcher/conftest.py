"""Fixtures of the launcher's own tests: no network, no Odoo, no database server."""

import os

import pytest

from launcher.account import Account
from launcher.project import Project


@pytest.fixture
def me():
    """Return the account that runs the tests, with no switch to another one."""
    return Account("me", os.geteuid(), os.getegid(), switching=False)


@pytest.fixture
def project(tmp_path, me):
    """Return a prepared Project in an empty folder with one small addon."""
    addon = tmp_path / "clone" / "addons" / "tthc_base"
    addon.mkdir(parents=True)
    (addon / "__manifest__.py").write_text("{'name': 'x'}\n")
    config = tmp_path / "clone" / "config"
    config.mkdir()
    (config / "odoo.conf").write_text(
        "[options]\nhttp_port = 8069\nlist_db = False\nworkers = 0\n"
    )
    result = Project(tmp_path / "clone", me)
    result.prepare()
    return result
