"""Which mirror the machine's apt configuration names, and what is taken from it."""

import pytest

from launcher.archive import (
    OFFER,
    Archive,
    Mirror,
    Offer,
    find_mirror,
    parse_deb822,
    parse_one_line,
)
from launcher.errors import LauncherError
from launcher.processes import sha256

DEB822 = """# a comment
Types: deb
URIs: https://packages.example.org/node
Suites: nodistro
Components: main

Enabled: no
Types: deb
URIs: http://disabled.example.org/debian
Suites: bookworm
Components: main

Types: deb deb-src
URIs: http://mirror.example.org/debian
Suites: bookworm bookworm-updates
Components: main
 contrib
"""


def test_deb822_skips_third_parties_and_disabled_sources():
    assert parse_deb822(DEB822) == Mirror(
        "http://mirror.example.org/debian", "bookworm"
    )


def test_deb822_security_alone_is_no_mirror():
    text = "Types: deb\nURIs: http://x/debian-security\nSuites: bookworm-security\n"
    assert parse_deb822(text + "Components: main\n") is None


@pytest.mark.parametrize(
    ("line", "uri"),
    [
        ("deb http://a.example/debian trixie main", "http://a.example/debian"),
        (
            "deb [arch=amd64 signed-by=/k.gpg] https://b.example/debian/ sid main",
            "https://b.example/debian/",
        ),
    ],
)
def test_one_line_source_names_the_mirror(line, uri):
    assert parse_one_line(f"# comment\n{line} # more\n").uri == uri


@pytest.mark.parametrize(
    "line",
    [
        "deb-src http://a.example/debian trixie main",
        "# deb http://a.example/debian trixie main",
        "deb http://a.example/debian trixie contrib",
        "deb http://apt.example/pg bookworm-pgdg main",
        "deb http://a.example/debian-security trixie-security main",
        "deb cdrom:[Debian]/ trixie main",
    ],
)
def test_one_line_source_of_something_else_is_passed_over(line):
    assert parse_one_line(line) is None


def test_both_formats_are_searched_in_apts_folder(tmp_path):
    parts = tmp_path / "sources.list.d"
    parts.mkdir()
    (parts / "a.list").write_text("deb http://third.example/x nodistro main\n")
    (parts / "debian.sources").write_text(DEB822)
    assert find_mirror(tmp_path).uri == "http://mirror.example.org/debian"


def test_no_mirror_is_told_in_a_sentence(tmp_path):
    with pytest.raises(LauncherError, match="No Debian mirror is named"):
        find_mirror(tmp_path)


def test_stable_packages_come_from_the_machines_own_release(tmp_path):
    assert Archive(tmp_path, Mirror("http://x", "bookworm")).stable == "bookworm"
    assert Archive(tmp_path, Mirror("http://x", "sid")).stable == "trixie"


def test_offer_is_read_from_what_apt_prints():
    digest = "ab" * 32
    name = "fonts_2%3a3.016-1_all.deb"
    line = f"'http://x/p/fonts_3.016-1_all.deb' {name} 25 SHA256:{digest}"
    offer = Offer(*OFFER.findall(line)[0])
    assert (offer.name, offer.version, offer.bytes) == ("fonts", "2:3.016-1", "25")


def test_half_a_download_does_not_count_as_there(tmp_path):
    path = tmp_path / "odoo-19_19.0.0_all.deb"
    path.write_bytes(b"whole")
    offer = Offer(path.name, "5", sha256(path))
    assert offer.is_in(tmp_path)
    path.write_bytes(b"whol")
    assert not offer.is_in(tmp_path)
