"""Where things lie: the clone, and its state folder, which git ignores."""

import ast
import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile

from .account import Account
from .errors import LauncherError

STATE_LINK = ".tthc"
CODE = ("addons", "config", "tests", "conftest.py", "pyproject.toml")


class Project:
    """A clone of the repository together with its state folder.

    The state folder is `.tthc` in the clone. Where the service account cannot enter the
    clone (root's own folder, say), the state lies below /var/lib, `.tthc` is a link to
    it, and the services read a copy of the code that is renewed at each command.
    """

    def __init__(self, root, account=None):
        """Take the clone at `root` (a path) and the account of its services."""
        self.root = Path(root).resolve()
        self.account = account or Account.of_service()
        digest = hashlib.sha256(str(self.root).encode()).hexdigest()[:10]
        self.key = f"tthc-{digest}"
        self._remote = Path("/var/lib") / f"tthc-{self.root.name}-{digest}"
        self.detached = self.account.switching and not self._is_open()
        self.home = self._remote if self.detached else self.root / STATE_LINK

    def _is_open(self):
        """Return whether the service account may enter the clone."""
        return self.account.can("-x", self.root) and self.account.can("-r", self.root)

    @property
    def code(self):
        """Return the folder of the code as the service account sees it."""
        return self.home / "code" if self.detached else self.root

    @property
    def addons(self):
        """Return the folder of our addons as the service account sees it."""
        return self.code / "addons"

    def prepare(self):
        """Make the state folder and its parts, and renew the copy of the code, if any.

        :raise LauncherError: the folder cannot be made
        """
        try:
            self._make_home()
            for name in ("data", "log", "cache", "backup"):
                self.account.own(self.home / name)
            (self.home / "run").mkdir(exist_ok=True)
            if self.detached:
                self.mirror_code()
        except OSError as error:
            raise LauncherError(
                f"Cannot write the state folder {self.home}: {error.strerror}."
            ) from error

    def _make_home(self):
        link = self.root / STATE_LINK
        if link.is_symlink() and (not self.detached or link.resolve() != self.home):
            link.unlink()
        self.home.mkdir(mode=0o755, parents=True, exist_ok=True)
        self.home.chmod(0o755)
        if self.detached and not link.exists():
            link.symlink_to(self.home)

    def mirror_code(self):
        """Copy the code for the service account in one go."""
        part, old = self.home / "code.part", self.home / "code.old"
        for folder in (part, old):
            shutil.rmtree(folder, ignore_errors=True)
        part.mkdir()
        for name in CODE:
            source = self.root / name
            if source.is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(source, part / name, ignore=ignored)
            elif source.is_file():
                shutil.copy2(source, part / name)
        for folder, _names, files in os.walk(part):
            os.chmod(folder, 0o755)
            for name in files:
                os.chmod(os.path.join(folder, name), 0o644)
        if self.code.exists():
            self.code.rename(old)
        part.rename(self.code)
        shutil.rmtree(old, ignore_errors=True)

    def addon_names(self):
        """Return the technical names of our installable addons, sorted."""
        manifests = sorted((self.root / "addons").glob("*/__manifest__.py"))
        return [path.parent.name for path in manifests if _is_installable(path)]

    def bridges(self):
        """Return {addon: its dependencies} of those that install themselves.

        Odoo installs them where all they depend on is there; one that depends on an
        app of Odoo which nobody asked for is left out.
        """
        found = {}
        for name in self.addon_names():
            manifest = _read(self.root / "addons" / name / "__manifest__.py")
            if manifest.get("auto_install"):
                found[name] = set(manifest.get("depends", ()))
        return found

    # Stamps: what a finished step leaves behind, written at once or not at all.

    def stamp(self, name):
        """Return what the step `name` left when it finished, {} if it never did."""
        try:
            return json.loads((self.home / "stamps" / f"{name}.json").read_text())
        except (FileNotFoundError, ValueError):
            return {}

    def write_stamp(self, name, content):
        """Record that the step `name` finished, with a dict of its facts."""
        folder = self.home / "stamps"
        folder.mkdir(exist_ok=True)
        write_atomically(folder / f"{name}.json", json.dumps(content, indent=1))

    @contextlib.contextmanager
    def lock(self, work="set-up"):
        """Let one launcher at a time do a kind of work in this clone.

        :param work: the kind, in a word
        :raise LauncherError: another one is at it
        """
        with open(self.home / "run" / f"{work}.lock", "a+") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                handle.seek(0)
                raise LauncherError(
                    f"Another ./tthc (process {handle.read().strip() or '?'}) is at"
                    f" work in this clone ({work}); wait until it has finished."
                ) from error
            handle.seek(0)
            handle.truncate()
            handle.write(str(os.getpid()))
            handle.flush()
            yield


def _is_installable(manifest):
    """Return whether the manifest at a path allows its addon to be installed."""
    return _read(manifest).get("installable", True)


def _read(manifest):
    """Return the manifest at a path.

    :raise LauncherError: it is no Python dictionary
    """
    try:
        return dict(ast.literal_eval(manifest.read_text()))
    except (SyntaxError, TypeError, ValueError) as error:
        raise LauncherError(f"{manifest} is broken: {error}.") from error


def write_atomically(path, text, mode=0o644):
    """Write a small text file so that a crash leaves the old one or the new one.

    :param path: a pathlib.Path
    :param text: the whole content
    :param mode: permission bits of the new file
    """
    with NamedTemporaryFile(
        "w", dir=path.parent, prefix=f"{path.name}.", suffix=".part", delete=False
    ) as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    part = Path(handle.name)
    part.chmod(mode)
    part.replace(path)
