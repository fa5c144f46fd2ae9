"""The system user that owns the database cluster and runs Odoo.

PostgreSQL refuses to run as root and Odoo warns about it, so root hands both to the
user `postgres`. Anybody else runs everything as himself.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass

FALLBACK = "nobody"
SERVICE = "postgres"


@dataclass(frozen=True)
class Account:
    """A user of the machine, and whether we must switch to it."""

    name: str
    uid: int
    gid: int
    switching: bool

    @classmethod
    def of_service(cls):
        """Return the account that runs the services for the user at the keyboard."""
        if os.geteuid() != 0:
            entry = pwd.getpwuid(os.geteuid())
            return cls(entry.pw_name, entry.pw_uid, entry.pw_gid, switching=False)
        try:
            entry = pwd.getpwnam(SERVICE)
        except KeyError:
            entry = pwd.getpwnam(FALLBACK)
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid, switching=True)

    def command(self, args, tied=False):
        """Return `args` as a command line that runs as this account.

        :param args: the program and its arguments
        :param tied: end the program when the launcher dies, even by `kill -9`
        """
        prefix = []
        if tied:
            prefix += ["--pdeathsig", "TERM"]
        if self.switching:
            prefix += [f"--reuid={self.uid}", f"--regid={self.gid}", "--init-groups"]
        if prefix:
            prefix.insert(0, "setpriv")
        return [*prefix, *map(str, args)]

    def can(self, flag, path):
        """Return whether this account passes `test FLAG PATH`, for instance `-x`."""
        test = self.command(["test", flag, path])
        return subprocess.run(test, check=False, cwd="/").returncode == 0

    def own(self, path, mode=0o700):
        """Make the folder `path` if need be and give it to this account.

        :param path: a pathlib.Path
        :param mode: the permission bits to set
        """
        path.mkdir(mode=mode, parents=True, exist_ok=True)
        if self.switching:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)
        return path
