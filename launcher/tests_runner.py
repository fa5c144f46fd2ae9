"""`./tthc test`: everything that has to hold, phase by phase.

A phase is a method that raises or notes a fault for what it found wrong. The run passes
when there is no fault, at least one test ran and none was skipped.
"""

import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from .backup import Backup, attachments
from .console import Step, say, step
from .errors import LauncherError
from .modules import SEVERE, problems
from .processes import clean_environment

LAUNCHER_TESTS = "tests/launcher"
BENCHES = "tests/bench"
PARALLEL = 2
PYTEST_CODES = (0, 1)  # all passed; some failed, which the report tells
SHOWN_LINES = 40
TEST_BUNDLES = "config/test_bundles.py"
# What a test adds is taken back before anybody else sees it. Statistics gathered in the
# middle of it say that the tables are empty, and plans made after them take minutes.
NO_AUTOVACUUM = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT oid::regclass FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    LOOP EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', name);
    END LOOP;
END $$
"""
COUNT_ROWS = """
SELECT table_name, (xpath('/row/n/text()', query_to_xml(
    format('SELECT count(*) AS n FROM %I', table_name), false, true, '')))[1]
FROM information_schema.tables
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1
"""


@dataclass
class Tally:
    """How many tests passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: list = field(default_factory=list)

    @property
    def ran(self):
        """Return the number of tests that ran."""
        return self.passed + self.failed

    def add_report(self, path):
        """Add the JUnit report at `path`; a missing one counts as a failure."""
        if not path.is_file():
            self.failed += 1
            self.reasons.append(f"no report {path.name}: pytest did not finish")
            return
        for case in ElementTree.parse(path).iter("testcase"):
            skipped = case.find("skipped")
            if skipped is not None:
                self.skipped += 1
                name = f"{case.get('classname')}.{case.get('name')}"
                self.reasons.append(f"skipped {name}: {skipped.get('message')}")
            elif case.find("failure") is not None or case.find("error") is not None:
                self.failed += 1
            else:
                self.passed += 1

    def verdict(self):
        """Return the reasons why these tests do not count as passed, [] if they do."""
        reasons = list(self.reasons)
        if self.failed:
            reasons.append(f"{self.failed} tests failed")
        if not self.ran:
            reasons.append("no test ran")
        return reasons


def pytest_targets(root):
    """Return the folders of Odoo tests below the folder `root`, relative to it."""
    folders = sorted((root / "addons").glob("*/tests"))
    skipped = {root / LAUNCHER_TESTS, root / BENCHES}
    found = [path for path in sorted((root / "tests").glob("*")) if path not in skipped]
    found = [path for path in found if path.is_dir() or path.name.startswith("test_")]
    folders += [
        path for path in found if any(path.rglob("test_*.py")) or path.is_file()
    ]
    return [str(path.relative_to(root)) for path in folders]


class TestRun:
    """One run of the tests of a suite."""

    def __init__(self, suite):
        """Run the tests of `suite`, which must have been set up for tests."""
        self.suite = suite
        self.project = suite.project
        self.tally = Tally()
        self.faults = []
        self.seconds = {}
        self.reports = self.project.account.own(self.project.home / "reports")
        self.plain = suite.database_name("test")
        self.demo = suite.database_name("test_demo")
        self.restored = suite.database_name("test_restored")

    # The two ways to run

    def everything(self):
        """Run all phases and print the summary.

        :return: the exit code, 0 when all is well
        """
        shutil.rmtree(self.project.home / "log" / "screenshots", ignore_errors=True)
        self._phase("Tests of the launcher", self._launcher_tests)
        self._phase("Installation on empty databases", self._installations)
        if not self.faults:
            self._phase("Tests of the addons", self._addon_tests)
            self._phase("Update of a populated database", self._update)
            self._phase("Backup and restore drill", self._drill)
        return self._summary()

    def some(self, paths):
        """Run the tests at `paths` on the test database, brought up to date first.

        :param paths: files or folders, relative to where the user is
        :return: the exit code
        """
        targets = [self._inside(path) for path in paths]
        ours = [path for path in targets if path.startswith(LAUNCHER_TESTS)]
        if ours:
            self._phase("Tests of the launcher", self._launcher_tests)
        others = [path for path in targets if path not in ours]
        if others:
            self._phase("Test database", self._bring_up_to_date)
            if not self.faults:
                self._phase("Tests", lambda: self._pytest(others, "some", []))
        return self._summary()

    def _inside(self, path):
        """Return a path given by the user relative to the clone, test name and all."""
        name, separator, test = path.partition("::")
        resolved = Path(name).resolve()
        if not resolved.exists() or not resolved.is_relative_to(self.project.root):
            raise LauncherError(f"There are no tests at {name} in this clone.")
        return str(resolved.relative_to(self.project.root)) + separator + test

    def _phase(self, title, function):
        """Run one phase, keep its seconds and its fault."""
        say(f"\n== {title}")
        began = time.monotonic()
        try:
            function()
        except LauncherError as error:
            self._fault(f"{title}: {error}")
        self.seconds[title] = time.monotonic() - began

    def _fault(self, text):
        say(text)
        self.faults.append(text.splitlines()[0])

    def _summary(self):
        """Print what happened and return the exit code."""
        reasons = self.faults + self.tally.verdict()
        say("\n== Summary")
        for title, seconds in self.seconds.items():
            say(f"  {seconds:7.1f} s  {title}")
        counts = self.tally
        say(
            f"  {counts.passed} passed, {counts.failed} failed,"
            f" {counts.skipped} skipped in {sum(self.seconds.values()):.0f} s"
        )
        for reason in reasons:
            say(f"  FAILED: {reason}")
        say("  All is well." if not reasons else f"  Reports: {self.reports}")
        return 1 if reasons else 0

    # Phases

    def _launcher_tests(self):
        """Run the launcher's own unit tests, without Odoo."""
        report = self.reports / "launcher.xml"
        report.unlink(missing_ok=True)
        command = [self.suite.odoo.python, "-B", "-m", "pytest", "-q", "-p", "no:odoo"]
        command += ["-p", "no:cacheprovider", f"--junit-xml={report}", LAUNCHER_TESTS]
        root = self.project.root
        subprocess.run(command, check=False, cwd=root, env=clean_environment())
        self.tally.add_report(report)

    def _installations(self):
        """Install all addons in two empty databases at once, one with demo data."""
        databases = {"install": (self.plain, False), "install_demo": (self.demo, True)}
        with ThreadPoolExecutor(len(databases)) as pool:
            runs = [
                pool.submit(self._install, name, *database)
                for name, database in databases.items()
            ]
        faults = [run.exception() for run in runs if run.exception()]
        for fault in faults:
            if not isinstance(fault, LauncherError):
                raise fault
        if faults:
            raise LauncherError("\n".join(map(str, faults)))
        for name in databases:
            self._scan(name)

    def _install(self, name, database, demo):
        current = Step(f"{database} {'with' if demo else 'without'} demo data")
        log = self._fresh_log(name)
        try:
            # The empty one has the bridges to Odoo's own apps too, for their tests; the
            # one with demo data shows that the suite needs none of these apps.
            self.suite.modules.build(database, current, demo, log, bridges=not demo)
            if not demo:
                self._prepare(database, current)
        except LauncherError:
            current.done("failed")
            raise
        finally:
            current.close()

    def _addon_tests(self):
        """Run all tests of the addons, shared out among two copies of the database."""
        targets = pytest_targets(self.project.root)
        if not targets:
            raise LauncherError("There are no tests in addons/ or tests/.")
        options = ["-n", str(PARALLEL), "--dist", "loadfile", "--no-loadscope-reorder"]
        self._pytest(targets, "addons", options)

    def _update(self):
        """Update every addon on the database with demo data."""
        log = self._fresh_log("update")
        with step(self.demo) as current:
            self.suite.modules.refresh(self.demo, current, log, everything=True)
        self._scan("update")

    def _drill(self):
        """Back up the database with demo data, restore it and compare."""
        target = self.project.home / "backup" / "drill.tar"
        backup = Backup(self.suite)
        with step("backup") as current:
            size = backup.write(self.demo, target)
            current.done(f"{size / 1e6:.1f} MB")
        with step("restore"):
            backup.read(target, self.restored)
        target.unlink()
        self._compare(self.demo, self.restored)
        self.suite.databases.drop(self.restored)

    def _compare(self, original, copy):
        """Compare the row counts and the attachments of two databases."""
        sql = self.suite.server.sql
        before, after = (
            sql(name, COUNT_ROWS).splitlines() for name in (original, copy)
        )
        if before != after:
            different = sorted(set(before) ^ set(after))
            raise LauncherError(f"After the restore row counts differ: {different}")
        folders = [self.suite.databases.filestore(name) for name in (original, copy)]
        files, copies = (
            [(name, path.read_bytes()) for name, path in attachments(folder)]
            for folder in folders
        )
        if not files or files != copies:
            raise LauncherError("After the restore the attachments differ.")
        say(f"  {len(before)} tables and {len(files)} attachments are the same.")

    def _bring_up_to_date(self):
        """Make the test database, or update what changed in it."""
        log = self._fresh_log("install")
        with step(self.plain) as current:
            if not self.suite.databases.exists(self.plain):
                self.suite.modules.build(self.plain, current, False, log, bridges=True)
                self._prepare(self.plain, current)
                return
            done = self.suite.modules.refresh(self.plain, current, log)
            current.done("updated " + ", ".join(done) if done else "up to date")

    # Tools

    def _prepare(self, database, current):
        """Do once what would slow down each of the tests on a database."""
        current.progress("bundles")
        self.suite.server.sql(database, NO_AUTOVACUUM)
        script = (self.project.root / TEST_BUNDLES).read_text()
        self.suite.odoo.shell(database, script)

    def _fresh_log(self, name):
        log = self.suite.log(f"test_{name}")
        log.unlink(missing_ok=True)
        return log

    def _scan(self, name, pattern=None):
        """Report the problems in a server log as a fault."""
        log = self.suite.log(f"test_{name}")
        found = problems(log, pattern) if pattern else problems(log)
        if not found:
            return
        shown = "\n".join(f"    {line[:300]}" for line in found[:SHOWN_LINES])
        self._fault(f"{len(found)} problems in the server log {log}:\n{shown}")

    def _pytest(self, targets, name, options):
        """Run pytest with Odoo's HTTP server on; count its tests and scan its log."""
        log = self._fresh_log(name)
        report = self.reports / f"{name}.xml"
        report.unlink(missing_ok=True)
        odoo = self.suite.odoo
        conf = odoo.configure(self.plain, logfile=log)
        command = odoo.python_command(
            *("-m", "pytest", "-q", "-rfEs", "--durations=10", *options),
            *(f"--odoo-config={conf}", f"--odoo-database={self.plain}"),
            *("--odoo-http", "--odoo-log-level=warn", f"--junit-xml={report}"),
            *("-o", f"cache_dir={self.project.home / 'cache' / 'pytest'}"),
            *(f"--rootdir={self.project.code}", *targets),
        )
        environment = odoo.environment(**self._browser_variables())
        place = self.project.code
        done = subprocess.run(command, check=False, cwd=place, env=environment)
        if done.returncode not in PYTEST_CODES:
            self._fault(f"pytest ended with code {done.returncode}")
        self.tally.add_report(report)
        self._scan(name, SEVERE)

    def _browser_variables(self):
        """Return variables that keep what a browser writes inside the state folder."""
        temporary = self.project.account.own(self.project.home / "cache" / "tmp")
        return {"TMPDIR": temporary}
