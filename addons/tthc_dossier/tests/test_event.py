import hashlib
import json

import psycopg2

from odoo.exceptions import AccessError
from odoo.tools import SQL, mute_logger

from .common import DossierCase


class TestEvent(DossierCase):
    def test_chain_is_reproduced_by_python_and_sql(self):
        dossier = self.resolved()
        previous = ""
        for event in dossier.event_ids.sorted("seq"):
            self.assertEqual(event.previous_hash, previous)
            digest = hashlib.sha256((previous + event.payload).encode()).hexdigest()
            self.assertEqual(event.hash, digest)
            previous = event.hash
        self.assertEqual(dossier.event_head, previous)
        self.assertEqual(dossier.event_count, 4)
        self.assertFalse(self.env["tthc.dossier.event"]._broken_chains(dossier))

    def test_payload_is_sorted_and_holds_no_personal_data(self):
        dossier = self.receive()
        payload = dossier.event_ids.payload
        values = json.loads(payload)
        self.assertEqual(list(values), sorted(values))
        self.assertEqual(values["due"], dossier.due.isoformat())
        for personal in (dossier.owner_name, "075088001234", "0912345678", "Ái Quốc"):
            self.assertNotIn(personal, payload)

    def test_log_refuses_change_through_the_orm_for_everybody(self):
        event = self.receive().event_ids
        for user in (self.clerk, self.env.ref("base.user_admin"), self.env.user):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    event.with_user(user).write({"kind": "resolve"})
                with self.assertRaises(AccessError):
                    event.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    event.with_user(user).copy()

    def test_log_refuses_change_in_sql(self):
        event = self.receive().event_ids
        self.env.flush_all()
        for query in (
            SQL("UPDATE tthc_dossier_event SET kind = 'x' WHERE id = %s", event.id),
            SQL("DELETE FROM tthc_dossier_event WHERE id = %s", event.id),
            SQL("TRUNCATE tthc_dossier_event"),
        ):
            with (
                self.subTest(query=query),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query)

    def _tamper(self, query):
        """Change the log as somebody would who owns the database."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL("ALTER TABLE tthc_dossier_event DISABLE TRIGGER tthc_no_change")
        )
        self.env.cr.execute(query)
        self.env.cr.execute(
            SQL("ALTER TABLE tthc_dossier_event ENABLE TRIGGER tthc_no_change")
        )
        self.env.invalidate_all()

    def test_changed_payload_is_found(self):
        dossier, untouched = self.resolved(), self.resolved()
        self._tamper(
            SQL(
                "UPDATE tthc_dossier_event SET payload = replace(payload, 'transfer',"
                " 'resolve') WHERE dossier_id = %s AND seq = 2",
                dossier.id,
            )
        )
        events = self.env["tthc.dossier.event"]
        self.assertEqual(events._broken_chains(dossier | untouched), dossier)

    def test_verify_says_which_log_was_tampered_with(self):
        dossier, untouched = self.resolved(), self.resolved()
        for user in (self.inspector, self.manager):
            answer = (dossier | untouched).with_user(user).action_verify()
            self.assertEqual(answer["params"]["type"], "success")
        self._tamper(
            SQL(
                "UPDATE tthc_dossier_event SET payload = replace(payload, 'transfer',"
                " 'resolve') WHERE dossier_id = %s AND seq = 2",
                dossier.id,
            )
        )
        answer = (dossier | untouched).with_user(self.inspector).action_verify()
        self.assertEqual(answer["params"]["type"], "danger")
        self.assertIn(dossier.code, answer["params"]["message"])
        self.assertNotIn(untouched.code, answer["params"]["message"])

    def test_verify_is_for_dossiers_that_one_may_read(self):
        with self.assertRaises(AccessError):
            self.receive().with_user(self.other_specialist).action_verify()

    def test_added_entry_is_found(self):
        dossier = self.resolved()
        self._tamper(
            SQL(
                "INSERT INTO tthc_dossier_event (dossier_id, seq, kind, happened_at,"
                " recorded_at, user_id, source, payload, previous_hash, hash)"
                " SELECT dossier_id, seq + 1, kind, happened_at, recorded_at, user_id,"
                " source, payload, hash, encode(sha256(convert_to(hash || payload,"
                " 'UTF8')), 'hex') FROM tthc_dossier_event"
                " WHERE dossier_id = %s AND seq = 4",
                dossier.id,
            )
        )
        events = self.env["tthc.dossier.event"]
        self.assertEqual(events._broken_chains(dossier), dossier)

    def test_cut_tail_is_found(self):
        dossier = self.resolved()
        self._tamper(
            SQL(
                "DELETE FROM tthc_dossier_event WHERE dossier_id = %s AND seq = 4",
                dossier.id,
            )
        )
        self.assertEqual(
            self.env["tthc.dossier.event"]._broken_chains(dossier), dossier
        )

    def test_removed_middle_is_found(self):
        dossier = self.resolved()
        self._tamper(
            SQL(
                "DELETE FROM tthc_dossier_event WHERE dossier_id = %s AND seq = 2",
                dossier.id,
            )
        )
        self.assertIn(dossier, self.env["tthc.dossier.event"]._broken_chains())
