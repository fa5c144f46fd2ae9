from datetime import timedelta
from itertools import product

from psycopg2 import IntegrityError
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tools import file_open, mute_logger

from odoo.addons.tthc_base.tests.common import ROLES
from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_center_hr.tests.common import MOMENT, TODAY

from ..models.golive_table import GOLIVE_LINE_MOVES, GOLIVE_MOVES
from .golive_common import OPENING, GoliveCase

REASON = "Vì lý do thử"
ASKING = ("return", "waive", "resume", "reopen", "cancel")


class TestGolive(GoliveCase):
    """From the template to the opening; every move by every role."""

    def test_template_fills_the_list_with_days_quantities_and_sources(self):
        self.assertRecordValues(
            self.goods,
            [
                {
                    "name": "Máy tính",
                    "planned_quantity": 10,
                    "unit": "bộ",
                    "fund_id": self.fund.id,
                    "agency_id": self.center.agency_id.id,
                    "due_on": OPENING - timedelta(days=7),
                    "ground": "CV thử, mục 1",
                    "verification": "verified",
                    "state": "todo",
                }
            ],
        )
        self.assertEqual(self.plain.due_on, OPENING - timedelta(days=3))

    def test_template_asks_by_level_and_by_counter(self):
        lines = self.template.line_ids.sorted("sequence")
        lines[1].level = "commune"
        lines[0].per_counter = True
        self.env["tthc.counter"].create(
            {"code": "02", "name": "Xây dựng", "center_id": self.center.id}
        )
        self.golive.with_user(self.users["coordinator"]).action_cancel(REASON)
        self.env.flush_all()
        golive = self.make_golive()
        names = golive.line_ids.mapped("name")
        self.assertNotIn("Quyết định", names)
        self.assertEqual(golive.line_ids.sorted("sequence")[0].planned_quantity, 20)

    def test_shipped_template_says_where_each_line_comes_from(self):
        template = self.env.ref("tthc_rollout.golive_template_default")
        self.assertGreater(len(template.line_ids), 30)
        self.assertTrue(all(template.line_ids.mapped("ground")))
        keys = dict(template.line_ids._fields["live_key"].selection)
        self.assertEqual(set(template.line_ids.mapped("live_key")) - {False}, {*keys})
        golive = self.make_golive(
            center_id=self.other_center.id, template_id=template.id
        )
        levels = template.line_ids.filtered(lambda row: row.level == "province")
        self.assertTrue(levels)
        self.assertFalse({*levels.mapped("name")} & {*golive.line_ids.mapped("name")})

    def test_center_prepares_one_opening_at_a_time(self):
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.make_golive()

    def test_start_needs_a_day_to_come_and_quantities(self):
        golive = self.make_golive(center_id=self.other_center.id)
        golive.line_ids.sorted("sequence")[0].planned_quantity = 0
        with self.assertRaisesRegex(UserError, "Máy tính"):
            golive.action_start()
        golive.line_ids.sorted("sequence")[0].planned_quantity = 2
        golive.opening_day = TODAY - timedelta(days=1)
        with self.assertRaisesRegex(UserError, "over"):
            golive.action_start()

    def test_due_days_move_with_the_opening(self):
        done = self.goods.due_on
        self.as_user(self.goods, "manager").action_receive(10, "01/BBGN")
        self.as_user(self.golive, "coordinator").opening_day = OPENING + timedelta(5)
        self.assertEqual(self.goods.due_on, done)
        self.assertEqual(self.plain.due_on, OPENING + timedelta(days=2))

    def _call(self, record, name):
        arguments = [REASON] if name in ASKING else []
        return getattr(record, f"action_{name}")(*arguments)

    def check_moves(self, record, moves, states):
        """Try each action in each state by each role; only the table's cells pass."""
        for name, state, role in product(moves, states, ROLES):
            move, user = moves[name], self.users[role]
            may = any(map(user.has_group, move.groups))
            with self.subTest(move=name, state=state, role=role):
                savepoint = self.env.cr.savepoint()
                record._moving().write({"state": state})
                self.env.invalidate_all()
                mine = record.with_user(user)
                if may and state in move.sources:
                    self._call(mine, name)
                    self.assertEqual(record.state, move.target)
                else:
                    with self.assertRaises(UserError):
                        self._call(mine, name)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_every_move_of_a_list_by_every_role(self):
        self.finish()
        self.golive._moving().opening_day = TODAY
        states = dict(self.golive._fields["state"].selection)
        self.check_moves(self.golive, GOLIVE_MOVES, states)

    def test_every_move_of_a_line_by_every_role(self):
        self.plain.agency_id = self.justice
        states = dict(self.plain._fields["state"].selection)
        self.check_moves(self.plain, GOLIVE_LINE_MOVES, states)

    def test_readme_shows_the_tables(self):
        with file_open("tthc_rollout/README.md") as handle:
            text = handle.read()
        tables = (("checklist", GOLIVE_MOVES), ("line", GOLIVE_LINE_MOVES))
        for what, table in tables:
            for name, move in table.items():
                with self.subTest(name):
                    sources = ", ".join(move.sources)
                    self.assertIn(
                        f"| {what} | {sources} | {name} | {move.target} |", text
                    )

    def test_tick_needs_the_evidence_that_the_line_asks_for(self):
        line = self.as_user(self.proved, "manager")
        with self.assertRaisesRegex(UserError, "evidence"):
            line.action_tick()
        line.evidence_ids = [self.paper()]
        line.action_tick()
        self.assertRecordValues(
            self.proved,
            [
                {
                    "state": "done",
                    "done_by_id": self.users["manager"].id,
                    "done_at": MOMENT,
                }
            ],
        )

    def test_evidence_stays_under_what_it_proved(self):
        line = self.as_user(self.proved, "manager")
        line.evidence_ids = [self.paper()]
        line.action_tick()
        with self.assertRaisesRegex(UserError, "rests on"):
            line.evidence_ids = False
        line.action_untick()
        self.assertFalse(line.done_by_id)
        line.evidence_ids = False
        self.assertEqual(line.state, "todo")

    def test_evidence_can_not_be_deleted_under_its_line(self):
        line = self.as_user(self.proved, "manager")
        line.evidence_ids = [self.paper()]
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            line.evidence_ids.unlink()

    def test_evidence_is_read_by_who_reads_the_line(self):
        line = self.as_user(self.proved, "manager")
        loose = self.env["ir.attachment"].with_user(self.users["manager"])
        loose = loose.create({"name": "Ảnh.txt", "raw": b"x"})
        line.evidence_ids = [(4, loose.id)]
        seen = self.as_user(self.proved, "inspector").evidence_ids
        self.assertEqual(seen.mapped("name"), ["Ảnh.txt"])
        with self.assertRaises(AccessError):
            loose.with_user(self.users["courier"]).read(["raw"])

    def test_system_counts_what_nobody_ticks(self):
        with self.assertRaisesRegex(UserError, "counted by the system"):
            self.as_user(self.live, "manager").action_tick()
        self.assertTrue(self.live.is_settled)
        self.counter.agency_ids = False
        self.live.invalidate_recordset()
        self.assertFalse(self.live.is_settled)
        self.assertIn("0/1", self.live.standing)

    def test_ready_only_when_all_that_is_required_is_in_order(self):
        golive = self.as_user(self.golive, "manager")
        with self.assertRaisesRegex(UserError, "2 required lines.*Máy tính"):
            golive.action_declare()
        self.finish()
        self.counter.agency_ids = False
        with self.assertRaisesRegex(UserError, "1 required lines.*Quầy"):
            self.as_user(self.golive, "manager").action_declare()
        self.counter.agency_ids = self.justice
        self.as_user(self.golive, "manager").action_declare()
        self.assertRecordValues(
            self.golive,
            [{"state": "ready", "ready_by_id": self.users["manager"].id}],
        )
        self.assertEqual(self.plain.state, "todo")

    def test_waived_line_no_longer_keeps_the_center_from_opening(self):
        coordinator = self.as_user(self.golive.line_ids, "coordinator")
        for line in coordinator.filtered(lambda row: row.id != self.plain.id):
            with self.assertRaisesRegex(UserError, "why"):
                line.action_waive("  ")
            line.action_waive(REASON)
        self.as_user(self.golive, "manager").action_declare()
        self.assertEqual(self.goods.waive_reason, REASON)

    def test_ready_list_is_not_unticked(self):
        self.finish()
        self.as_user(self.golive, "manager").action_declare()
        with self.assertRaisesRegex(UserError, "Ready"):
            self.as_user(self.proved, "manager").action_untick()
        receipt = self.as_user(self.goods, "manager").receipt_ids
        with self.assertRaisesRegex(UserError, "Ready"):
            receipt.action_cancel(REASON)

    def test_opening_keeps_what_the_system_counted(self):
        self.finish()
        self.as_user(self.golive, "manager").action_declare()
        with self.assertRaisesRegex(UserError, "opens on"):
            self.as_user(self.golive, "coordinator").action_open()
        with frozen(MOMENT + timedelta(days=30)):
            self.as_user(self.golive, "coordinator").action_open()
            self.counter.agency_ids = False
            self.env.invalidate_all()
            self.assertEqual(self.live.standing, "1/1")
            self.as_user(self.golive, "coordinator").action_reopen(REASON)
            self.assertIn("0/1", self.live.standing)
        self.assertIn(REASON, "".join(self.golive.message_ids.mapped("body")))

    def test_opening_looks_again(self):
        self.finish()
        self.as_user(self.golive, "manager").action_declare()
        self.counter.agency_ids = False
        with (
            frozen(MOMENT + timedelta(days=30)),
            self.assertRaisesRegex(UserError, "Quầy"),
        ):
            self.as_user(self.golive, "coordinator").action_open()

    def test_nothing_is_deleted_once_started(self):
        for record in (self.goods, self.golive):
            with self.assertRaises(UserError):
                self.as_user(record, "coordinator").unlink()
        draft = self.make_golive(center_id=self.other_center.id)
        draft.line_ids[0].unlink()
        draft.unlink()

    def test_list_shows_progress_days_and_costs(self):
        self.goods.planned_cost = 100_000_000
        self.as_user(self.goods, "manager").action_receive(
            4, "01/BBGN", cost=39_000_000
        )
        self.env.invalidate_all()
        self.assertRecordValues(
            self.golive,
            [
                {
                    "days_left": 30,
                    "line_count": 4,
                    "done_count": 1,
                    "missing_count": 2,
                    "progress": 25,
                    "planned_cost": 100_000_000,
                    "actual_cost": 39_000_000,
                }
            ],
        )
        (section,) = self.golive.checklist
        self.assertEqual((section["done"], section["total"]), (1, 4))
        self.assertEqual(section["lines"][0]["standing"], "4/10 bộ")

    def test_late_lines_are_found(self):
        self.plain.due_on = TODAY - timedelta(days=1)
        found = self.env["tthc.golive.line"].search(
            [("is_late", "=", True), ("golive_id", "=", self.golive.id)]
        )
        self.assertEqual(found, self.plain)
        self.assertTrue(self.plain.is_late)
