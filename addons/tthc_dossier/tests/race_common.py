import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from .common import DossierData


class SideBySide(DossierData, BaseCase):
    """Real transactions, real commits: cleans up what it leaves behind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls._clean)
        with cls.registry.cursor() as cr:
            cls.before = cls._highest_ids(cr)
            cls.make_data(api.Environment(cr, SUPERUSER_ID, {}))
            cls.ids = {
                name: getattr(cls, name).id
                for name in ("version", "clerk", "center", "manager")
            }
            cls.request = cls.intake()

    @classmethod
    def _highest_ids(cls, cr):
        """The highest id in each table of the suite, and in those that tests write."""
        cr.execute(
            SQL(
                "SELECT c.table_name FROM information_schema.columns c"
                " JOIN information_schema.tables t USING (table_schema, table_name)"
                " WHERE c.column_name = 'id' AND t.table_type = 'BASE TABLE'"
                " AND (c.table_name LIKE 'tthc\\_%%' OR c.table_name IN"
                " ('mail_message', 'mail_mail', 'sms_sms'))"
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
            people = env["res.users"].search([("login", "=like", "tthc\\_%")])
            partners = people.partner_id
            people.write({"tthc_counter_id": False, "tthc_center_id": False})
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
            people.unlink()
            partners.unlink()

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
        except psycopg2.errors.ForeignKeyViolation:
            return False
        return True

    def _kill(self, victim):
        """End the connection of a cursor, as a killed server does."""
        victim.execute(SQL("SELECT pg_backend_pid()"))
        pid = victim.fetchone()[0]
        with self.registry.cursor() as cr:
            cr.execute(SQL("SELECT pg_terminate_backend(%s)", pid))
