"""Debian's archive, asked through an apt state of our own.

The system's sources stay untouched: lists, cache and sources lie in the state folder.
The mirror is the one that the machine's own apt configuration names, and apt checks the
archive's signature with the system's keyring.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .errors import LauncherError
from .processes import run

APT_FOLDER = Path("/etc/apt")
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
STABLE = ("bookworm", "trixie")
DEFAULT_STABLE = "trixie"
SUITES = {*STABLE, "forky", "sid", "oldstable", "stable", "testing", "unstable"}
SCHEMES = {"http", "https", "file", "mirror", "mirror+file", "mirror+http"}
ONE_LINE = re.compile(r"^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+(.+)$")


@dataclass(frozen=True)
class Mirror:
    """A mirror of Debian's main archive and the release the machine takes from it."""

    uri: str
    suite: str


def _main_archive(uris, suites, components):
    """Return the Mirror that a source names, None for any other archive."""
    if "main" not in components:
        return None
    suite = next((suite for suite in suites if suite in SUITES), None)
    for uri in uris if suite else ():
        if urlsplit(uri).scheme in SCHEMES:
            return Mirror(uri, suite)
    return None


def parse_one_line(text):
    """Return the first Mirror in the text of a sources.list file, or None."""
    for line in text.splitlines():
        match = ONE_LINE.match(line.split("#")[0].strip())
        if match:
            uri, suite, components = match.groups()
            found = _main_archive([uri], [suite], components.split())
            if found:
                return found
    return None


def _fields(stanza):
    """Return the fields of one deb822 stanza, names in lower case."""
    fields, name = {}, None
    for line in stanza.splitlines():
        if line.startswith("#"):
            continue
        if line[:1].isspace() and name:
            fields[name] += " " + line.strip()
        elif ":" in line:
            name, value = line.split(":", 1)
            name = name.strip().lower()
            fields[name] = value.strip()
    return fields


def parse_deb822(text):
    """Return the first Mirror in the text of a .sources file, or None."""
    for stanza in re.split(r"\n\s*\n", text):
        fields = _fields(stanza)
        if fields.get("enabled", "yes").lower() in {"no", "false"}:
            continue
        if "deb" not in fields.get("types", "").split():
            continue
        words = [fields.get(name, "").split() for name in ("uris", "suites")]
        found = _main_archive(*words, fields.get("components", "").split())
        if found:
            return found
    return None


def find_mirror(folder=APT_FOLDER):
    """Return the Mirror of the machine's apt configuration.

    :param folder: apt's configuration folder
    :raise LauncherError: none is named there
    """
    parts = folder / "sources.list.d"
    files = [folder / "sources.list"]
    files += sorted([*parts.glob("*.list"), *parts.glob("*.sources")])
    for path in files:
        if not path.is_file():
            continue
        parse = parse_deb822 if path.suffix == ".sources" else parse_one_line
        found = parse(path.read_text(errors="replace"))
        if found:
            return found
    raise LauncherError(
        f"No Debian mirror is named in {folder}; add one there, or set ODOO_HOME to the"
        " folder of an Odoo 19 that you have."
    )


class Archive:
    """Debian's `sid` and stable suites, through the machine's mirror."""

    def __init__(self, folder, mirror):
        """Keep apt's state in `folder` (a path) and ask `mirror`."""
        self.folder = folder
        self.mirror = mirror
        self.stable = mirror.suite if mirror.suite in STABLE else DEFAULT_STABLE

    def _options(self):
        settings = {
            "Dir::Etc::sourcelist": "/dev/null",
            "Dir::Etc::sourceparts": self.folder / "sources",
            "Dir::State::lists": self.folder / "lists",
            "Dir::Cache": self.folder / "cache",
            "APT::Sandbox::User": "root",
            "APT::Get::List-Cleanup": "false",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            "Debug::NoLocking": "true",
        }
        return [f"-o{key}={value}" for key, value in settings.items()]

    def update(self):
        """Fetch the package lists.

        :raise LauncherError: the mirror cannot be reached or its signature is wrong
        """
        for name in ("sources", "lists/partial", "cache/archives/partial"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        sources = (
            "Types: deb\n"
            f"URIs: {self.mirror.uri}\n"
            f"Suites: sid {self.stable}\n"
            "Components: main\n"
            f"Signed-By: {KEYRING}\n"
        )
        (self.folder / "sources" / "debian.sources").write_text(sources)
        options = [*self._options(), "-oAPT::Update::Error-Mode=any"]
        run(
            ["apt-get", "-q", *options, "update"],
            f"Reading the package lists of {self.mirror.uri}",
        )

    def candidate(self, package, suite="sid"):
        """Return the version of a package that the archive offers in a suite.

        :raise LauncherError: the suite has no such package
        """
        args = ["apt-cache", *self._options(), "madison", package]
        for line in run(args, "Reading the package lists").splitlines():
            _name, version, place = (part.strip() for part in line.split("|"))
            if f" {suite}/" in place:
                return version
        raise LauncherError(f"Debian's archive has no package {package} in {suite}.")

    def download(self, packages, folder):
        """Fetch packages into a folder; apt checks them against the signed lists.

        :param packages: (name, suite) pairs
        :param folder: an existing path
        :raise LauncherError: the download failed
        """
        wanted = [f"{name}/{suite}" for name, suite in packages]
        run(
            ["apt-get", "-q", *self._options(), "download", *wanted],
            f"Downloading from {self.mirror.uri}",
            cwd=folder,
        )
