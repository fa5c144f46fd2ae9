from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg2

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools.clock import frozen

from .common import MOMENT, HrData
from .uniform_common import SIGNATURE, UniformData

ROUNDS = 4


@tagged("-standard", "tthc_concurrency")
class TestUniformRace(UniformData, HrData, TthcOrganisation, BaseCase):
    """Two at once, with real transactions: the last piece is handed out once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls._clean)
        with cls.registry.cursor() as cr, frozen(MOMENT):
            cls.before = cls._highest_ids(cr)
            cls.env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
            cls.shirt_before = cls._shirt_before()
            cls._set_up_organisation()
            cls.make_hr_data()
            cls.make_uniform_data()
            other = cls.make_staff("Bùi Thị Hai")
            cls.make_assignment("main", other)
            cls.env.flush_all()
            cls.ids = {
                "hr": cls.users["hr"].id,
                "center": cls.center.id,
                "people": [cls.woman.id, other.id],
                "size": cls.size("female", "9").id,
            }

    @classmethod
    def _shirt_before(cls):
        """What the test changes of records that were there."""
        shirt = cls.env.ref("tthc_center_hr.uniform_shirt_an_ph__c")
        rule = cls.env.ref("tthc_center_hr.uniform_rule_dong_nai_52")
        return shirt.unit_price, rule.center_ids.ids

    @classmethod
    def _highest_ids(cls, cr):
        """The highest id in each table of the suite, and in those that it writes."""
        cr.execute(
            SQL(
                "SELECT c.table_name FROM information_schema.columns c"
                " JOIN information_schema.tables t USING (table_schema, table_name)"
                " WHERE c.column_name = 'id' AND t.table_type = 'BASE TABLE'"
                " AND (c.table_name LIKE 'tthc\\_%%' OR c.table_name IN"
                " ('mail_message', 'hr_version', 'hr_employee', 'resource_resource',"
                " 'ir_attachment', 'res_users', 'res_partner'))"
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
            price, centers = cls.shirt_before
            env.ref("tthc_center_hr.uniform_shirt_an_ph__c").unit_price = price
            rule = env.ref("tthc_center_hr.uniform_rule_dong_nai_52")
            rule.center_ids = [Command.set(centers)]
            env["res.users"].search([("login", "=like", "test\\_%")]).write(
                {"tthc_counter_id": False, "tthc_center_id": False}
            )
            env.flush_all()
            cr.execute(
                SQL(
                    "UPDATE hr_employee SET current_version_id = NULL WHERE id > %s",
                    cls.before["hr_employee"],
                )
            )
            left = dict(cls.before)
            while left:
                # Children before parents: what is still referred to waits a turn.
                gone = [table for table in left if cls._empty(cr, table, left[table])]
                if not gone:
                    raise AssertionError(f"These can't be cleaned up: {sorted(left)}")
                for table in gone:
                    del left[table]

    @classmethod
    def _empty(cls, cr, table, highest):
        """Delete what the test added to a table; the guards are lifted for it.

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

    def _as_hr(self, work):
        """Do something in a transaction of its own, as a request does.

        :return: what the work returns, or the words of the refusal
        """
        with frozen(MOMENT), self.registry.cursor() as cr:
            env = api.Environment(cr, self.ids["hr"], {"lang": "en_US"})
            try:
                return retrying(lambda: work(env), env)
            except UserError as error:
                cr.rollback()
                return f"refused: {error}"

    def _at_once(self, works):
        """Do things at the same moment, each in a transaction and thread of its own."""
        barrier = Barrier(len(works))

        def one(work):
            barrier.wait()
            return self._as_hr(work)

        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(one, works))

    def _bring(self, count):
        """Set the stock of the size to a count."""

        def work(env):
            size = env["tthc.uniform.size"].browse(self.ids["size"])
            center = env["tthc.center"].browse(self.ids["center"])
            stock = env["tthc.uniform.stock"]._of(center, size).with_env(env)
            if stock.on_hand != count:
                stock.action_count(count, "Kiểm kê")

        self._as_hr(work)

    def _issuing(self, staff):
        """Work that hands a piece of the size to a person."""

        def prepare(env):
            return (
                env["tthc.uniform.issue"]
                .create(
                    {
                        "center_id": self.ids["center"],
                        "staff_id": staff,
                        "signature": SIGNATURE,
                        "over_reason": "Thử",
                        "line_ids": [Command.create({"size_id": self.ids["size"]})],
                    }
                )
                .id
            )

        issue = self._as_hr(prepare)

        def work(env):
            env["tthc.uniform.issue"].browse(issue).action_issue()
            env.flush_all()
            return "issued"

        return work

    def _left(self):
        """Pieces in stock as committed; the ledger is whole."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            stock = env["tthc.uniform.stock"].search(
                [
                    ("center_id", "=", self.ids["center"]),
                    ("size_id", "=", self.ids["size"]),
                ]
            )
            self.assertFalse(env["tthc.uniform.move"]._broken_chains(stock))
            return stock.on_hand

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_the_last_piece_is_handed_out_once(self):
        for _round in range(ROUNDS):
            self._bring(1)
            answers = self._at_once(
                [self._issuing(person) for person in self.ids["people"]]
            )
            self.assertEqual(answers.count("issued"), 1, answers)
            (refusal,) = (answer for answer in answers if answer != "issued")
            self.assertIn("0 in stock", refusal)
            self.assertEqual(self._left(), 0)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_pieces_for_two_people_are_both_handed_out(self):
        for _round in range(ROUNDS):
            self._bring(2)
            answers = self._at_once(
                [self._issuing(person) for person in self.ids["people"]]
            )
            self.assertEqual(answers, ["issued", "issued"])
            self.assertEqual(self._left(), 0)
