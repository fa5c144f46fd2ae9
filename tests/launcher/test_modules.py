"""What counts as a change of an addon, and what of a server log as a problem."""

import json

import pytest

from launcher.modules import SEVERE, Modules, digest, problems

LOG = """2026-01-01 00:00:00,000 1 INFO db odoo.modules.loading: base (1/2)
2026-01-01 00:00:00,000 1 WARNING db odoo.models: a field has no label
2026-01-01 00:00:00,000 1 ERROR db odoo.sql_db: bad query: SELECT
Traceback (most recent call last): ERROR is only a word here
2026-01-01 00:00:00,000 1 INFO db odoo.http: an ERROR in an INFO line
"""


class FakeDatabases:
    """Remembers the stamp of one database."""

    def __init__(self, stamp):
        self.stamp = json.dumps(stamp)
        self.installed = []

    def parameter(self, _name, _key):
        return self.stamp

    def set_parameter(self, _name, _key, value):
        self.stamp = value


@pytest.fixture
def modules(project, monkeypatch):
    """Return Modules that note the options Odoo would get."""
    result = Modules(project, None, FakeDatabases({}))
    result.loads = []
    monkeypatch.setattr(
        result, "_load", lambda name, options, *_args: result.loads.append(options)
    )
    monkeypatch.setattr(result, "_check_installed", lambda *_args: None)
    monkeypatch.setattr(result, "_installed", lambda _name: result.databases.installed)
    return result


def test_problem_lines_are_found_and_traceback_words_are_not(tmp_path):
    log = tmp_path / "odoo.log"
    log.write_text(LOG)
    assert [line.split()[3] for line in problems(log)] == ["WARNING", "ERROR"]
    assert [line.split()[3] for line in problems(log, SEVERE)] == ["ERROR"]
    assert problems(tmp_path / "none.log") == []


def test_tests_do_not_make_an_update_but_everything_else_does(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "a.xml").write_text("<odoo/>")
    before = digest(tmp_path)
    (tmp_path / "tests" / "test_a.py").write_text("x = 1")
    assert digest(tmp_path) == before
    (tmp_path / "a.xml").rename(tmp_path / "b.xml")
    assert digest(tmp_path) != before


def test_new_addon_is_installed_and_then_left_alone(modules):
    assert modules.refresh("db", None, None) == ["tthc_base"]
    assert modules.refresh("db", None, None) == []
    assert modules.loads == [["--init", "tthc_base"]]


def test_changed_addon_is_updated(modules, project):
    modules.refresh("db", None, None)
    (project.root / "addons" / "tthc_base" / "x.py").write_text("x = 1\n")
    assert modules.refresh("db", None, None) == ["tthc_base"]
    assert modules.loads[-1] == ["--update", "tthc_base"]


def test_everything_is_updated_when_asked(modules):
    modules.refresh("db", None, None)
    assert modules.refresh("db", None, None, everything=True) == ["tthc_base"]


def test_failed_update_is_tried_again(modules, monkeypatch):
    def fail(*_args):
        raise RuntimeError

    monkeypatch.setattr(modules, "_check_installed", fail)
    for _attempt in range(2):
        with pytest.raises(RuntimeError):
            modules.refresh("db", None, None)
    assert len(modules.loads) == 2


def test_cause_is_told_without_traceback_or_chatter(modules, tmp_path):
    tail = [
        "2026-01-01 00:00:00,000 1 CRITICAL db odoo.service.server: Failed to load",
        "Traceback (most recent call last):",
        '  File "x.py", line 1, in <module>',
        "odoo.tools.convert.ParseError: view broken",
        "2026-01-01 00:00:00,000 1 INFO db odoo.service.server: Initiating shutdown",
    ]
    told = modules._cause(tail, tmp_path / "setup.log").splitlines()
    assert told[0].endswith("setup.log:")
    assert [line.split()[-1] for line in told[1:]] == ["load", "broken"]


def test_full_disk_is_the_cause_whatever_the_log_says(modules, monkeypatch, tmp_path):
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("launcher.modules.shutil.disk_usage", lambda _path: usage)
    assert modules._cause(["Traceback"], tmp_path) == "the disk is full."


def test_bridge_waits_for_the_app_that_it_leads_to(modules, project):
    bridge = project.root / "addons" / "tthc_bridge"
    bridge.mkdir()
    (bridge / "__manifest__.py").write_text(
        "{'depends': ['tthc_base', 'hr_holidays'], 'auto_install': True}"
    )
    assert modules.refresh("db", None, None) == ["tthc_base"]
    modules.databases.installed = ["tthc_base", "hr_holidays"]
    assert modules.refresh("db", None, None) == ["tthc_bridge"]
