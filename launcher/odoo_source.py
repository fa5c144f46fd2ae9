"""Odoo 19: from ODOO_HOME, or from Debian's package unpacked in the state folder."""

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from .archive import Archive, find_mirror
from .console import warn
from .errors import LauncherError
from .processes import run

SERIES = (19, 0)
PACKAGE = "odoo-19"
TESTED = "config/odoo-package.json"
DIST_PACKAGES = "usr/lib/python3/dist-packages"
# Packages that own what Odoo's files link to; the newer Font Awesome and Inconsolata of
# sid have other file names, so these two come from the stable suite.
LINKED_SID = (
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
LINKED_STABLE = ("fonts-font-awesome", "fonts-inconsolata")
PLACES = ("", DIST_PACKAGES, "lib/python3/dist-packages", "odoo", "src")
DISK_NEED = 2_000_000_000
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class OdooSource:
    """A usable Odoo: the folder to put on Python's path, and its own addon folders."""

    path: Path
    version: str
    addons: tuple = ()


def read_release(path):
    """Return Odoo's (major, minor) from the `release.py` at `path`, or None."""
    match = re.search(r"^version_info\s*=\s*\((.+?)\)", path.read_text(), re.M)
    numbers = match.group(1).split(",")[:2] if match else []
    try:
        return tuple(int(number) for number in numbers) or None
    except ValueError:
        return None


def find_tree(home):
    """Return the OdooSource in the folder `home`: a source checkout or a package tree.

    :raise LauncherError: there is no Odoo in it, or not release 19.0
    """
    for place in PLACES:
        base = home / place
        release = base / "odoo" / "release.py"
        if not release.is_file():
            continue
        found = read_release(release)
        if found != SERIES:
            shown = ".".join(map(str, found)) if found else "unknown"
            raise LauncherError(
                f"The Odoo in {base} is release {shown}; this suite needs 19.0."
            )
        beside = base / "addons"
        own = (beside,) if (beside / "web" / "__manifest__.py").is_file() else ()
        return OdooSource(base, "19.0", own)
    raise LauncherError(f"No Odoo in {home}: it should hold odoo/release.py.")


def dangling_links(root):
    """Return the links below `root` that lead nowhere, as paths."""
    links = []
    for folder, names, files in os.walk(root):
        for name in [*names, *files]:
            path = Path(folder, name)
            if path.is_symlink() and not path.exists():
                links.append(path)
    return links


def repair_links(root):
    """Point absolute links that lead nowhere at the same place below `root`.

    :return: the links that still lead nowhere
    """
    for link in dangling_links(root):
        target = os.readlink(link)
        inside = root / target.lstrip("/")
        if target.startswith("/") and inside.exists():
            link.unlink()
            link.symlink_to(os.path.relpath(inside, link.parent))
    return dangling_links(root)


def check_version(version):
    """Refuse a Debian version of another Odoo series.

    :param version: for instance "19.0.0+dfsg-1"
    :raise LauncherError: it is not 19.0
    """
    if not version.split(":")[-1].startswith("19.0"):
        raise LauncherError(
            f"Debian's archive now has Odoo {version}, but this suite needs 19.0."
            " Set ODOO_HOME to the folder of an Odoo 19.0."
        )


class PackagedOdoo:
    """Debian's package, fetched once and kept in the state folder."""

    def __init__(self, project):
        """Use the state folder of `project`."""
        self.project = project
        self.debs = project.home / "debs"
        self.tree = project.home / "odoo"

    def ensure(self, step, refresh=False):
        """Return the unpacked package, fetching it where it is not there yet.

        :param step: the console step to show progress on
        :param refresh: look for a newer version in the archive
        :raise LauncherError: it cannot be fetched, or is not release 19.0
        """
        known = self.project.stamp("odoo")
        if not known or refresh or not self.tree.is_dir():
            known = self._renew(known, step)
        step.done(known["version"])
        source = find_tree(self.tree / DIST_PACKAGES)
        return OdooSource(source.path, known["version"], source.addons)

    def _renew(self, known, step):
        """Fetch and unpack what the archive has, unless it is what we have already."""
        archive = Archive(self.project.home / "apt", find_mirror())
        kept = sorted(self.debs.glob(f"{PACKAGE}_*.deb"))
        step.progress(f"asking {archive.mirror.uri}")
        archive.update()
        wanted = [(name, "sid") for name in (PACKAGE, *LINKED_SID)]
        wanted += [(name, archive.stable) for name in LINKED_STABLE]
        offers = archive.offers(wanted)
        odoo = next(offer for offer in offers if offer.name == PACKAGE)
        check_version(odoo.version)
        facts = {"version": odoo.version, "sha256": odoo.sha256}
        if self.tree.is_dir() and known == facts:
            return known
        self._compare(facts)
        self._check_space()
        new = self._download(archive, offers, step)
        self._unpack(new, step)
        self._keep(new, kept)
        self.project.write_stamp("odoo", facts)
        return facts

    def _check_space(self):
        free = shutil.disk_usage(self.project.home).free
        if free < DISK_NEED:
            raise LauncherError(
                f"Odoo needs 2 GB in {self.project.home}, but only"
                f" {free // MEGABYTE} MB are free."
            )

    def _download(self, archive, offers, step):
        """Fetch all packages into one folder, going on where it was interrupted."""
        new = self.project.home / "debs.part"
        new.mkdir(exist_ok=True)
        total = sum(int(offer.bytes) for offer in offers) // MEGABYTE

        def tick(there):
            step.progress(f"downloading, {there // MEGABYTE} of {total} MB")

        archive.download(offers, new, tick)
        return new

    def _compare(self, facts):
        """Say so when this is not the package that the suite was tested with."""
        tested = json.loads((self.project.root / TESTED).read_text())
        if facts == tested:
            return
        if facts["version"] == tested["version"]:
            raise LauncherError(
                f"The package {PACKAGE} {facts['version']} differs from the one that"
                f" {TESTED} names (SHA-256). Do not use it; ask the maintainers."
            )
        warn(
            f"Debian has Odoo {facts['version']}; the suite was tested with"
            f" {tested['version']}. Run ./tthc test before relying on it."
        )

    def _unpack(self, debs, step):
        # A name of its own: what unpacked for a killed launcher may still be writing.
        for old in self.project.home.glob("odoo.*.part"):
            shutil.rmtree(old, ignore_errors=True)
        part = Path(mkdtemp(prefix="odoo.", suffix=".part", dir=self.project.home))
        for package in sorted(debs.glob("*.deb")):
            step.progress(f"unpacking {package.name}")
            run(["dpkg", "-x", package, part], f"Unpacking {package.name}")
        part.chmod(0o755)
        for link in repair_links(part):
            warn(
                f"{link.relative_to(part)} leads nowhere; a font or script is missing."
            )
        find_tree(part / DIST_PACKAGES)
        shutil.rmtree(self.tree, ignore_errors=True)
        part.rename(self.tree)

    def _keep(self, new, kept):
        """Keep the packages just unpacked; older Odoo packages stay beside them."""
        for old in kept:
            if not (new / old.name).exists():
                old.rename(new / old.name)
        shutil.rmtree(self.debs, ignore_errors=True)
        new.rename(self.debs)


def ensure(project, step, refresh=False):
    """Return the OdooSource to use: that of ODOO_HOME if set, else Debian's package.

    :raise LauncherError: neither can be had
    """
    given = os.environ.get("ODOO_HOME")
    if not given:
        return PackagedOdoo(project).ensure(step, refresh)
    source = find_tree(Path(given).expanduser().resolve())
    if not project.account.can("-r", source.path / "odoo" / "release.py"):
        raise LauncherError(
            f"The user {project.account.name}, who runs Odoo, cannot read"
            f" {source.path}; put that Odoo where everybody can read it."
        )
    step.done(f"{source.version} from {source.path}")
    return source
