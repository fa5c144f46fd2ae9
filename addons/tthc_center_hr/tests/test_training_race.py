from contextlib import contextmanager

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import MOMENT
from .race_common import HrRace
from .training_common import TrainingData


@tagged("post_install", "-at_install")
class TestTrainingRace(TrainingData, HrRace):
    """Two at the door at once, with real transactions."""

    @classmethod
    def _set_up_people(cls):
        cls.make_training_data()
        late = cls.make_assignment("main", cls.make_staff("Đến Sau"))
        session = cls.make_session(cls.main, state="invited", capacity=2)
        return {
            "session": session.id,
            "row": session.attendee_ids.id,
            "posts": (cls.reserve | late).ids,
        }

    @contextmanager
    def turn(self):
        """A transaction of its own: its session and the person on it."""
        with self.registry.cursor() as cr, frozen(MOMENT):
            env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
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
