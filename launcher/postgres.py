"""The PostgreSQL server: a private cluster by default, or the one that PGHOST names."""

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from .errors import LauncherError
from .processes import clean_environment, explain, run

BINARIES = "/usr/lib/postgresql"
GIVEN = ("PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGPASSWORD", "PGPASSFILE")
GIVEN_MORE = ("PGSERVICE", "PGSSLMODE", "PGSSLROOTCERT")
MEGABYTE = 1024 * 1024
OLDEST = 15
PORT = 5432  # only the name of a file in a folder of our own
ROLE = "tthc"
SOCKET_LIMIT = 107
START_SECONDS = 60


def memory_megabytes():
    """Return the memory that this process may use, in megabytes."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with contextlib.suppress(OSError, ValueError):
        total = min(total, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return total // MEGABYTE


def tuning(memory):
    """Return the settings of postgresql.conf that depend on the memory.

    :param memory: megabytes of the machine
    """
    return {
        "shared_buffers": f"{max(64, min(memory // 8, 2048))}MB",
        "effective_cache_size": f"{max(128, memory // 2)}MB",
        "maintenance_work_mem": f"{max(32, min(memory // 16, 512))}MB",
        "work_mem": f"{max(4, min(memory // 512, 32))}MB",
    }


def binaries():
    """Return the folders of the installed PostgreSQL programs, newest first."""
    folders = [
        path for path in Path(BINARIES).glob("*/bin") if path.parent.name.isdigit()
    ]
    return sorted(folders, key=lambda path: int(path.parent.name), reverse=True)


class Server:
    """What both kinds of server share: clients, with the right variables."""

    admin = None

    def __init__(self, project):
        """Serve `project`."""
        self.project = project

    def program(self, name):
        """Return the path of a PostgreSQL program such as psql.

        :raise LauncherError: it is not installed
        """
        for folder in self._folders():
            if (folder / name).exists():
                return folder / name
        raise LauncherError(f"The PostgreSQL program {name} is not installed.")

    def _folders(self):
        return binaries()

    def variables(self, user=None):
        """Return the PG* variables that lead a client to this server, as a dict."""
        raise NotImplementedError

    def environment(self, user=None, **extra):
        """Return the whole environment for a client of this server."""
        home = self.project.home / "data"
        return clean_environment(**{**self.variables(user), "HOME": home, **extra})

    def client(self, name, *args, what, user=None, **options):
        """Run a PostgreSQL program as the service account; return what it printed.

        :param what: what it is there for, used in the sentence on failure
        :param user: the role, the ordinary one unless told
        :raise LauncherError: it failed
        """
        command = self.project.account.command([self.program(name), *args])
        environment = self.environment(user)
        return run(command, what, env=environment, cwd="/", **options)

    def sql(self, database, text, what="Asking the database", admin=False):
        """Run SQL and return psql's plain output: one line a row, fields split by |.

        :param database: its name
        :param text: the statements; each commits by itself
        :param admin: as the role that may do everything, where we have one
        :raise LauncherError: a statement failed
        """
        return self.client(
            "psql",
            *("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database),
            what=what,
            user=self.admin if admin else None,
            input=text,
        ).strip()

    @contextlib.contextmanager
    def running(self):
        """Keep the server up while the body runs."""
        yield

    def hold(self):
        """Return a descriptor that keeps the server up, None where there is no need."""
        return None

    def stop_if_unused(self):
        """Stop the server unless somebody uses it."""


class GivenServer(Server):
    """The server that the caller's PG* variables name; never started or stopped."""

    def variables(self, user=None):
        """Return the caller's own PG* variables."""
        names = GIVEN + GIVEN_MORE
        given = {name: os.environ[name] for name in names if name in os.environ}
        return {**given, "PGUSER": user or given.get("PGUSER", ROLE)}

    @contextlib.contextmanager
    def running(self):
        """Check that the server answers and is new enough.

        :raise LauncherError: it does not or is not
        """
        version = int(self.sql("postgres", "SHOW server_version_num")) // 10000
        if version < OLDEST:
            raise LauncherError(
                f"The PostgreSQL server is version {version}; {OLDEST} or later is"
                " needed for Vietnamese sorting."
            )
        yield

    def limits(self):
        """Return sentences on what our role may not do there, for the user to know."""
        row = self.sql(
            "postgres",
            "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user",
        )
        superuser, creates = (flag == "t" for flag in row.split("|"))
        limits = []
        if not (superuser or creates):
            limits.append("it may not create databases (ALTER ROLE … CREATEDB)")
        if not superuser:
            limits.append("it may not make unaccent() immutable (needs a superuser)")
        return limits


class PrivateCluster(Server):
    """A cluster of our own, reached through a unix socket only."""

    def __init__(self, project):
        """Keep the cluster in the state folder of `project`."""
        super().__init__(project)
        self.admin = project.account.name
        self.data = project.home / "pg"
        self.log = project.home / "log" / "postgresql.log"
        self.sockets = self._socket_folder()
        self._lock = project.home / "run" / "cluster.lock"

    def _socket_folder(self):
        """Return a short folder that only the service account can enter."""
        if self.project.account.switching:
            base = "/run" if os.access("/run", os.W_OK) else "/tmp"
        else:
            base = os.environ.get("XDG_RUNTIME_DIR") or "/tmp"
        folder = Path(base) / self.project.key
        if len(f"{folder}/.s.PGSQL.{PORT}") > SOCKET_LIMIT:
            folder = Path("/tmp") / self.project.key
        return folder

    def variables(self, user=None):
        """Return the PG* variables of the socket."""
        return {"PGHOST": self.sockets, "PGPORT": PORT, "PGUSER": user or ROLE}

    def _folders(self):
        """Return the programs of the cluster's own version, once it exists."""
        version = self.data / "PG_VERSION"
        account = self.project.account
        if not version.exists():
            return super()._folders()
        folder = Path(BINARIES, version.read_text().strip(), "bin")
        if not account.can("-x", folder / "postgres"):
            raise LauncherError(
                f"The database in {self.data} needs PostgreSQL"
                f" {version.read_text().strip()}, which is no longer installed."
            )
        return [folder]

    @contextlib.contextmanager
    def running(self):
        """Keep the cluster up while the body runs; the last user stops it.

        Each user holds a shared lock on a file, so that no crash leaves a false count.
        """
        with open(self._lock, "a") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH)
            self._start()
            try:
                yield
            finally:
                self._stop_if_last(handle)

    def hold(self):
        """Return a descriptor that keeps the cluster up for whoever inherits it."""
        descriptor = os.open(self._lock, os.O_RDWR)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        return descriptor

    def stop_if_unused(self):
        """Stop the cluster unless somebody uses it."""
        with open(self._lock, "a") as handle:
            self._stop_if_last(handle)

    def _stop_if_last(self, handle):
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.stop()

    def is_up(self):
        """Return whether the cluster answers."""
        command = [
            self.program("pg_isready"),
            "-q",
            "-h",
            self.sockets,
            "-p",
            str(PORT),
        ]
        command = self.project.account.command(command)
        return subprocess.run(command, check=False, cwd="/").returncode == 0

    def _start(self):
        self._check_sockets()
        if not (self.data / "PG_VERSION").exists():
            self._create()
        if self.is_up():
            return
        self._remove_stale_pid()
        command = [
            *(self.program("pg_ctl"), "start", "--wait", "--silent"),
            *("--timeout", START_SECONDS, "--pgdata", self.data, "--log", self.log),
            *("--options", f"-k {self.sockets} -p {PORT}"),
        ]
        command = self.project.account.command(command)
        environment = clean_environment(LC_ALL="C.UTF-8")
        done = subprocess.run(
            command,
            check=False,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if done.returncode:
            tail = self.log.read_text(errors="replace") if self.log.exists() else ""
            raise LauncherError(f"PostgreSQL does not start: {explain(tail)}")

    def stop(self):
        """Stop the cluster if it runs; open transactions are rolled back."""
        if not (self.data / "postmaster.pid").exists():
            return
        command = [self.program("pg_ctl"), "stop", "--silent", "--mode", "fast"]
        command += ["--pgdata", self.data]
        subprocess.run(
            self.project.account.command(command),
            check=False,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _check_sockets(self):
        """Make the socket folder, or refuse one that somebody else made first."""
        account = self.project.account
        if not self.sockets.exists() and not self.sockets.is_symlink():
            account.own(self.sockets)
        state = self.sockets.lstat()
        if self.sockets.is_symlink() or state.st_uid != account.uid:
            raise LauncherError(
                f"The folder {self.sockets} belongs to somebody else; have it removed."
            )
        self.sockets.chmod(0o700)

    def _create(self):
        """Make the cluster under another name first: it is whole or not there."""
        account, part = self.project.account, self.data.with_name("pg.part")
        shutil.rmtree(part, ignore_errors=True)
        account.own(part)
        command = [self.program("initdb"), "--pgdata", part, "--encoding", "UTF8"]
        command += ["--locale", "C.UTF-8", "--auth", "peer", "--no-sync"]
        environment = clean_environment(LC_ALL="C.UTF-8")
        run(
            account.command(command),
            "Making the database cluster",
            cwd="/",
            env=environment,
        )
        with open(part / "postgresql.conf", "a") as handle:
            handle.writelines(f"{key} = {value}\n" for key, value in self._settings())
        (part / "pg_hba.conf").write_text("local all all peer map=launcher\n")
        names = dict.fromkeys((account.name, ROLE))
        lines = [f"launcher {account.name} {name}\n" for name in names]
        (part / "pg_ident.conf").write_text("".join(lines))
        self._create_role(part)
        os.sync()
        part.rename(self.data)

    def _create_role(self, part):
        """Add Odoo's role, which may make databases and nothing else."""
        if self.admin == ROLE:
            return
        command = [self.program("postgres"), "--single", "-j", "-D", part, "postgres"]
        run(
            self.project.account.command(command),
            "Making the database role",
            cwd="/",
            env=clean_environment(),
            input=f"CREATE ROLE {ROLE} LOGIN CREATEDB;\n",
        )

    def _settings(self):
        """Return (name, value) pairs for postgresql.conf."""
        fixed = {
            "listen_addresses": "''",
            "unix_socket_permissions": "0700",
            "max_connections": 200,
            "max_wal_size": "2GB",
            "random_page_cost": 1.1,
            "jit": "off",
            "timezone": "'UTC'",
            "lc_messages": "'C.UTF-8'",
        }
        return {**tuning(memory_megabytes()), **fixed}.items()

    def _remove_stale_pid(self):
        """Remove the pid file of a server that died.

        PostgreSQL removes it itself unless another process of the same account has come
        to have that number, as Odoo may after a restart of the machine.
        """
        path = self.data / "postmaster.pid"
        if not path.exists():
            return
        match = re.match(r"\d+", path.read_text())
        folder = Path("/proc", match.group() if match else "none", "cwd")
        with contextlib.suppress(OSError):
            if folder.resolve(strict=True) == self.data.resolve():
                return
        time.sleep(1)  # the dead server's last children let go of its shared memory
        path.unlink(missing_ok=True)


def server_of(project):
    """Return the Server to use: the given one where PGHOST or PGUSER is set."""
    if any(os.environ.get(name) for name in GIVEN):
        return GivenServer(project)
    return PrivateCluster(project)
