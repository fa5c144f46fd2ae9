"""Debian packages: which are missing, and their installation."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from .errors import LauncherError
from .processes import clean_environment, run

OS_RELEASE = Path("/etc/os-release")
TRUETYPE = "/usr/share/fonts/truetype"
LIBRARY_FOLDERS = ("/usr/lib/*/", "/usr/lib/", "/lib/*/")


@dataclass(frozen=True)
class Need:
    """A Debian package and the file that shows it is installed (shell patterns)."""

    package: str
    patterns: tuple


def os_release(path=OS_RELEASE):
    """Return the fields of /etc/os-release as a dict, {} where there is none."""
    if not path.is_file():
        return {}
    pairs = (
        line.split("=", 1) for line in path.read_text().splitlines() if "=" in line
    )
    return {key: value.strip().strip('"') for key, value in pairs}


def _library(package, soname):
    return Need(package, tuple(f"{folder}{soname}" for folder in LIBRARY_FOLDERS))


def _serif_font(version):
    """Return the need for Liberation Serif 2, which is the first with Vietnamese.

    :param version: Debian's version number as a string, "" for testing and sid
    """
    if version == "12":
        pattern = f"{TRUETYPE}/liberation2/LiberationSerif-Regular.ttf"
        return Need("fonts-liberation2", (pattern,))
    pattern = f"{TRUETYPE}/liberation*/LiberationSerif-Regular.ttf"
    return Need("fonts-liberation", (pattern,))


def needs(for_tests, own_cluster, own_odoo):
    """Return what the machine must have.

    :param for_tests: with the browser and the tools of the tests
    :param own_cluster: with a PostgreSQL server, not only its client
    :param own_odoo: with what it takes to fetch Debian's Odoo package
    """
    wanted = [
        _library("libpango-1.0-0", "libpango-1.0.so.0"),
        _library("libpangoft2-1.0-0", "libpangoft2-1.0.so.0"),
        _library("libharfbuzz-subset0", "libharfbuzz-subset.so.0"),
        _serif_font(os_release().get("VERSION_ID", "")),
        Need("ca-certificates", ("/etc/ssl/certs/ca-certificates.crt",)),
    ]
    if own_cluster:
        wanted.append(Need("postgresql", ("/usr/lib/postgresql/*/bin/initdb",)))
    else:
        pattern = "/usr/lib/postgresql/*/bin/pg_dump"
        wanted.append(Need("postgresql-client", (pattern,)))
    if own_odoo:
        keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
        wanted.append(Need("debian-archive-keyring", (keyring,)))
    if for_tests:
        wanted.append(Need("chromium", ("/usr/bin/chromium",)))
        wanted.append(Need("poppler-utils", ("/usr/bin/pdftotext",)))
    return wanted


def missing(wanted):
    """Return the names of the packages among the needs whose files are not there."""
    return [
        need.package
        for need in wanted
        if not any(glob(pattern) for pattern in need.patterns)
    ]


def _privilege():
    """Return the prefix that runs a command as root, None where there is no way."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    probe = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if probe.returncode == 0 else None


def install(packages, step):
    """Install Debian packages, or say how to.

    :param packages: names
    :param step: the console step to show progress on
    :raise LauncherError: no right to install them, or apt failed
    """
    prefix = _privilege()
    if prefix is None or not shutil.which("apt-get"):
        line = "apt-get install --no-install-recommends " + " ".join(packages)
        raise LauncherError(
            "These Debian packages are missing and need the administrator. Run this"
            f" line, then the same ./tthc command again:\n\n    sudo {line}\n"
        )
    environment = {
        **os.environ,
        **clean_environment(DEBIAN_FRONTEND="noninteractive", LC_ALL="C.UTF-8"),
    }
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    step.progress("reading the package lists")
    # Not tied to us: killing dpkg half-way would leave the system to be repaired.
    options = {"env": environment, "tied": False}
    run([*apt, "update"], "Reading the Debian package lists", **options)
    step.progress("installing " + " ".join(packages))
    run(
        [*apt, "install", "--no-install-recommends", *packages],
        "Installing Debian packages",
        **options,
    )


def ensure(wanted, step):
    """Install whatever of the needs is missing.

    :raise LauncherError: it cannot be installed
    """
    packages = missing(wanted)
    if not packages:
        return
    install(packages, step)
    still = missing(wanted)
    if still:
        raise LauncherError(
            "apt reported success, but these packages are still not usable: "
            + ", ".join(still)
        )
    step.done("installed " + " ".join(packages))
