"""The state folder: stamps, lock, and a clone that the service account cannot enter."""

import multiprocessing
import os

import pytest

from launcher.errors import LauncherError
from launcher.project import Project, write_atomically


class ClosedAccount:
    """An account that may not enter the clone."""

    switching = True
    name = "service"
    uid = os.geteuid()
    gid = os.getegid()

    def can(self, _flag, _path):
        return False

    def own(self, path, mode=0o700):
        path.mkdir(mode=mode, parents=True, exist_ok=True)
        return path


def closed_project(root, state):
    """Return a detached Project with its state at `state`, not below /var/lib."""
    project = Project(root, ClosedAccount())
    project.home = state
    project.prepare()
    return project


def test_step_that_never_finished_left_nothing(project):
    assert project.stamp("odoo") == {}


def test_stamp_survives_and_a_broken_one_counts_as_none(project):
    project.write_stamp("odoo", {"version": "19.0"})
    assert project.stamp("odoo") == {"version": "19.0"}
    (project.home / "stamps" / "odoo.json").write_text('{"vers')
    assert project.stamp("odoo") == {}


def test_file_is_replaced_whole_with_its_mode(tmp_path):
    path = tmp_path / "secret"
    path.write_text("old")
    write_atomically(path, "new", mode=0o600)
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [item.name for item in tmp_path.iterdir()] == ["secret"]


def _hold(root, account, ready, release):
    with Project(root, account).lock():
        ready.set()
        release.wait(20)


def test_second_launcher_is_turned_away_and_death_frees_the_lock(project):
    context = multiprocessing.get_context("fork")
    ready, release = context.Event(), context.Event()
    args = (project.root, project.account, ready, release)
    holder = context.Process(target=_hold, args=args)
    holder.start()
    assert ready.wait(20)
    with pytest.raises(LauncherError, match=f"process {holder.pid}"):
        with project.lock():
            pass
    holder.kill()
    holder.join()
    with project.lock():
        pass


def test_two_clones_have_different_keys(tmp_path, me):
    assert Project(tmp_path / "a", me).key != Project(tmp_path / "b", me).key


def test_closed_clone_is_copied_and_linked(project, tmp_path):
    detached = closed_project(project.root, tmp_path / "var")
    assert (project.root / ".tthc").is_dir()  # the fixture's own, not replaced
    assert (detached.addons / "tthc_base" / "__manifest__.py").is_file()
    assert detached.addons.is_relative_to(tmp_path / "var")


def test_copy_forgets_what_the_clone_no_longer_has(project, tmp_path):
    extra = project.root / "addons" / "tthc_base" / "gone.py"
    extra.write_text("x = 1\n")
    detached = closed_project(project.root, tmp_path / "var")
    assert (detached.addons / "tthc_base" / "gone.py").exists()
    extra.unlink()
    detached.prepare()
    assert not (detached.addons / "tthc_base" / "gone.py").exists()


def test_state_that_cannot_be_written_is_told_in_a_sentence(tmp_path, me):
    (tmp_path / "clone").mkdir()
    (tmp_path / "clone" / ".tthc").write_text("a file in the way")
    with pytest.raises(LauncherError, match="Cannot write the state folder"):
        Project(tmp_path / "clone", me).prepare()


def test_only_folders_with_an_installable_manifest_are_addons(project):
    (project.root / "addons" / "notes").mkdir()
    (project.root / "addons" / "old").mkdir()
    manifest = project.root / "addons" / "old" / "__manifest__.py"
    manifest.write_text("{'name': 'x', 'installable': False}")
    assert project.addon_names() == ["tthc_base"]
    manifest.write_text("{'name': ")
    with pytest.raises(LauncherError, match="is broken"):
        project.addon_names()
