"""Parallel test workers do not share attachments."""

import importlib.util
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def configure():
    """Return the hook of the clone's own conftest.py."""
    spec = importlib.util.spec_from_file_location("root_conftest", ROOT / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pytest_configure


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """Return Odoo's settings, with one attachment in the database `db`."""
    (tmp_path / "filestore" / "db" / "ab").mkdir(parents=True)
    (tmp_path / "filestore" / "db" / "ab" / "abcd").write_text("a paper")
    result = {"data_dir": str(tmp_path), "db_name": ["db"]}
    monkeypatch.setitem(sys.modules, "odoo", SimpleNamespace())
    monkeypatch.setitem(sys.modules, "odoo.tools", SimpleNamespace(config=result))
    return result


def test_each_worker_has_its_own_copy(configure, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw1")
    configure()
    own = Path(settings["data_dir"])
    assert own != tmp_path
    (own / "filestore" / "db" / "ab" / "abcd").unlink()
    assert (tmp_path / "filestore" / "db" / "ab" / "abcd").read_text() == "a paper"


def test_single_run_keeps_the_ordinary_folder(
    configure, settings, tmp_path, monkeypatch
):
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    configure()
    assert settings["data_dir"] == str(tmp_path)
