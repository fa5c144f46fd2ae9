"""Databases: made from template0 with Vietnamese sorting, cloned, renamed, dropped."""

import shutil

from .console import warn
from .errors import LauncherError

EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist", "btree_gin")
STAMP_KEY = "tthc.launcher.addons"


def literal(text):
    """Return a string as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


def identifier(name):
    """Return a name as an SQL identifier."""
    return '"' + str(name).replace('"', '""') + '"'


class Databases:
    """The databases of one clone on one server, and their file stores."""

    def __init__(self, project, server):
        """Use the state folder of `project` and `server`."""
        self.project = project
        self.server = server

    def filestore(self, name):
        """Return the folder of a database's attachments."""
        return self.project.home / "data" / "filestore" / name

    def exists(self, name):
        """Return whether there is a database of that name."""
        query = f"SELECT 1 FROM pg_database WHERE datname = {literal(name)}"
        return self.server.sql("postgres", query) == "1"

    def create(self, name):
        """Make an empty database that sorts and searches Vietnamese.

        :raise LauncherError: the role may not, or an extension is not available
        """
        self.drop(name)
        from_scratch = (
            f"CREATE DATABASE {identifier(name)} TEMPLATE template0 ENCODING 'UTF8'"
            " LOCALE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'vi'"
        )
        if self.server.admin:
            from_scratch += f" OWNER {self.server.variables()['PGUSER']}"
        what = f"Making the database {name}"
        self.server.sql("postgres", from_scratch, what, admin=True)
        for extension in EXTENSIONS:
            self.server.sql(
                name,
                f"CREATE EXTENSION IF NOT EXISTS {extension}",
                f"Adding the extension {extension} (package postgresql-contrib)",
                admin=True,
            )
        try:
            # Odoo uses trigram indexes for searches without accents only then.
            function = "ALTER FUNCTION unaccent(text) IMMUTABLE"
            self.server.sql(name, function, admin=True)
        except LauncherError:
            warn("unaccent() stays non-immutable: searches without accents are slower.")

    def drop(self, name):
        """Remove a database and its attachments, if there are any."""
        query = f"DROP DATABASE IF EXISTS {identifier(name)} WITH (FORCE)"
        what = f"Dropping the database {name}"
        self.server.sql("postgres", f"SET client_min_messages=error; {query}", what)
        shutil.rmtree(self.filestore(name), ignore_errors=True)

    def rename(self, old, new):
        """Give a database and its attachments another name, replacing what has it.

        The attachments go first: a crash in between leaves a database under its old,
        provisional name, which the next run builds anew.
        """
        self.drop(new)
        if self.filestore(old).exists():
            self.filestore(old).rename(self.filestore(new))
        query = f"ALTER DATABASE {identifier(old)} RENAME TO {identifier(new)}"
        self.server.sql("postgres", query, f"Renaming the database {old}")

    def clone(self, source, target):
        """Copy a database with its attachments."""
        self.drop(target)
        query = f"CREATE DATABASE {identifier(target)} TEMPLATE {identifier(source)}"
        self.server.sql("postgres", query, f"Copying the database {source}")
        if self.filestore(source).exists():
            shutil.copytree(self.filestore(source), self.filestore(target))
            self.own_filestore(target)

    def own_filestore(self, name):
        """Give the attachments of a database to the service account."""
        account = self.project.account
        root = self.filestore(name)
        if account.switching and root.exists():
            for path in [root.parent, root, *root.rglob("*")]:
                shutil.chown(path, account.uid, account.gid)

    def set_durability(self, name, durable):
        """Let commits wait for the disk, or not (one being built can be rebuilt)."""
        action = "RESET synchronous_commit"
        if not durable:
            action = "SET synchronous_commit = off"
        self.server.sql("postgres", f"ALTER DATABASE {identifier(name)} {action}")

    def parameter(self, name, key):
        """Return a system parameter of the database, "" where it has none."""
        query = f"SELECT value FROM ir_config_parameter WHERE key = {literal(key)}"
        return self.server.sql(name, query)

    def set_parameter(self, name, key, value):
        """Set a system parameter of the database."""
        self.server.sql(
            name,
            "INSERT INTO ir_config_parameter (key, value, create_uid, write_uid,"
            " create_date, write_date)"
            f" VALUES ({literal(key)}, {literal(value)}, 1, 1, now(), now())"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )

    def has_column(self, name, table, column):
        """Return whether a table has a column."""
        query = (
            "SELECT 1 FROM information_schema.columns"
            f" WHERE table_name = {literal(table)} AND column_name = {literal(column)}"
        )
        return self.server.sql(name, query) == "1"
