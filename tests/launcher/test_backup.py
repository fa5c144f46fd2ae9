"""Backup files: what goes in, and what is refused on the way back."""

import io
import json
import tarfile
from types import SimpleNamespace

import pytest

from launcher.backup import Backup, attachments
from launcher.errors import LauncherError

NAME = "ab/" + "ab" * 20


class FakeDatabases:
    """Databases that exist as folders only."""

    def __init__(self, folder):
        self.folder = folder
        self.events = []

    def filestore(self, name):
        return self.folder / name

    def __getattr__(self, event):
        return lambda *args, **_options: self.events.append((event, *args))


class FakeServer:
    """A server whose dump is a word and whose restore can fail."""

    def __init__(self):
        self.fails = False

    def client(self, name, *args, **_options):
        if self.fails:
            raise LauncherError("it failed")
        if name == "pg_dump":
            target = next(arg for arg in args if arg.startswith("--file="))
            with open(target.removeprefix("--file="), "w") as dump:
                dump.write("dump")


@pytest.fixture
def suite(project, tmp_path):
    """Return a suite with one attachment in the database `tthc`."""
    databases = FakeDatabases(tmp_path / "filestore")
    stored = databases.filestore("tthc") / NAME
    stored.parent.mkdir(parents=True)
    stored.write_text("a paper")
    (databases.filestore("tthc") / "checklist").mkdir()
    return SimpleNamespace(
        project=project,
        server=FakeServer(),
        databases=databases,
        odoo=SimpleNamespace(source=SimpleNamespace(version="19.0.0+dfsg-1")),
        modules=SimpleNamespace(digests=lambda: {"tthc_base": "0"}),
    )


def write(suite, tmp_path):
    """Write a backup and return its path."""
    target = tmp_path / "backup.tar"
    Backup(suite).write("tthc", target)
    return target


def test_backup_holds_manifest_dump_and_attachments_only_for_the_owner(suite, tmp_path):
    target = write(suite, tmp_path)
    with tarfile.open(target) as archive:
        names = archive.getnames()
    assert names == ["manifest.json", "database.dump", f"filestore/{NAME}"]
    assert target.stat().st_mode & 0o777 == 0o600


def test_attachments_come_back_and_the_swap_is_last(suite, tmp_path):
    Backup(suite).read(write(suite, tmp_path), "tthc")
    restored = suite.databases.filestore("tthc_restoring")
    assert [name for name, _path in attachments(restored)] == [f"filestore/{NAME}"]
    assert suite.databases.events[-1] == ("rename", "tthc_restoring", "tthc")


def test_failed_backup_leaves_no_file(suite, tmp_path):
    suite.server.fails = True
    with pytest.raises(LauncherError, match="it failed"):
        Backup(suite).write("tthc", tmp_path / "backup.tar")
    assert not list(tmp_path.glob("backup.tar*"))


def test_failed_restore_leaves_the_old_database_alone(suite, tmp_path):
    target = write(suite, tmp_path)
    suite.databases.events.clear()
    suite.server.fails = True
    with pytest.raises(LauncherError, match="it failed"):
        Backup(suite).read(target, "tthc")
    assert {event[1] for event in suite.databases.events} == {"tthc_restoring"}


def test_damaged_dump_is_refused(suite, tmp_path):
    target = write(suite, tmp_path)
    with tarfile.open(target) as archive:
        place = archive.getmember("database.dump").offset_data
    with open(target, "r+b") as handle:
        handle.seek(place)
        handle.write(b"D")
    with pytest.raises(LauncherError, match="is damaged"):
        Backup(suite).read(target, "tthc")


def test_anything_else_is_no_backup(suite, tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("hello")
    with pytest.raises(LauncherError, match="is no backup"):
        Backup(suite).check(other)


def test_backup_of_another_series_is_refused(suite, tmp_path):
    other = tmp_path / "old.tar"
    content = json.dumps({"format": 1, "odoo": "18.0"}).encode()
    with tarfile.open(other, "w") as archive:
        entry = tarfile.TarInfo("manifest.json")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    with pytest.raises(LauncherError, match="another version"):
        Backup(suite).check(other)


def test_names_that_lead_out_of_the_filestore_are_not_unpacked(suite, tmp_path):
    target = write(suite, tmp_path)
    with tarfile.open(target, "a") as archive:
        for name in ("filestore/../../evil", "/tmp/evil", f"filestore/{NAME}/../x"):
            archive.addfile(tarfile.TarInfo(name))
        link = tarfile.TarInfo("filestore/cd/" + "cd" * 20)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    Backup(suite).read(target, "tthc")
    restored = suite.databases.filestore("tthc_restoring")
    assert [name for name, _path in attachments(restored)] == [f"filestore/{NAME}"]
    assert not list(tmp_path.rglob("evil"))
