"""`./tthc bench`: the measurements of tests/bench, each in a fresh database."""

from .console import say, step
from .errors import LauncherError
from .odoo import SHELL

FOLDER = "tests/bench"
#: What the scripts import.
PARTS = "tests/scale"


class Bench:
    """The measuring scripts of a suite."""

    def __init__(self, suite):
        """Measure `suite`."""
        self.suite = suite
        self.name = suite.database_name("bench")

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
        :param size: how many dossiers to measure on; None lets the script decide
        :return: the exit code: that of the first script that failed, else 0
        """
        scripts = self.scripts(names)
        pristine = self.suite.database_name("bench_template")
        with step(f"Database {pristine}") as current:
            log = self.suite.log("bench")
            self.suite.modules.build(pristine, current, False, log)
        code = 0
        for script in scripts:
            self.suite.databases.clone(pristine, self.name)
            say(f"\n== {script.stem}")
            code = code or self._measure(script, size)
        for name in (pristine, self.name):
            self.suite.databases.drop(name)
        return code

    def _measure(self, script, size):
        variables = {"PYTHONPATH": self.suite.project.root / PARTS}
        if size:
            variables["TTHC_BENCH_SIZE"] = size
        with (
            open(script) as source,
            self.suite.odoo.process(
                self.name, SHELL, stdin=source, extra=variables
            ) as process,
        ):
            pass
        return process.returncode
