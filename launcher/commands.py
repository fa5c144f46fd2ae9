"""What each command does; every function takes the clone's folder and the options."""

import shutil
import sys

from . import server as serving
from .backup import Backup
from .bench import Bench
from .console import confirm, say, step
from .errors import LauncherError
from .odoo import SHELL
from .postgres import PrivateCluster, server_of
from .project import Project
from .setup import DEMO, PRODUCTION, prepared
from .tests_runner import TestRun

NOT_RUNNING = 3
STATE_KEPT = ("apt", "debs", "odoo", "venv", "cache", "stamps", "run")


def _profile(project, options):
    """Return the profile to act on: the one asked for, else the one last run."""
    return options.profile or project.stamp("profile").get("name", DEMO)


def _ready_database(suite, profile):
    """Make or update the database of a profile and return its name."""
    name = suite.database_name(profile)
    log = suite.log("setup")
    with step(f"Database {name}") as current:
        if not suite.databases.exists(name):
            suite.modules.build(name, current, profile == DEMO, log)
            current.done("made")
        else:
            done = suite.modules.refresh(name, current, log)
            current.done("updated " + ", ".join(done) if done else "up to date")
    return name


def _existing_database(suite, profile):
    """Return the name of a profile's database.

    :raise LauncherError: it has not been made yet
    """
    name = suite.database_name(profile)
    if not suite.databases.exists(name):
        raise LauncherError(f"There is no database {name} yet; ./tthc run makes it.")
    return name


def _center(suite, options):
    """Return the Center to start, its database ready."""
    profile = options.profile or DEMO
    serving.refuse_second(suite.project)
    with suite.project.lock():
        name = _ready_database(suite, profile)
    suite.project.write_stamp("profile", {"name": profile})
    return serving.Center(suite, name, options.workers)


def run(root, options):
    """Set up and serve in the foreground."""
    with prepared(root) as suite:
        return _center(suite, options).foreground()


def start(root, options):
    """Set up and serve in the background."""
    with prepared(root) as suite:
        _center(suite, options).background()


def stop(root, _options):
    """Stop the server and, when nobody else uses it, the database cluster."""
    project = Project(root)
    stopped = serving.stop(project)
    if (project.home / "pg").is_dir():
        server_of(project).stop_if_unused()
    say("The center has stopped." if stopped else "The center was not running.")


def status(root, _options):
    """Tell what runs; the exit code is 0 only when the center does."""
    project = Project(root)
    odoo = project.stamp("odoo").get("version", "not fetched yet")
    say(f"State folder: {project.home}")
    say(f"Odoo: {odoo}")
    server = server_of(project)
    if isinstance(server, PrivateCluster):
        up = (project.home / "pg").is_dir() and server.is_up()
        say(f"Database cluster: {'up' if up else 'down'}")
    facts = serving.Record(project).read()
    if not facts:
        say("Center: not running")
        return NOT_RUNNING
    say(f"Center: {facts['url']}, database {facts['database']}, process {facts['pid']}")
    return 0


def shell(root, options):
    """Run Odoo's shell on the terminal, on standard input or on a script."""
    with prepared(root) as suite:
        name = _existing_database(suite, _profile(suite.project, options))
        source = open(options.script) if options.script else sys.stdin
        with (
            source,
            suite.odoo.process(
                name,
                SHELL,
                stdin=source,
                start_new_session=False,
            ) as process,
        ):
            pass
        return process.returncode


def update(root, options):
    """Take a newer Odoo 19.0 if there is one, and update all addons."""
    serving.refuse_second(Project(root))
    with prepared(root, refresh_odoo=True) as suite:
        name = _existing_database(suite, _profile(suite.project, options))
        with suite.project.lock(), step(f"Database {name}") as current:
            log = suite.log("setup")
            done = suite.modules.refresh(name, current, log, everything=True)
            current.done("updated " + ", ".join(done))


def backup(root, options):
    """Write a backup file."""
    target = options.file.resolve()
    with prepared(root) as suite:
        name = _existing_database(suite, _profile(suite.project, options))
        with step(f"Backup of {name}") as current:
            size = Backup(suite).write(name, target)
            current.done(f"{target}, {size / 1e6:.1f} MB")


def restore(root, options):
    """Put a backup file in the place of the database."""
    path = options.file.resolve()
    serving.refuse_second(Project(root))
    with prepared(root) as suite:
        manifest = Backup(suite).check(path)
        name = suite.database_name(_profile(suite.project, options))
        question = (
            f"Replace the database {name} by the backup of {manifest['database']}"
            f" made on {manifest['created'][:16]} UTC?"
        )
        exists = suite.databases.exists(name)
        if exists and not options.yes and not confirm(question):
            raise LauncherError("Nothing was changed.")
        with suite.project.lock(), step(f"Restore of {name}"):
            Backup(suite).read(path, name)


def reset(root, options):
    """Throw away what was entered; keep what was downloaded."""
    project = Project(root)
    server = server_of(project)
    question = "Throw away all databases, files and passwords of this clone?"
    if not options.yes and not confirm(question):
        raise LauncherError("Nothing was changed.")
    serving.stop(project)
    kept = STATE_KEPT
    if not isinstance(server, PrivateCluster):
        _drop_all(root)
        kept += ("pg",)  # another server's databases were meant, not these
    elif (project.home / "pg").is_dir():
        server.stop()
    if not project.home.is_dir():
        return
    for path in project.home.iterdir():
        if path.is_dir() and path.name not in kept:
            shutil.rmtree(path)
        elif path.name == "secrets":
            path.unlink()
    (project.home / "stamps" / "profile.json").unlink(missing_ok=True)
    say("Done; ./tthc run makes a new center.")


def _drop_all(root):
    """Drop our databases on a server that is not ours."""
    with prepared(root) as suite:
        for profile in (DEMO, PRODUCTION, "test", "test_demo"):
            suite.databases.drop(suite.database_name(profile))
        Bench(suite).clean()


def test(root, options):
    """Run the tests, all or some."""
    with prepared(root, for_tests=True) as suite, suite.project.lock("tests"):
        tests = TestRun(suite)
        return tests.some(options.paths) if options.paths else tests.everything()


def bench(root, options):
    """Run the measurements."""
    with prepared(root) as suite, suite.project.lock("bench"):
        bench = Bench(suite)
        return (
            bench.clean() if options.clean else bench.run(options.names, options.size)
        )
