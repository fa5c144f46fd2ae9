from contextlib import contextmanager

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from odoo.addons.tthc_base.tests.common import TthcOrganisation
from odoo.addons.tthc_base.tools.clock import frozen

from .common import MOMENT
from .training_common import TrainingData

#: Children before parents; what the test makes is deleted above the ids of before.
TABLES = (
    "tthc_training_attendee",
    "tthc_training_session",
    "tthc_training_rule",
    "tthc_training_topic",
    "tthc_assignment_grant",
    "tthc_assignment",
    "tthc_assignment_decision",
    "tthc_staff",
)


@tagged("post_install", "-at_install")
class TestTrainingRace(TrainingData, TthcOrganisation, BaseCase):
    """Two at the door at once, with real transactions."""

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
            cls.make_training_data()
            late = cls.make_assignment("main", cls.make_staff("Đến Sau"))
            session = cls.make_session(cls.main, state="invited", capacity=2)
            cls.ids = {
                "session": session.id,
                "row": session.attendee_ids.id,
                "posts": (cls.reserve | late).ids,
            }
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
            messages = env["mail.message"].search(
                [("model", "=", "tthc.training.session")]
            )
            messages.filtered(
                lambda row: row.res_id > cls.before["tthc_training_session"]
            ).unlink()
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
        """A transaction of its own: its session and the person on it."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            yield (
                env["tthc.training.session"].browse(self.ids["session"]),
                env["tthc.training.attendee"].browse(self.ids["row"]),
            )

    def undo(self):
        with self.turn() as (_session, row):
            self.assertEqual(row.state, "attended")
            row.action_undo()

    @mute_logger("odoo.sql_db")
    def test_two_who_tick_at_once(self):
        with self.turn() as (_one, row), self.turn() as (_two, same):
            row.action_attend()
            row.flush_recordset()
            with self.assertRaisesRegex(UserError, "Somebody else is at work"):
                same.action_attend()
            row.env.cr.commit()
        self.undo()

    @mute_logger("odoo.sql_db")
    def test_who_saw_it_as_it_was_is_told(self):
        with self.turn() as (_one, row), self.turn() as (_two, same):
            self.assertEqual(same.state, "invited")
            row.action_attend()
            row.env.cr.commit()
            # Odoo tries the request once more; then the state tells.
            with self.assertRaises(OperationalError):
                same.action_miss()
            same.env.cr.rollback()
            same.invalidate_recordset()
            same.action_miss()
            same.env.cr.rollback()
            with self.assertRaisesRegex(UserError, "by now"):
                same.action_attend()
        self.undo()

    @mute_logger("odoo.sql_db")
    def test_two_who_take_the_last_seat_at_once(self):
        first, second = self.ids["posts"]
        with self.turn() as (session, _row), self.turn() as (same, _same):
            session.env["tthc.training.attendee"].create(
                {"session_id": session.id, "assignment_id": first}
            )
            with self.assertRaises(UserError):
                same.env["tthc.training.attendee"].create(
                    {"session_id": same.id, "assignment_id": second}
                )
            same.env.cr.rollback()
            session.env.cr.commit()
        with self.turn() as (session, row):
            self.assertEqual(len(session.attendee_ids), 2)
            with self.assertRaisesRegex(UserError, "2 seats, 3 people"):
                row.create({"session_id": session.id, "assignment_id": second})
            session.env.cr.rollback()
