"""What Debian packages are missing, and what the user is told."""

import pytest

from launcher import machine
from launcher.errors import LauncherError
from launcher.machine import Need


def test_missing_is_told_by_files(tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "liba.so.1").write_text("")
    there = Need("liba", (f"{tmp_path}/none", f"{tmp_path}/*/liba.so.1"))
    gone = Need("libb", (f"{tmp_path}/*/libb.so.1",))
    assert machine.missing([there, gone]) == ["libb"]


def test_os_release_is_read_with_and_without_quotes(tmp_path):
    path = tmp_path / "os-release"
    path.write_text('VERSION_ID="12"\nID=debian\n\n# x\n')
    assert machine.os_release(path) == {"VERSION_ID": "12", "ID": "debian"}


@pytest.mark.parametrize(
    ("version", "package"),
    [("12", "fonts-liberation2"), ("13", "fonts-liberation"), ("", "fonts-liberation")],
)
def test_vietnamese_serif_font_by_release(version, package):
    assert machine._serif_font(version).package == package


def test_browser_is_needed_for_tests_only():
    names = {need.package for need in machine.needs(False, True, True)}
    assert "chromium" not in names and "postgresql" in names
    names = {need.package for need in machine.needs(True, False, False)}
    assert {"chromium", "poppler-utils", "postgresql-client"} <= names
    assert not {"postgresql", "debian-archive-keyring"} & names


def test_without_rights_the_exact_line_is_given(monkeypatch):
    monkeypatch.setattr(machine, "_privilege", lambda: None)
    with pytest.raises(LauncherError) as caught:
        machine.install(["postgresql", "chromium"], step=None)
    line = "sudo apt-get install --no-install-recommends postgresql chromium"
    assert line in str(caught.value)


def test_nothing_is_installed_when_nothing_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(machine, "install", lambda *_args: pytest.fail("installs"))
    machine.ensure([Need("here", (str(tmp_path),))], step=None)


def test_apt_that_changes_nothing_is_not_believed(monkeypatch, tmp_path):
    monkeypatch.setattr(machine, "install", lambda *_args: None)
    with pytest.raises(LauncherError, match="still not usable: gone"):
        machine.ensure([Need("gone", (f"{tmp_path}/none",))], step=None)
