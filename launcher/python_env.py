"""The virtual environment of the suite, made from the lock in config/."""

import hashlib
import os
import shutil
import subprocess

from .errors import LauncherError
from .machine import install
from .processes import run

LOCK = "config/requirements.lock"
VERSIONS = ((3, 11), (3, 12), (3, 13))
NAMES = ("python3.13", "python3.12", "python3.11")
PROBE = "import sys; print(*sys.version_info[:2])"
VENV_PROBE = "import ensurepip, venv"


def _version(python, account):
    """Return the (major, minor) of an interpreter that the account can run, or None."""
    command = account.command([python, "-c", PROBE])
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd="/"
        )
    except OSError:
        return None
    return tuple(map(int, done.stdout.split())) if done.returncode == 0 else None


def candidates():
    """Return the interpreters to try, Debian's own first."""
    found = [shutil.which(name) for name in ("python3", *NAMES)]
    system = [f"/usr/bin/{name}" for name in ("python3", *NAMES)]
    paths = [path for path in [*system, *found] if path and os.path.exists(path)]
    return list(dict.fromkeys(paths))


def find_python(account):
    """Return the path and (major, minor) of the first usable interpreter.

    :param account: the Account that must be able to run it
    :raise LauncherError: there is no Python 3.11 to 3.13 for it
    """
    for path in candidates():
        version = _version(path, account)
        if version in VERSIONS:
            return path, version
    raise LauncherError(
        f"No Python 3.11, 3.12 or 3.13 that the user {account.name} can run; install"
        " Debian's python3 and python3-venv."
    )


def _has_venv(python):
    probe = subprocess.run([python, "-c", VENV_PROBE], capture_output=True, check=False)
    return probe.returncode == 0


class PythonEnvironment:
    """The folder `venv` in the state folder."""

    def __init__(self, project):
        """Use the state folder and the lock of `project`."""
        self.project = project
        self.folder = project.home / "venv"
        self.python = self.folder / "bin" / "python"

    def ensure(self, source, step):
        """Make the environment if the lock, the Python or its place changed.

        :param source: the OdooSource to put on its path
        :param step: the console step to show progress on
        :raise LauncherError: no interpreter, or a package cannot be installed
        """
        python, version = find_python(self.project.account)
        lock = (self.project.root / LOCK).read_bytes()
        wanted = {
            "lock": hashlib.sha256(lock).hexdigest(),
            "python": ".".join(map(str, version)),
            "folder": str(self.folder),
        }
        if self.project.stamp("python") != wanted or not self.python.exists():
            self._build(python, step)
            self.project.write_stamp("python", wanted)
        self._add_path(source, version)
        step.done(f"{wanted['python']}, {lock.count(b'==')} packages")

    def _build(self, python, step):
        if not _has_venv(python):
            step.progress("installing python3-venv")
            install(["python3-venv"], step)
        if not _has_venv(python):
            raise LauncherError(
                f"{python} cannot make virtual environments (its module ensurepip is"
                " missing)."
            )
        shutil.rmtree(self.folder, ignore_errors=True)
        step.progress("making the virtual environment")
        run([python, "-m", "venv", self.folder], "Making the virtual environment")
        step.progress("downloading and installing the packages of the lock")
        run(
            [
                *(self.python, "-m", "pip", "install", "--quiet"),
                *("--disable-pip-version-check", "--no-input", "--no-deps"),
                *("--require-hashes", "--only-binary", ":all:"),
                *("--requirement", self.project.root / LOCK),
            ],
            "Installing the Python packages",
        )

    def _add_path(self, source, version):
        """Put Odoo on the path of the environment through a .pth file."""
        name = "python{}.{}".format(*version)
        site = self.folder / "lib" / name / "site-packages"
        line = f"{source.path}\n"
        pth = site / "odoo.pth"
        if not pth.exists() or pth.read_text() != line:
            pth.write_text(line)
