"""What the generator makes is what the suite would have made, on a small number."""

import json
from datetime import timedelta

from dossier_generator import Generator
from scale_spread import UNTIL, canonical
from scale_world import make_world
from table_shelf import restore, shelve

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_base.tools.search_key import beginnings, fold
from odoo.addons.tthc_dossier.controllers.tracking import TOKEN
from odoo.addons.tthc_dossier.models.transition_table import (
    OPEN_STATES,
    TRANSITIONS,
)

SIZE = 200


@tagged("post_install")
class TestGenerator(TransactionCase):
    """Two hundred generated dossiers, each looked at as the suite sees it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = make_world(cls.env)
        before = cls.env["tthc.dossier"].search([])
        Generator(cls.env, cls.world, SIZE).run()
        cls.dossiers = cls.env["tthc.dossier"].search([]) - before

    def test_as_many_as_asked_and_every_state_follows_from_the_clock(self):
        self.assertEqual(len(self.dossiers), SIZE)
        for dossier in self.dossiers:
            with self.subTest(code=dossier.code):
                steps = dossier.step_ids.mapped("state")
                self.assertLess(dossier.received_at, UNTIL)
                self.assertEqual(
                    bool(dossier.resolved_at), dossier.state in ("resolved", "returned")
                )
                self.assertEqual(bool(dossier.returned_at), dossier.state == "returned")
                self.assertEqual(bool(dossier.resolved_at), set(steps) == {"done"})
                self.assertEqual(
                    steps.count("active"), int(dossier.state == "processing")
                )
                self.assertEqual(bool(dossier.outcome), bool(dossier.resolved_at))
        self.assertTrue(self.dossiers.filtered(lambda row: row.state in OPEN_STATES))

    def test_dated_rows_are_those_of_the_log(self):
        if "tthc.dossier.span" not in self.env:
            self.skipTest("tthc_report is not installed.")
        spans = self.env["tthc.dossier.span"]
        self.assertTrue(self.dossiers.span_ids)
        self.assertFalse(spans._rebuild(self.dossiers))

    def test_log_has_an_unbroken_chain_of_canonical_entries(self):
        events = self.dossiers.event_ids
        self.assertFalse(events._broken_chains(self.dossiers))
        for event in events:
            values = json.loads(event.payload)
            self.assertEqual(event.payload, canonical(values))
            for name in ("seq", "kind", "source", "state_from", "state_to", "ground"):
                self.assertEqual(values[name], event[name], name)
            self.assertEqual(values["happened_at"], str(event.happened_at))
            self.assertEqual(values["dossier_id"], event.dossier_id.id)
            self.assertEqual(values["user_id"], event.user_id.id)

    def test_log_moves_by_the_transition_table_only(self):
        for dossier in self.dossiers:
            state, moment = "draft", dossier.received_at
            for event in dossier.event_ids.sorted("seq"):
                self.assertLessEqual(moment, event.happened_at)
                moment = event.happened_at
                if event.kind == "print":
                    continue
                self.assertIn(state, TRANSITIONS[event.kind].origins)
                self.assertEqual(event.state_from, state)
                state = event.state_to
            self.assertEqual(dossier.state, state)

    def test_receipt_tells_the_log_what_a_real_one_tells(self):
        clerk = self.world.clerks[self.world.center][0]
        version = self.world.versions[0]
        with frozen(UNTIL + timedelta(hours=1)):
            answer = (
                self.env["tthc.intake.desk"]
                .with_user(clerk)
                .receive(
                    {
                        "version_id": version.id,
                        "owner": {"name": "Người thật"},
                        "components": [
                            {"id": paper.id, "original": 1}
                            for paper in version.component_ids
                        ],
                    }
                )
            )
        real = self.env["tthc.dossier"].browse(answer["id"])
        made = self.dossiers.filtered(lambda row: row.version_id == version)[:1]
        keys = [
            set(json.loads(dossier.event_ids.sorted("seq")[0].payload))
            for dossier in (real, made)
        ]
        self.assertEqual(*keys)
        fields = ["register_number", "regulation_id", "limit_value", "limit_unit"]
        fields += ["agency_ids", "fee_amount", "sector_id", "set_count"]
        for name in fields[1:]:
            self.assertEqual(real[name], made[name], name)

    def test_due_dates_and_their_lines_are_those_of_the_engine(self):
        for dossier in self.dossiers:
            version = dossier.version_id
            due = dossier._due_of(version, dossier.received_at)
            with self.subTest(code=dossier.code, limit=dossier.limit_unit):
                self.assertEqual(dossier.due or None, due and due.at)
                self.assertEqual(dossier.due_original, dossier.due)
                lines = due and [line.as_dict() for line in due.lines]
                self.assertEqual(dossier.due_lines or None, lines, dossier.received_at)
                receipt = json.loads(dossier.event_ids.sorted("seq")[0].payload)
                self.assertEqual(receipt["due_lines"], lines)
                self.assertEqual(receipt["due"], due and due.at.isoformat())

    def test_dates_of_hand_over_and_clock_are_those_of_the_engine(self):
        for dossier in self.dossiers:
            due = dossier.center_id.resource_calendar_id.tthc_transfer_due(
                dossier.received_at, dossier.regulation_id.transfer_cutoff
            )
            self.assertEqual(dossier.transfer_due, due)
            self.assertEqual(dossier.clock_start, dossier.received_at)
            self.assertEqual(dossier.clock_unit, dossier.limit_unit)
            self.assertEqual(
                dossier.due_center or None,
                dossier.due
                and dossier._due_center(dossier.clock_start, dossier.due)
                or None,
            )

    def test_last_action_and_actor_are_those_of_the_log(self):
        for dossier in self.dossiers:
            events = dossier.event_ids.filtered(lambda row: row.kind != "print")
            last = events.sorted("seq")[-1]
            self.assertEqual(dossier.last_action, last.kind)
            self.assertEqual(dossier.last_actor_id, last.user_id)

    def test_punctuality_is_the_one_that_the_dossier_works_out(self):
        for dossier in self.dossiers.filtered("resolved_at"):
            day = dossier.center_id._local_day
            promised = dossier.due and day(dossier.due) or day(dossier.resolved_at)
            finished = day(dossier.resolved_at)
            expected = "on_time"
            if finished != promised:
                expected = "early" if finished < promised else "late"
            self.assertEqual(dossier.punctuality, expected)
            self.assertEqual(dossier.result_date, finished)

    def test_step_due_dates_are_those_of_the_engine(self):
        calendar = self.world.center.resource_calendar_id
        for step in self.dossiers.step_ids.filtered("started_at"):
            due = step.dossier_id.due
            if step.limit_unit:
                due = calendar.tthc_due(
                    step.started_at, step.limit_value, step.limit_unit
                ).at
            self.assertEqual(step.due, due)

    def test_everything_happens_in_office_hours(self):
        calendar = self.world.center.resource_calendar_id
        for event in self.dossiers.event_ids:
            self.assertEqual(
                calendar.tthc_next_opening(event.happened_at), event.happened_at
            )

    def test_codes_follow_the_regulation_and_numbers_have_no_holes(self):
        series = {}
        for dossier in self.dossiers.sorted("received_at"):
            day = dossier.center_id._local_day(dossier.received_at)
            regulation = self.env["tthc.regulation"]._at(day)
            names = dossier.agency_id._names_at(day)
            self.assertEqual(dossier.regulation_id, regulation)
            self.assertEqual(dossier.code_day, day)
            self.assertEqual(
                dossier.code, regulation._format_code(names, day, dossier.code_number)
            )
            key = dossier.center_id, dossier.agency_id, dossier.register_year
            series.setdefault(key, []).append(dossier.register_number)
        for numbers in series.values():
            self.assertEqual(sorted(numbers), list(range(1, len(numbers) + 1)))

    def test_people_and_papers_fit(self):
        for dossier in self.dossiers:
            self.assertEqual(dossier.owner_key, beginnings(dossier.owner_name))
            self.assertEqual(dossier.owner_id.name, dossier.owner_name)
            self.assertEqual(dossier.owner_id.name_key, fold(dossier.owner_name))
            identity = dossier.owner_id.identity_ids
            self.assertEqual(identity.number_key, dossier.owner_identity)
            self.assertTrue(dossier.owner_identity.startswith("00"))
            self.assertEqual(
                dossier.component_ids.component_id, dossier.version_id.component_ids
            )
            self.assertFalse(dossier._missing_components())
            self.assertEqual(
                dossier.agency_ids, dossier.agency_id | dossier.step_ids.agency_id
            )
            self.assertIn(dossier.received_by_id, self.world.clerks[dossier.center_id])
            self.assertTrue(TOKEN.fullmatch(dossier.token))

    def test_stored_computes_would_not_change(self):
        names = ["owner_key", "procedure_id", "sector_id", "register_agency_id"]
        before = self.dossiers.read(names)
        for name in names:
            self.env.add_to_compute(self.dossiers._fields[name], self.dossiers)
        self.env.flush_all()
        self.assertEqual(self.dossiers.read(names), before)

    def test_same_seed_same_dossiers_another_seed_others(self):
        def names(seed):
            last = self.env["tthc.dossier"].search([], limit=1, order="id desc").id
            with self.env.cr.savepoint() as savepoint:
                # numbers of days and identity papers are taken: start from none
                self._forget()
                Generator(self.env, self.world, 20, seed=seed).run()
                made = self.env["tthc.dossier"].search([("id", ">", last)])
                result = made.sorted("id").mapped(
                    lambda row: (row.code, row.owner_name, row.state, row.due)
                )
                savepoint.rollback()
            self.env.invalidate_all()
            return result

        first = names(1)
        self.assertEqual(len(first), 20)
        self.assertEqual(names(1), first)
        self.assertNotEqual(names(2), first)

    def _forget(self):
        """Make room for other dossiers with the same numbers."""
        for text in (
            "UPDATE tthc_dossier SET code = NULL, code_number = NULL,"
            " intake_key = NULL,"
            " register_number = NULL, token = id::text",
            "UPDATE tthc_applicant_identity SET number_key = id::text",
        ):
            self.env.cr.execute(SQL(text))

    def test_shelved_indexes_and_keys_come_back_with_the_remarks_that_odoo_reads(self):
        def names():
            self.env.cr.execute(
                SQL(
                    """
                    SELECT indexrelid::regclass::text,
                           obj_description(indexrelid, 'pg_class')
                      FROM pg_index
                     WHERE indrelid = 'tthc_dossier'::regclass
                     UNION ALL
                    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
                     WHERE conrelid = 'tthc_dossier'::regclass
                     ORDER BY 1, 2
                    """
                )
            )
            return self.env.cr.fetchall()

        before = names()
        statements = shelve(self.env.cr, ["tthc_dossier"])
        self.assertGreater(len(before) - len(names()), 20)
        restore(self.env.cr, statements)
        self.assertEqual(names(), before)
