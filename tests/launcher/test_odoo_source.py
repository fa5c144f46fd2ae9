"""Where Odoo comes from, and what is refused."""

import json

import pytest

from launcher import odoo_source
from launcher.errors import LauncherError


def tree(base, release="(19, 0, 0, FINAL, 0, '')"):
    """Make a folder that looks like Odoo of a release."""
    (base / "odoo").mkdir(parents=True)
    (base / "odoo" / "release.py").write_text(f"version_info = {release}\n")
    return base


def test_source_checkout_brings_its_addons_folder(tmp_path):
    tree(tmp_path)
    (tmp_path / "addons" / "web").mkdir(parents=True)
    (tmp_path / "addons" / "web" / "__manifest__.py").write_text("{}")
    found = odoo_source.find_tree(tmp_path)
    assert (found.path, found.addons) == (tmp_path, (tmp_path / "addons",))


@pytest.mark.parametrize("place", ["usr/lib/python3/dist-packages", "odoo", ""])
def test_package_is_found_wherever_it_lies_in_odoo_home(tmp_path, place):
    tree(tmp_path / place)
    found = odoo_source.find_tree(tmp_path)
    assert (found.path, found.addons) == (tmp_path / place, ())


@pytest.mark.parametrize("release", ["(18, 0, 0, FINAL, 0, '')", "('saas~19', 1)"])
def test_another_release_is_refused(tmp_path, release):
    tree(tmp_path, release)
    with pytest.raises(LauncherError, match=r"needs 19\.0"):
        odoo_source.find_tree(tmp_path)


def test_folder_without_odoo_is_refused(tmp_path):
    with pytest.raises(LauncherError, match="No Odoo in"):
        odoo_source.find_tree(tmp_path)


def test_absolute_link_is_led_into_the_tree(tmp_path):
    font = tmp_path / "usr/share/fonts/a.ttf"
    font.parent.mkdir(parents=True)
    font.write_text("font")
    link = tmp_path / "usr/lib/b.ttf"
    link.parent.mkdir()
    link.symlink_to("/usr/share/fonts/a.ttf")
    lost = tmp_path / "usr/lib/c.ttf"
    lost.symlink_to("/usr/share/fonts/none.ttf")
    assert odoo_source.repair_links(tmp_path) == [lost]
    assert link.read_text() == "font"


@pytest.mark.parametrize("version", ["20.0.0+dfsg-1", "18.0.0+dfsg-1", "1:20.0-1"])
def test_package_of_another_series_is_refused(version):
    with pytest.raises(LauncherError, match=r"needs 19\.0"):
        odoo_source.check_version(version)


def packaged(project):
    """Return a PackagedOdoo whose clone was tested with 19.0.0."""
    tested = {"version": "19.0.0+dfsg-1", "sha256": "aa"}
    (project.root / "config" / "odoo-package.json").write_text(json.dumps(tested))
    return odoo_source.PackagedOdoo(project)


def test_newer_19_0_is_taken_with_a_notice(project, capsys):
    packaged(project)._compare({"version": "19.0.1+dfsg-1", "sha256": "bb"})
    assert "Debian has Odoo 19.0.1+dfsg-1" in capsys.readouterr().err


def test_same_version_with_other_content_is_refused(project):
    with pytest.raises(LauncherError, match="differs from the one"):
        packaged(project)._compare({"version": "19.0.0+dfsg-1", "sha256": "bb"})


def test_disk_without_room_is_told_before_the_download(project, monkeypatch):
    usage = type("Usage", (), {"free": 300_000_000})
    monkeypatch.setattr(odoo_source.shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(LauncherError, match="only 300 MB are free"):
        packaged(project)._check_space()


def test_odoo_home_is_used_as_it_is(project, tmp_path, monkeypatch):
    home = tree(tmp_path / "mine")
    monkeypatch.setenv("ODOO_HOME", str(home))
    step = odoo_source.PackagedOdoo  # never asked
    monkeypatch.setattr(step, "ensure", lambda *_args: pytest.fail("downloads"))
    current = type("Step", (), {"done": lambda self, text: None})()
    assert odoo_source.ensure(project, current).path == home
