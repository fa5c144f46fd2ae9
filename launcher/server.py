"""The running center: started in the foreground or as a daemon, watched and stopped."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from . import settings
from .console import elapsed, say, step, warn
from .errors import LauncherError
from .processes import explain
from .project import write_atomically

LOG_BYTES = 20_000_000
READY_SECONDS = 180
STOP_SECONDS = 40


def _started_at(pid):
    """Return when a process began, in ticks since the machine's start, or None."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return None if fields[0] == "Z" else int(fields[19])


class Record:
    """What is known of the running server: run/server.json in the state folder."""

    def __init__(self, project):
        """Use the state folder of `project`."""
        self.path = project.home / "run" / "server.json"

    def read(self):
        """Return the facts of the running server, {} when none runs."""
        try:
            facts = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {}
        alive = _started_at(facts["pid"]) == facts["started"]
        return facts if alive else {}

    def write(self, pid, **facts):
        """Record the server with process number `pid`."""
        facts.update(pid=pid, started=_started_at(pid))
        write_atomically(self.path, json.dumps(facts))

    def clear(self):
        """Forget the server."""
        self.path.unlink(missing_ok=True)


def is_ready(url):
    """Return whether the server at `url` answers."""
    try:
        with urllib.request.urlopen(f"{url}/web/login", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def stop(project):
    """Stop the recorded server and wait for its end.

    :return: False when none was running
    """
    record = Record(project)
    facts = record.read()
    if not facts:
        return False
    os.kill(facts["pid"], signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while record.read() and time.monotonic() < deadline:
        time.sleep(0.1)
    if record.read():
        with suppress(ProcessLookupError):
            os.killpg(facts["pid"], signal.SIGKILL)
    record.clear()
    return True


def refuse_second(project):
    """Refuse to go on while a server of this clone runs.

    :raise LauncherError: one does
    """
    facts = Record(project).read()
    if facts:
        raise LauncherError(
            f"The center runs at {facts['url']} (process {facts['pid']});"
            " ./tthc stop ends it."
        )


class Center:
    """One start of the server on one database."""

    def __init__(self, suite, database, workers=None):
        """Serve `database` of `suite`.

        :param workers: number of worker processes, None for what config/odoo.conf says
        """
        self.suite = suite
        self.database = database
        self.workers = workers
        self.log = suite.log("odoo")
        self.record = Record(suite.project)
        self.interface = settings.effective(suite.project, "http_interface")
        self.url = None

    def _generated(self, ports):
        """Reserve ports and return the settings of this start."""
        project = self.suite.project
        wanted = int(settings.effective(project, "http_port"))
        http = ports.take(wanted)
        gevent = ports.take(int(settings.effective(project, "gevent_port")))
        if http != wanted:
            warn(f"Port {wanted} is taken; the center uses {http}.")
        host = "localhost" if self.interface in settings.LOOPBACK else self.interface
        self.url = f"http://{host}:{http}"
        generated = {"http_port": http, "gevent_port": gevent, "logfile": self.log}
        if self.workers is not None:
            generated["workers"] = self.workers
        return generated

    def _launch(self, ports, tied, descriptors=()):
        """Start Odoo and wait until it answers; return its process."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))
        generated = self._generated(ports)
        extra = settings.overrides()
        extra.update(ODOO_HTTP_PORT=generated["http_port"])
        extra.update(ODOO_GEVENT_PORT=generated["gevent_port"])
        with step("Center") as current:
            with self.suite.project.lock():
                refuse_second(self.suite.project)
                process = self.suite.odoo.popen(
                    self.database,
                    ["server"],
                    tied=tied,
                    generated=generated,
                    extra=extra,
                    stdout=subprocess.DEVNULL,
                    pass_fds=descriptors,
                )
                self.record.write(process.pid, url=self.url, database=self.database)
            try:
                self._await(process, current)
            except BaseException:
                process.terminate()
                process.wait()
                self.record.clear()
                raise
            current.done(self.url)
        return process

    def _await(self, process, current):
        """Wait until the server answers.

        :raise LauncherError: it ended or took too long
        """
        deadline = time.monotonic() + READY_SECONDS
        port = self.url.rpartition(":")[2]
        wildcard = self.interface in {"0.0.0.0", "::", ""}
        probe = f"http://127.0.0.1:{port}" if wildcard else self.url
        while not is_ready(probe):
            if process.poll() is not None:
                tail = self.log.read_text(errors="replace") if self.log.exists() else ""
                raise LauncherError(f"Odoo ended at once: {explain(tail)}")
            if time.monotonic() > deadline:
                raise LauncherError(f"Odoo does not answer; see {self.log}.")
            current.progress("starting")
            time.sleep(0.2)

    def _announce(self):
        """Print the address, the demo logins and where the password is."""
        project = self.suite.project
        say(f"\nThe center is open at {self.url} (ready after {elapsed():.1f} s).")
        logins = self.suite.modules.demo_logins(self.database)
        if logins and self.interface in settings.LOOPBACK:
            say("\nDemo logins; the password is the login itself:\n")
            width = max(len(row[0]) for row in logins) + 2
            for role, login, name in logins:
                say(f"  {role:<{width}}{login:<22}{name}")
        say(f"\nAdministrator: login admin, password in {project.home}/secrets")
        say(f"Log: {self.log}")

    def foreground(self):
        """Serve until Ctrl+C or ./tthc stop.

        :return: the exit code of Odoo
        """
        with closing(settings.Ports(self.interface)) as ports:
            process = self._launch(ports, tied=True)
            self._announce()
            say("Ctrl+C stops it.")
            try:
                process.wait()
            except KeyboardInterrupt:
                say("\nStopping …")
                stop_process(process)
            self.record.clear()
        return process.returncode

    def background(self):
        """Serve as a daemon that outlives the launcher."""
        with closing(settings.Ports(self.interface)) as ports, ExitStack() as stack:
            held = self.suite.server.hold()
            descriptors = [] if held is None else [held]
            for descriptor in descriptors:
                stack.callback(os.close, descriptor)
            self._launch(ports, tied=False, descriptors=descriptors)
            self._announce()
            say("./tthc stop stops it.")


def stop_process(process):
    """End an Odoo process, gently at first; a second Ctrl+C does not wait.

    :param process: a Popen that leads its own process group
    """
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
