"""Running Odoo's own command line as the service account."""

import contextlib
import subprocess

from . import settings
from .errors import LauncherError
from .processes import explain

SHELL = ("shell", "--no-http", "--log-level=warn", "--log-handler=:WARNING")


class Odoo:
    """Odoo with our addons, our Python and our database server."""

    def __init__(self, project, source, python, server):
        """Put together what a run of Odoo needs.

        :param source: the OdooSource
        :param python: the path of the interpreter
        :param server: the database Server
        """
        self.project = project
        self.source = source
        self.python = python
        self.server = server

    def environment(self, **extra):
        """Return the environment for Odoo and for tests of it.

        Compiled Python goes to a folder of the service account, which may not write
        beside the sources.
        """
        cache = self.project.home / "cache"
        return self.server.environment(
            PYTHONPYCACHEPREFIX=cache / "python",
            PYTHONUNBUFFERED=1,
            XDG_CACHE_HOME=cache,
            **extra,
        )

    def python_command(self, *args, tied=True):
        """Return the command line that runs our Python as the service account.

        :param tied: end it when the launcher dies
        """
        return self.project.account.command([self.python, *args], tied=tied)

    def configure(self, database, **generated):
        """Write the configuration file for a database and return its path."""
        return settings.write(self.project, self.source, database, **generated)

    def popen(self, database, args, tied=True, generated=None, extra=None, **options):
        """Start an Odoo command on a database.

        :param args: the command's name and options, for instance ["server", "-u", "x"]
        :param tied: end it when the launcher dies
        :param generated: settings for its configuration file, such as ports
        :param extra: variables for its environment
        :param options: passed to subprocess.Popen
        :return: the Popen; its output is text, errors go where the output goes
        """
        path = self.configure(database, **(generated or {}))
        name, *rest = args
        command = self.python_command(
            "-m",
            "odoo",
            name,
            "--config",
            path,
            "--database",
            database,
            *rest,
            tied=tied,
        )
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("start_new_session", True)
        return subprocess.Popen(
            command,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd=self.project.home / "data",
            env=self.environment(**(extra or {})),
            **options,
        )

    @contextlib.contextmanager
    def process(self, database, args, **options):
        """Run an Odoo command for as long as the body runs, and wait for its end.

        :param options: as for popen
        """
        process = self.popen(database, args, **options)
        try:
            yield process
            process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise
        finally:
            for stream in (process.stdin, process.stdout):
                if stream:
                    stream.close()

    def shell(self, database, script):
        """Run a script in `odoo shell` and return what it and its log printed.

        :param script: Python source; `env` is there, and commits only when told to
        :raise LauncherError: the script failed
        """
        pipe = subprocess.PIPE
        with self.process(database, SHELL, stdin=pipe, stdout=pipe) as process:
            output, _none = process.communicate(script)
        if process.returncode:
            raise LauncherError(f"The script failed: {explain(output)}")
        return output
