"""Debian's archive, asked through an apt state of our own.

The system's sources stay untouched: lists, cache and sources lie in the state folder.
The mirror is the one that the machine's own apt configuration names, and apt checks the
archive's signature with the system's keyring.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .errors import LauncherError
from .processes import run, sha256

APT_FOLDER = Path("/etc/apt")
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
STABLE = ("bookworm", "trixie")
DEFAULT_STABLE = "trixie"
SUITES = {*STABLE, "forky", "sid", "oldstable", "stable", "testing", "unstable"}
SCHEMES = {"http", "https", "file", "mirror", "mirror+file", "mirror+http"}
OFFER = re.compile(r"^'\S+' (\S+) (\d+) SHA256:([0-9a-f]{64})$", re.MULTILINE)
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


@dataclass(frozen=True)
class Offer:
    """A package in the archive: its file's name, bytes (digits) and SHA-256."""

    file: str
    bytes: str
    sha256: str

    @property
    def name(self):
        """Return the name of the package."""
        return self.file.split("_")[0]

    @property
    def version(self):
        """Return the version of the package, with its epoch if it has one."""
        return unquote(self.file.split("_")[1])

    def is_in(self, folder):
        """Return whether the file lies in `folder` and is whole."""
        path = folder / self.file
        return path.is_file() and sha256(path) == self.sha256


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

    def offers(self, wanted):
        """Return what the archive has of the wanted packages, as Offers.

        :param wanted: (name, suite) pairs
        :raise LauncherError: a suite has no such package
        """
        names = [f"{name}/{suite}" for name, suite in wanted]
        text = run(
            ["apt-get", "-qq", *self._options(), "download", "--print-uris", *names],
            "Looking the packages up in Debian's archive",
            cwd=self.folder,
        )
        return [Offer(*words) for words in OFFER.findall(text)]

    def download(self, offers, folder, tick):
        """Fetch packages into a folder, except those that lie there whole.

        :param folder: an existing path
        :param tick: called now and then with the number of bytes there
        :raise LauncherError: the download failed or its content is not what was signed
        """
        missing = [offer for offer in offers if not offer.is_in(folder)]
        for offer in missing:
            (folder / offer.file).unlink(missing_ok=True)
        if not missing:
            return
        names = [f"{offer.name}={offer.version}" for offer in missing]
        run(
            ["apt-get", "-q", *self._options(), "download", *names],
            f"Downloading from {self.mirror.uri}",
            cwd=folder,
            tick=lambda: tick(sum(path.stat().st_size for path in folder.iterdir())),
        )
        damaged = [offer.file for offer in missing if not offer.is_in(folder)]
        if damaged:
            raise LauncherError(f"{', '.join(damaged)} arrived damaged; try again.")
