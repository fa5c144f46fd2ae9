"""Server settings: config/odoo.conf plus what differs from clone to clone."""

import configparser
import os
import secrets
import socket
import threading

from .errors import LauncherError
from .project import write_atomically

SECTION = "options"
COMMITTED = "config/odoo.conf"
PORT_TRIES = 200
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECRET_NOTE = """; Passwords of this clone, made at its first run. Never commit them.
; admin: password of the login "admin"; master: the database manager's (switched off).
"""

_making_passwords = threading.Lock()


def committed(project):
    """Return the settings of config/odoo.conf as a dict of strings.

    :raise LauncherError: the file is broken
    """
    parser = configparser.RawConfigParser()
    path = project.root / COMMITTED
    try:
        parser.read_string(path.read_text())
        return dict(parser[SECTION])
    except (configparser.Error, KeyError, OSError) as error:
        raise LauncherError(f"{COMMITTED} cannot be read: {error}") from error


def effective(project, name):
    """Return one setting as a string: Odoo's environment variable, else the file."""
    return os.environ.get(f"ODOO_{name.upper()}") or committed(project).get(name, "")


def overrides():
    """Return Odoo's own variables that the user set, for the server to see."""
    kept = {key: value for key, value in os.environ.items() if key.startswith("ODOO_")}
    return {key: kept[key] for key in kept if key not in {"ODOO_HOME", "ODOO_RC"}}


def passwords(project):
    """Return the generated passwords {"admin": …, "master": …}, made on first use."""
    path = project.home / "secrets"
    # The tests install two databases at once, each of which asks for them first.
    with _making_passwords:
        if not path.exists():
            _make_passwords(path)
    parser = configparser.RawConfigParser()
    parser.read_string(path.read_text())
    return dict(parser["passwords"])


def _make_passwords(path):
    made = {"admin": secrets.token_urlsafe(12), "master": secrets.token_urlsafe(24)}
    lines = [f"{key} = {value}" for key, value in made.items()]
    text = SECRET_NOTE + "[passwords]\n" + "\n".join(lines) + "\n"
    write_atomically(path, text, mode=0o600)


def write(project, source, database, **generated):
    """Write the configuration for one database and return its path.

    :param source: the OdooSource in use
    :param database: the name of the database that this server serves
    :param generated: further settings, such as http_port
    """
    values = committed(project)
    values.update(
        addons_path=",".join(map(str, [*source.addons, project.addons])),
        admin_passwd=passwords(project)["master"],
        data_dir=project.home / "data",
        db_name=database,
        dbfilter=f"^{database}$",
        screenshots=project.home / "log" / "screenshots",
        **generated,
    )
    lines = [f"{key} = {value}\n" for key, value in values.items()]
    folder = project.account.own(project.home / "conf")
    path = folder / f"{database}.conf"
    write_atomically(path, f"[{SECTION}]\n" + "".join(lines), mode=0o600)
    if project.account.switching:
        os.chown(path, project.account.uid, project.account.gid)
    return path


class Ports:
    """Ports reserved for one server, so that two clones never take the same one.

    A free port is free only until somebody else binds it, and Odoo binds seconds after
    we chose. So each launcher holds a machine-wide name for each port it chose: an
    abstract unix socket, which the kernel gives back when the launcher ends.
    """

    def __init__(self, interface):
        """Look for ports that are free on `interface`, an address."""
        self.interface = interface
        self._held = []

    def take(self, first):
        """Return the first free port from `first` on and reserve it.

        :raise LauncherError: there is none
        """
        for port in range(first, first + PORT_TRIES):
            claim = self._claim(port)
            if claim and self._is_free(port):
                self._held.append(claim)
                return port
            if claim:
                claim.close()
        raise LauncherError(f"No free port from {first} on at {self.interface}.")

    def _claim(self, port):
        claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            claim.bind(f"\0tthc-port-{port}")
        except OSError:
            claim.close()
            return None
        return claim

    def _is_free(self, port):
        try:
            family = socket.getaddrinfo(self.interface, port)[0][0]
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((self.interface, port))
        except socket.gaierror as error:
            raise LauncherError(
                f"http_interface = {self.interface} is no address of this machine."
            ) from error
        except OSError:
            return False
        return True

    def close(self):
        """Give the reservations back."""
        for claim in self._held:
            claim.close()
        self._held.clear()
