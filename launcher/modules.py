"""Installing and updating our addons in a database, with progress."""

import hashlib
import json
import re
import shutil
import subprocess

from .database import STAMP_KEY, identifier, literal
from .errors import LauncherError
from .settings import passwords

LANGUAGES = "en_US,vi_VN"
LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")
PROBLEM = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
SEVERE = re.compile(r"^\S+ \S+ \d+ (ERROR|CRITICAL) ")
NOISE = re.compile(r"^Traceback|^\S+ \S+ \d+ INFO ")
SHOWN_LINES = 6
LITTLE_SPACE = 50_000_000
SKIPPED_PARTS = {"__pycache__", "tests"}
PROVISIONAL = "_building"
FIRST_STEPS = "config/first_steps.py"


def problems(log, pattern=PROBLEM):
    """Return the lines of a server log that report a problem.

    :param log: a path
    :param pattern: what makes a line a problem (warnings count unless told otherwise)
    """
    if not log.exists():
        return []
    with open(log, errors="replace") as lines:
        return [line.rstrip() for line in lines if pattern.search(line)]


def digest(folder):
    """Return a digest of what an update of the addon in `folder` depends on."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not SKIPPED_PARTS & set(relative.parts):
            total.update(str(relative).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


class Modules:
    """Our addons in the databases of one clone."""

    def __init__(self, project, odoo, databases):
        """Act through `odoo` (an Odoo) on `databases` (a Databases)."""
        self.project = project
        self.odoo = odoo
        self.databases = databases

    def digests(self):
        """Return {addon: digest} of the code as it is now."""
        folder = self.project.root / "addons"
        return {name: digest(folder / name) for name in self.project.addon_names()}

    def _wanted(self, installed):
        """Return {addon: digest} of the addons that belong into a database.

        :param installed: names of the addons that are in it
        """
        digests = self.digests()
        there = set(digests) | set(installed)
        bridges = self.project.bridges()
        return {
            name: digests[name] for name in digests if bridges.get(name, set()) <= there
        }

    def build(self, name, step, demo, log, bridges=False):
        """Make the database `name` with our addons in it.

        It is built under a provisional name, so that one killed half-way is never taken
        for a finished one.

        :param demo: with demo data
        :param log: the path of the server log to write
        :param bridges: also the bridges to apps of Odoo that nothing else asks for
        :raise LauncherError: an addon does not install
        """
        digests = self.digests() if bridges else self._wanted(())
        if not digests:
            raise LauncherError("There is no addon in addons/; nothing to install.")
        provisional = name + PROVISIONAL
        self.databases.create(provisional)
        self.databases.set_durability(provisional, durable=False)
        options = ["--init", ",".join(digests), f"--load-language={LANGUAGES}"]
        if demo:
            options.append("--with-demo")
        self._load(provisional, options, step, log)
        self._check_installed(provisional, digests)
        step.progress("first settings")
        self._first_steps(provisional)
        self._remember(provisional, digests)
        self.databases.set_durability(provisional, durable=True)
        self.databases.rename(provisional, name)

    def refresh(self, name, step, log, everything=False):
        """Update what changed since the database was last built or updated.

        :param everything: update all addons, changed or not
        :return: the names of the addons that were installed or updated
        :raise LauncherError: an addon does not load
        """
        known = json.loads(self.databases.parameter(name, STAMP_KEY) or "{}")
        digests = self._wanted(self._installed(name))
        new = [addon for addon in digests if addon not in known]
        changed = [
            addon
            for addon in digests
            if addon in known and (everything or known[addon] != digests[addon])
        ]
        if not new and not changed:
            return []
        options = []
        if new:
            options += ["--init", ",".join(new)]
        if changed:
            options += ["--update", ",".join(changed)]
        self._load(name, options, step, log)
        self._check_installed(name, digests)
        self._remember(name, digests)
        return new + changed

    def _remember(self, name, digests):
        self.databases.set_parameter(name, STAMP_KEY, json.dumps(digests))

    def _installed(self, name):
        """Return the names of the addons that are installed in a database."""
        names = self.databases.server.sql(
            name,
            "SELECT string_agg(name, ' ') FROM ir_module_module"
            " WHERE state = 'installed'",
        )
        return (names or "").split()

    def _check_installed(self, name, addons):
        wanted = ", ".join(literal(addon) for addon in addons)
        missing = self.databases.server.sql(
            name,
            "SELECT string_agg(name, ', ') FROM ir_module_module"
            f" WHERE name IN ({wanted}) AND state != 'installed'",
        )
        if missing:
            raise LauncherError(f"Odoo did not install {missing}; see the log above.")

    def _load(self, name, options, step, log):
        """Run Odoo with `options` until it has loaded everything."""
        command = ["server", *options, "--stop-after-init", "--no-http"]
        command += ["--max-cron-threads=0"]
        tail = []
        with (
            open(log, "w") as copy,
            self.odoo.process(name, command, stdout=subprocess.PIPE) as process,
        ):
            for line in process.stdout:
                copy.write(line)
                if SEVERE.match(line) or tail:
                    tail.append(line.rstrip())
                found = LOADING.search(line)
                if found:
                    step.progress("module {1} of {2}: {0}".format(*found.groups()))
        if process.returncode:
            raise LauncherError(
                f"Odoo cannot load the addons; {self._cause(tail, log)}"
            )

    def _cause(self, tail, log):
        """Return why Odoo stopped: the gist of its log from the first error on."""
        if shutil.disk_usage(self.project.home).free < LITTLE_SPACE:
            return "the disk is full."
        told = [line for line in tail if line[:1].strip() and not NOISE.search(line)]
        shown = "\n    ".join(told[-SHOWN_LINES:]) or "it was interrupted."
        return f"its log is {log}:\n    {shown}"

    def _first_steps(self, name):
        """Give the administrator its generated password, and Vietnamese as language."""
        script = (self.project.root / FIRST_STEPS).read_text()
        password = passwords(self.project)["admin"]
        self.odoo.shell(name, f"ADMIN_PASSWORD = {password!r}\n{script}")

    def demo_logins(self, name):
        """Return [(role, login, name)] of the demo users, [] where there are none."""
        if not self.databases.has_column(name, "res_users", "tthc_demo_role"):
            return []
        rows = self.databases.server.sql(
            name,
            "SELECT u.tthc_demo_role, u.login, p.name FROM res_users u"
            f" JOIN {identifier('res_partner')} p ON p.id = u.partner_id"
            " WHERE u.tthc_demo_role IS NOT NULL AND u.active ORDER BY u.id",
        )
        return [tuple(row.split("|")) for row in rows.splitlines()]
