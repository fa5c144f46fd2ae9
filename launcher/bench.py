"""`./tthc bench`: the measurements of tests/bench, each in a database of its own."""

import hashlib
import json

from .console import say, step
from .errors import LauncherError
from .odoo import SHELL

FOLDER = "tests/bench"
#: What the scripts import.
PARTS = "tests/scale"
#: The script whose database stays for the next run, the others that measure on it, and
#: how many dossiers it holds.
KEPT = "bench_scale"
SHARING = (KEPT, "bench_watch")
SIZE = 1_000_000
#: Where that database tells what it holds; written when it is complete.
BASE_KEY = "tthc.bench.base"
#: What decides what it holds: modules of PARTS, and rules that an update leaves alone.
MAKERS = (
    "dossier_generator",
    "model_rows",
    "scale_base",
    "scale_spread",
    "scale_world",
    "span_rows",
    "task_world",
)
RULES = "addons/*/security/*.xml"


class Bench:
    """The measuring scripts of a suite."""

    def __init__(self, suite):
        """Measure `suite`."""
        self.suite = suite
        self.name = suite.database_name("bench")
        self.kept = suite.database_name(KEPT)
        self.pristine = suite.database_name("bench_template")

    def scripts(self, names):
        """Return the paths of the scripts.

        :param names: words of which one must be in a script's name; empty takes all
        :raise LauncherError: there is none
        """
        folder = self.suite.project.root / FOLDER
        found = sorted(folder.glob("bench_*.py"))
        chosen = [
            path
            for path in found
            if not names or any(name in path.stem for name in names)
        ]
        if not chosen:
            raise LauncherError(f"There is no such measurement in {FOLDER}.")
        return chosen

    def run(self, names, size=None):
        """Run the scripts one after the other and show what they print.

        :param names: as for :meth:`scripts`
        :param size: how many dossiers to measure on
        :return: the exit code: that of the first script that failed, else 0
        """
        scripts = self.scripts(names)
        variables = {
            "PYTHONPATH": self.suite.project.root / PARTS,
            "TTHC_BENCH_SIZE": size or SIZE,
            "TTHC_BENCH_CODE": self._code(),
        }
        code = 0
        try:
            for script in scripts:
                say(f"\n== {script.stem}")
                database = self._database(script, variables)
                code = self._measure(script, database, variables) or code
        finally:
            for name in (self.pristine, self.name):
                self.suite.databases.drop(name)
        return code

    def clean(self):
        """Remove the databases of the measurements."""
        for name in (self.pristine, self.name, self.kept):
            self.suite.databases.drop(name)
        say("The databases of the measurements are gone.")

    # -- databases --------------------------------------------------------------

    def _database(self, script, variables):
        """Make ready the database of a script and return its name."""
        if script.stem not in SHARING:
            self._clone(self.name)
            return self.name
        if not self._holds(variables):
            self._clone(self.kept)
            return self.kept
        with step(f"Database {self.kept}, of an earlier run") as current:
            log = self.suite.log("bench")
            done = self.suite.modules.refresh(self.kept, current, log)
            current.done("updated " + ", ".join(done) if done else "up to date")
        return self.kept

    def _holds(self, variables):
        """Whether the kept database is there, complete and as asked for."""
        databases = self.suite.databases
        if not databases.exists(self.kept):
            return False
        known = json.loads(databases.parameter(self.kept, BASE_KEY) or "{}")
        wanted = variables["TTHC_BENCH_SIZE"], variables["TTHC_BENCH_CODE"]
        return (known.get("size"), known.get("code")) == wanted

    def _clone(self, name):
        """Make a database with our addons and nothing else in it."""
        databases = self.suite.databases
        databases.drop(name)
        if not databases.exists(self.pristine):
            with step(f"Database {self.pristine}") as current:
                log = self.suite.log("bench")
                self.suite.modules.build(self.pristine, current, False, log)
        databases.clone(self.pristine, name)

    def _code(self):
        """Digest of the code that decides what the kept database holds."""
        root = self.suite.project.root
        total = hashlib.sha256()
        for path in [
            *(root / PARTS / f"{name}.py" for name in MAKERS),
            *sorted(root.glob(RULES)),
        ]:
            total.update(path.read_bytes())
        return total.hexdigest()[:16]

    def _measure(self, script, database, variables):
        with (
            open(script) as source,
            self.suite.odoo.process(
                database, SHELL, stdin=source, extra=variables
            ) as process,
        ):
            pass
        return process.returncode
