"""The set-up, step by step; each step finds in a moment that it is already done."""

import contextlib
import os
from dataclasses import dataclass

from . import machine, odoo_source
from .console import step, warn
from .database import Databases
from .modules import Modules
from .odoo import Odoo
from .postgres import GIVEN, GivenServer, PrivateCluster, server_of
from .project import Project
from .python_env import PythonEnvironment

DEMO = "demo"
PRODUCTION = "production"


@dataclass
class Suite:
    """Everything a command works with, once it is set up."""

    project: Project
    server: object
    databases: Databases
    odoo: Odoo
    modules: Modules

    def database_name(self, profile):
        """Return the name of the database of a profile or purpose.

        On a server shared with others the name carries the clone's own mark.
        """
        base = "tthc" if self.server.admin else self.project.key.replace("-", "_")
        return base if profile == DEMO else f"{base}_{profile}"

    def log(self, name):
        """Return the path of the log of that name."""
        return self.project.home / "log" / f"{name}.log"


def _install_packages(for_tests):
    """Install missing Debian packages."""
    own_cluster = not any(os.environ.get(name) for name in GIVEN)
    own_odoo = not os.environ.get("ODOO_HOME")
    with step("Debian packages") as current:
        machine.ensure(machine.needs(for_tests, own_cluster, own_odoo), current)


def _describe(server):
    """Return a word on the server; tell what a given one does not allow."""
    if isinstance(server, PrivateCluster):
        return "private cluster"
    if isinstance(server, GivenServer):
        for limit in server.limits():
            warn(f"The role on the given PostgreSQL server is limited: {limit}.")
    return "the given server"


@contextlib.contextmanager
def prepared(root, for_tests=False, refresh_odoo=False):
    """Set everything up, keep the database server running, and yield the Suite.

    :param root: the clone's folder
    :param for_tests: with what only the tests need
    :param refresh_odoo: look for a newer Odoo 19.0 package
    :raise LauncherError: a step cannot be done
    """
    _install_packages(for_tests)
    project = Project(root)
    project.prepare()
    with contextlib.ExitStack() as stack:
        with project.lock():
            with step("Odoo 19") as current:
                source = odoo_source.ensure(project, current, refresh_odoo)
            environment = PythonEnvironment(project)
            with step("Python environment") as current:
                environment.ensure(source, current)
            server = server_of(project)
            with step("PostgreSQL") as current:
                stack.enter_context(server.running())
                current.done(_describe(server))
        odoo = Odoo(project, source, environment.python, server)
        databases = Databases(project, server)
        modules = Modules(project, odoo, databases)
        yield Suite(project, server, databases, odoo, modules)
