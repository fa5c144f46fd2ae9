from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger


class RealTransactions:
    """Real transactions, real commits; what the test adds is taken away again.

    Mixed into a ``BaseCase``: :meth:`_set_up_race` comes first in ``setUpClass``.
    """

    #: Tables that the test writes besides those of the suite.
    further_tables = ("mail_message", "mail_mail", "sms_sms")

    @classmethod
    def _set_up_race(cls):
        """Remember what is there."""
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            cls.before = cls._highest_ids(cr)
        cls.addClassCleanup(cls._clean)

    @classmethod
    def _highest_ids(cls, cr):
        """The highest id in each table of the suite, and in those that tests write."""
        cr.execute(
            SQL(
                "SELECT c.table_name FROM information_schema.columns c"
                " JOIN information_schema.tables t USING (table_schema, table_name)"
                " WHERE c.column_name = 'id' AND t.table_type = 'BASE TABLE'"
                " AND (c.table_name LIKE 'tthc\\_%%' OR c.table_name IN %s)",
                cls.further_tables,
            )
        )
        highest = {}
        for (table,) in cr.fetchall():
            cr.execute(
                SQL("SELECT COALESCE(MAX(id), 0) FROM %s", SQL.identifier(table))
            )
            highest[table] = cr.fetchone()[0]
        return highest

    @classmethod
    @mute_logger("odoo.sql_db")
    def _clean(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cls._before_cleaning(env)
            env.flush_all()
            left = dict(cls.before)
            while left:
                # Children before parents: what is still referred to waits a turn.
                gone = [table for table in left if cls._empty(cr, table, left[table])]
                if not gone:
                    raise AssertionError(f"These can't be cleaned up: {sorted(left)}")
                for table in gone:
                    del left[table]
            env.invalidate_all()
            cls._after_cleaning(env)

    @classmethod
    def _before_cleaning(cls, env):
        """Undo what the test changed of records that stay; a hook of the tests."""

    @classmethod
    def _after_cleaning(cls, env):
        """Take away what other records referred to; a hook of the tests."""

    @classmethod
    def _empty(cls, cr, table, highest):
        """Delete what the test has added to a table.

        The guards of append-only tables are lifted for it, as the owner of the
        database alone can.

        :return: whether nothing refers to it any more
        """
        name = SQL.identifier(table)
        try:
            with cr.savepoint():
                cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", name))
                cr.execute(SQL("DELETE FROM %s WHERE id > %s", name, highest))
                cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", name))
        except (psycopg2.errors.ForeignKeyViolation, psycopg2.errors.NotNullViolation):
            return False
        return True

    def _as(self, uid, work, **context):
        """Do something in a transaction of its own, as a request does.

        :param uid: id of the user
        :param work: function of an environment
        :return: what the work returns, or the words of the refusal
        """
        with self.registry.cursor() as cr:
            env = api.Environment(cr, uid, context)
            try:
                return retrying(lambda: work(env), env)
            except UserError as error:
                cr.rollback()
                return f"refused: {error}"

    def _at_once(self, works):
        """Do things at the same moment, each in a thread of its own.

        :param works: functions without arguments
        :return: list of what they return
        """
        barrier = Barrier(len(works))

        def one(work):
            barrier.wait()
            return work()

        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(one, works))

    def _kill(self, victim):
        """End the connection of a cursor, as a killed server does."""
        victim.execute(SQL("SELECT pg_backend_pid()"))
        pid = victim.fetchone()[0]
        with self.registry.cursor() as cr:
            cr.execute(SQL("SELECT pg_terminate_backend(%s)", pid))
