"""What makes a test run green."""

from types import SimpleNamespace

import pytest

from launcher import tests_runner
from launcher.errors import LauncherError
from launcher.tests_runner import Tally, pytest_targets

REPORT = """<testsuites><testsuite>
<testcase classname="a" name="passes"/>
{extra}
</testsuite></testsuites>"""


def tally(tmp_path, extra=""):
    """Return the Tally of a report with one passed test and `extra`."""
    path = tmp_path / "report.xml"
    path.write_text(REPORT.format(extra=extra))
    result = Tally()
    result.add_report(path)
    return result


def test_passed_tests_are_green(tmp_path):
    result = tally(tmp_path)
    assert (result.passed, result.verdict()) == (1, [])


@pytest.mark.parametrize("kind", ["failure", "error"])
def test_failed_test_is_red(tmp_path, kind):
    extra = f'<testcase classname="a" name="b"><{kind} message="x"/></testcase>'
    assert tally(tmp_path, extra).verdict() == ["1 tests failed"]


def test_skipped_test_is_red_and_named(tmp_path):
    extra = (
        '<testcase classname="a" name="b"><skipped message="no browser"/></testcase>'
    )
    result = tally(tmp_path, extra)
    assert result.verdict() == ["skipped a.b: no browser"]


def test_no_test_at_all_is_red():
    assert Tally().verdict() == ["no test ran"]


def test_run_that_left_no_report_is_red(tmp_path):
    result = Tally(passed=5)
    result.add_report(tmp_path / "none.xml")
    assert result.failed == 1 and "did not finish" in result.verdict()[0]


def test_targets_are_addons_and_spanning_tests_without_launcher_and_bench(tmp_path):
    for name in ("addons/b/tests", "addons/a/tests", "tests/launcher", "tests/bench"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "tests/launcher/test_x.py").write_text("")
    (tmp_path / "tests/e2e").mkdir()
    (tmp_path / "tests/e2e/test_y.py").write_text("")
    (tmp_path / "tests/test_z.py").write_text("")
    (tmp_path / "tests/data").mkdir()
    assert pytest_targets(tmp_path) == [
        *("addons/a/tests", "addons/b/tests", "tests/e2e", "tests/test_z.py"),
    ]


@pytest.fixture
def suite(project):
    """Return a Suite that builds nothing and remembers which database it prepared."""
    script = project.root / tests_runner.TEST_BUNDLES
    script.write_text("BUNDLES = {}")
    prepared = []
    return SimpleNamespace(
        project=project,
        prepared=prepared,
        modules=SimpleNamespace(build=lambda *_args, **_options: None),
        odoo=SimpleNamespace(shell=lambda *call: prepared.append(call)),
        server=SimpleNamespace(sql=lambda *call: prepared.append(call)),
        database_name=lambda name: f"tthc_{name}",
        log=lambda name: project.home / f"{name}.log",
    )


def test_database_of_the_tests_is_prepared_once(suite):
    tests_runner.TestRun(suite)._installations()
    assert suite.prepared == [
        ("tthc_test", tests_runner.NO_AUTOVACUUM),
        ("tthc_test", "BUNDLES = {}"),
    ]


@pytest.mark.parametrize("kind", [RuntimeError, LauncherError])
def test_fault_of_one_of_two_installations_is_not_lost(suite, kind):
    def build(database, current, demo, log, bridges):
        assert bridges is not demo
        if demo:
            raise kind("broken")

    suite.modules.build = build
    with pytest.raises(kind, match="broken"):
        tests_runner.TestRun(suite)._installations()
