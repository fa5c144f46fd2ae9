"""Backup and restore of a database and its attachments as one file."""

import datetime
import io
import json
import os
import re
import shutil
import tarfile

from .errors import LauncherError
from .processes import sha256

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
ATTACHMENT = re.compile(r"filestore/[0-9a-f]{2}/[0-9a-f]{40}")


def attachments(root):
    """Return [(name in a backup, path)] of the attachments in the file store `root`."""
    pairs = [(f"filestore/{path.relative_to(root)}", path) for path in root.rglob("*")]
    return sorted(pair for pair in pairs if ATTACHMENT.fullmatch(pair[0]))


class Backup:
    """Writes and reads backup files of one suite."""

    def __init__(self, suite):
        """Act on the databases of `suite`."""
        self.suite = suite
        self.folder = suite.project.home / "backup"

    def write(self, database, target):
        """Write the backup of a database to the file `target` (a path).

        The database is dumped first and its attachments are packed after that: a file
        added meanwhile is one too many, never one too few.

        :return: the size in bytes
        :raise LauncherError: a part of it failed; no file is left then
        """
        dump = self.folder / f"{database}.dump"
        part = target.with_name(target.name + ".part")
        try:
            self.suite.server.client(
                "pg_dump",
                *("--format=custom", "--no-owner", f"--file={dump}", database),
                what="Dumping the database",
            )
            self._pack(database, dump, part)
            part.chmod(0o600)
            part.replace(target)
        except OSError as error:
            raise LauncherError(f"Cannot write {target}: {error.strerror}.") from error
        finally:
            dump.unlink(missing_ok=True)
            part.unlink(missing_ok=True)
        return target.stat().st_size

    def _pack(self, database, dump, part):
        manifest = {
            "format": FORMAT,
            "database": database,
            "created": datetime.datetime.now(datetime.UTC).isoformat(),
            "odoo": self.suite.odoo.source.version,
            "addons": self.suite.modules.digests(),
            "dump_sha256": sha256(dump),
        }
        content = json.dumps(manifest, indent=1).encode()
        with tarfile.open(part, "w") as archive:
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
            archive.add(dump, DUMP)
            for name, path in attachments(self.suite.databases.filestore(database)):
                archive.add(path, name)
        with open(part, "rb") as handle:
            os.fsync(handle.fileno())

    def check(self, path):
        """Return the manifest of a backup file.

        :raise LauncherError: it is no backup of this suite and series
        """
        try:
            with tarfile.open(path) as archive:
                manifest = json.load(archive.extractfile(MANIFEST))
        except (OSError, KeyError, ValueError, tarfile.TarError) as error:
            raise LauncherError(
                f"{path} is no backup made by ./tthc backup."
            ) from error
        if manifest["format"] != FORMAT or not manifest["odoo"].startswith("19.0"):
            raise LauncherError(f"{path} was made by another version of the suite.")
        return manifest

    def read(self, path, database):
        """Restore a backup file as `database`, replacing that database if it exists.

        It is restored under a provisional name and takes the place of the old one only
        when it is complete.

        :raise LauncherError: the file is damaged; the old database is untouched then
        """
        manifest = self.check(path)
        provisional = f"{database}_restoring"
        databases = self.suite.databases
        databases.create(provisional)
        databases.set_durability(provisional, durable=False)
        dump = self.folder / f"{provisional}.dump"
        try:
            self._unpack(path, dump, databases.filestore(provisional))
            if sha256(dump) != manifest["dump_sha256"]:
                raise LauncherError(
                    f"{path} is damaged: its database part has changed."
                )
            self._load(dump, provisional)
        except BaseException:
            databases.drop(provisional)
            raise
        finally:
            dump.unlink(missing_ok=True)
        databases.set_durability(provisional, durable=True)
        databases.rename(provisional, database)

    def _unpack(self, path, dump, filestore):
        """Extract the dump and the attachments, and nothing of any other name."""
        account = self.suite.project.account
        account.own(filestore.parent)
        account.own(filestore)
        try:
            with tarfile.open(path) as archive:
                for member in archive:
                    if member.name == DUMP:
                        target = dump
                    elif member.isfile() and ATTACHMENT.fullmatch(member.name):
                        target = filestore.parent / filestore.name / member.name[10:]
                        target.parent.mkdir(exist_ok=True)
                    else:
                        continue
                    with (
                        archive.extractfile(member) as source,
                        open(target, "wb") as out,
                    ):
                        shutil.copyfileobj(source, out)
        except (OSError, tarfile.TarError) as error:
            raise LauncherError(f"{path} cannot be unpacked: {error}.") from error
        self.suite.databases.own_filestore(filestore.name)
        if account.switching and dump.exists():
            shutil.chown(dump, account.uid, account.gid)

    def _load(self, dump, database):
        self.suite.server.client(
            "pg_restore",
            *("--no-owner", "--no-privileges", "--no-comments", "--exit-on-error"),
            *("--jobs=2", f"--dbname={database}", dump),
            what="Loading the database part of the backup",
        )
