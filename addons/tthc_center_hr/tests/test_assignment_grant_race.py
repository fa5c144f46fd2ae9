from contextlib import contextmanager

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, new_test_user, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools.clock import frozen

from .common import DAY, MOMENT, HrData

#: Children before parents; what the test makes is deleted above the ids of before.
TABLES = (
    "tthc_assignment_grant",
    "tthc_assignment_substitution",
    "tthc_assignment",
    "tthc_assignment_decision",
    "tthc_staff",
)


@tagged("post_install", "-at_install")
class TestAssignmentGrantRace(HrData, TthcOrganisation, BaseCase):
    """Two at once, with real transactions: nothing twice, nothing left behind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.enterClassContext(frozen(MOMENT))
        cls.addClassCleanup(cls._clean)
        with cls.registry.cursor() as cr:
            cls.env = api.Environment(cr, SUPERUSER_ID, {})
            cls.agencies = set(cls.env["tthc.agency"].search([]).ids)
            cls.before = {table: cls._highest_id(cr, table) for table in TABLES}
            cls._set_up_organisation()
            cls.make_hr_data()
            user = new_test_user(cls.env, "test_race", groups="tthc_base.group_staff")
            person = cls.make_staff("Người Đua", user_id=user.id)
            cls.make_assignment("main", person, counter_ids=cls.counter.ids)
            cls.user_id = user.id
        # Each turn has a transaction of its own; this one is over.
        del cls.env

    @classmethod
    def _highest_id(cls, cr, table):
        cr.execute(SQL("SELECT COALESCE(MAX(id), 0) FROM %s", SQL.identifier(table)))
        return cr.fetchone()[0]

    @classmethod
    @mute_logger("odoo.models.unlink")
    def _clean(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
            users = env["res.users"].search([("login", "=like", "test\\_%")])
            users.write({"tthc_counter_id": False, "tthc_center_id": False})
            mine = env["tthc.staff"].search([("id", ">", cls.before["tthc_staff"])])
            employees = mine.employee_id
            contacts = employees.work_contact_id | users.partner_id
            env.flush_all()
            for table in TABLES:
                name = SQL.identifier(table)
                cr.execute(SQL("DELETE FROM %s WHERE id > %s", name, cls.before[table]))
            env.invalidate_all()
            employees.unlink()
            users.unlink()
            contacts.unlink()
            centers = env["tthc.center"].search([("name", "like", "Thử Nghiệm")])
            centers.counter_ids.unlink()
            centers.unlink()
            made = env["tthc.agency"].search([("id", "not in", list(cls.agencies))])
            made.filtered("parent_id").unlink()
            made.exists().unlink()

    @contextmanager
    def turn(self):
        """A transaction of its own: its grants and the account."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            yield (
                env["tthc.assignment.grant"],
                env["res.users"].browse(self.user_id),
            )

    def rows(self):
        with self.turn() as (grants, user):
            open_rows = grants.search(
                [("user_id", "=", user.id), ("taken_at", "=", False)]
            )
            return sorted(open_rows.mapped("kind"))

    def take_all(self):
        with self.turn() as (grants, user), frozen(MOMENT + 999 * DAY):
            grants._sync(user)
        self.assertEqual(self.rows(), [])

    def test_two_jobs_at_once_give_once(self):
        with self.turn() as (one, user), self.turn() as (two, _user):
            one._sync(user, wait=False)
            # The second one comes while the first one is at work: it leaves it alone.
            two._sync_all()
            one.env.cr.commit()
            two.env.cr.commit()
        self.assertEqual(self.rows(), ["agency", "center", "counter", "group"])
        self.take_all()

    @mute_logger("odoo.sql_db")
    def test_a_job_that_saw_the_account_as_it_was_gives_nothing_twice(self):
        with self.turn() as (one, user), self.turn() as (two, same):
            self.assertFalse(same.tthc_center_id)
            one._sync(user)
            one.env.cr.commit()
            with self.assertRaises(OperationalError):
                two._sync(same, wait=False)
            two.env.cr.rollback()
            two._sync(same, wait=False)
            two.env.cr.commit()
        self.assertEqual(self.rows(), ["agency", "center", "counter", "group"])
        self.take_all()

    def test_an_action_on_an_account_that_is_at_work_says_so(self):
        with self.turn() as (one, user), self.turn() as (two, same):
            one._sync(user)
            with self.assertRaisesRegex(UserError, "being changed at this moment"):
                two._sync(same)
            one.env.cr.rollback()
        self.assertEqual(self.rows(), [])
