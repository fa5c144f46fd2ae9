"""When the virtual environment is rebuilt, and with which Python."""

import sys

import pytest

from launcher import python_env
from launcher.errors import LauncherError
from launcher.odoo_source import OdooSource
from launcher.python_env import PythonEnvironment


class Step:
    def progress(self, text):
        pass

    def done(self, text):
        pass


@pytest.fixture
def environment(project, monkeypatch):
    """Return a PythonEnvironment that only counts how often it is built."""
    (project.root / "config" / "requirements.lock").write_text("six==1.17.0\n")
    monkeypatch.setattr(python_env, "find_python", lambda _account: ("py", (3, 11)))
    result = PythonEnvironment(project)
    result.built = 0

    def build(_python, _step):
        result.built += 1
        result.python.parent.mkdir(parents=True, exist_ok=True)
        result.python.write_text("")
        (result.folder / "lib/python3.11/site-packages").mkdir(
            parents=True, exist_ok=True
        )

    monkeypatch.setattr(result, "_build", build)
    return result


def test_unchanged_lock_costs_nothing_and_a_changed_one_rebuilds(environment, tmp_path):
    source = OdooSource(tmp_path, "19.0")
    environment.ensure(source, Step())
    environment.ensure(source, Step())
    assert environment.built == 1
    lock = environment.project.root / "config" / "requirements.lock"
    lock.write_text("six==1.18.0\n")
    environment.ensure(source, Step())
    assert environment.built == 2


def test_half_built_environment_is_built_again(environment, tmp_path):
    source = OdooSource(tmp_path, "19.0")
    environment.ensure(source, Step())
    environment.python.unlink()
    environment.ensure(source, Step())
    assert environment.built == 2


def test_odoo_is_put_on_the_path(environment, tmp_path):
    environment.ensure(OdooSource(tmp_path / "one", "19.0"), Step())
    environment.ensure(OdooSource(tmp_path / "two", "19.0"), Step())
    pth = environment.folder / "lib/python3.11/site-packages/odoo.pth"
    assert pth.read_text() == f"{tmp_path / 'two'}\n"


def test_python_that_the_account_cannot_run_is_passed_over(me, monkeypatch):
    monkeypatch.setattr(
        python_env, "candidates", lambda: ["/none/python3", sys.executable]
    )
    assert python_env.find_python(me) == (sys.executable, sys.version_info[:2])


def test_no_usable_python_is_told_in_a_sentence(me, monkeypatch):
    monkeypatch.setattr(python_env, "candidates", lambda: ["/bin/false"])
    with pytest.raises(LauncherError, match=r"No Python 3\.11, 3\.12 or 3\.13"):
        python_env.find_python(me)
