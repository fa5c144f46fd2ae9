from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .golive_common import GoliveCase

READERS = {"coordinator", "manager", "inspector", "admin"}


class TestGoliveRole(GoliveCase):
    """Who sees and does what, also by RPC."""

    def seen(self, model, user):
        """What a user finds of the test center's list."""
        self.env.invalidate_all()
        records = self.env[model].with_user(user)
        if not records.has_access("read"):
            return records.sudo()
        return records.search([("center_id", "=", self.center.id)]).sudo()

    def test_who_sees_the_list(self):
        self.goods.with_user(self.users["manager"]).action_receive(1, "01/BBGN")
        for model in ("tthc.golive", "tthc.golive.line", "tthc.golive.receipt"):
            for role, user in self.users.items():
                with self.subTest(model=model, role=role):
                    self.assertEqual(bool(self.seen(model, user)), role in READERS)

    def test_agency_sees_its_own_lines_only(self):
        self.plain.agency_id = self.justice
        for role in ("reporter", "leader"):
            user = self.users[role]
            with self.subTest(role):
                self.assertEqual(self.seen("tthc.golive.line", user), self.plain)
                golive = self.as_user(self.golive, role)
                self.assertEqual(golive.line_count, 1)
                (section,) = golive.checklist
                (row,) = section["lines"]
                self.assertEqual((row["id"], row["can"]), (self.plain.id, ["report"]))
        for role in ("specialist", "reception"):
            self.assertFalse(self.seen("tthc.golive.line", self.users[role]))

    def test_agency_sees_nothing_of_a_list_being_drawn_up(self):
        draft = self.make_golive(center_id=self.other_center.id)
        draft.line_ids[0].agency_id = self.justice
        lines = self.env["tthc.golive.line"].with_user(self.users["reporter"])
        self.assertFalse(lines.search([("golive_id", "=", draft.id)]))
        self.assertFalse(
            self.env["tthc.golive"]
            .with_user(self.users["reporter"])
            .search([("id", "=", draft.id)])
        )

    def test_agency_reports_and_the_center_ticks(self):
        self.plain.agency_id = self.justice
        line = self.as_user(self.plain, "reporter")
        line.write({"note": "Đã lắp", "evidence_ids": [self.paper()]})
        line.action_report()
        self.assertEqual(self.plain.state, "reported")
        with self.assertRaises(AccessError):
            self.as_user(self.plain, "reporter").action_tick()
        self.as_user(self.plain, "manager").action_return("Chưa có đèn")
        self.assertRecordValues(
            self.plain, [{"state": "todo", "reported_by_id": False}]
        )
        self.as_user(self.plain, "leader").action_report()
        self.as_user(self.plain, "manager").action_tick()
        self.assertEqual(self.plain.state, "done")

    def test_agency_changes_no_plan_and_no_line_of_another(self):
        self.plain.agency_id = self.justice
        line = self.as_user(self.plain, "reporter")
        for values in (
            {"name": "Khác"},
            {"is_required": True},
            {"planned_cost": 5},
            {"due_on": False},
            {"agency_id": self.building.id},
            {"golive_id": self.golive.id},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                line.write(values)
        with self.assertRaises(AccessError):
            line.create(
                {
                    "golive_id": self.golive.id,
                    "section_id": self.section.id,
                    "name": "Thêm",
                    "agency_id": self.justice.id,
                }
            )
        other = self.goods.with_user(self.users["reporter"])
        for call in (
            lambda: other.write({"note": "x"}),
            other.action_report,
            lambda: other.action_receive(1, "01/BBGN"),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_manager_keeps_the_own_center_only(self):
        stranger = self._new_user(
            "manager",
            "test_manager_other",
            tthc_center_id=self.other_center.id,
            tthc_agency_ids=[Command.set(self.justice.ids)],
        )
        # Sees the line as the agency's reporter; is no keeper of this center for it.
        stranger.group_ids |= self.env.ref("tthc_base.group_agency_reporter")
        self.plain.agency_id = self.goods.agency_id = self.justice
        for call in (
            lambda: self.plain.with_user(stranger).action_tick(),
            lambda: self.goods.with_user(stranger).action_receive(1, "01/BBGN"),
            lambda: self.plain.with_user(stranger).write({"due_on": False}),
            lambda: self.golive.with_user(stranger).action_declare(),
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                call()
        self.assertEqual(self.plain.state, "todo")

    def test_manager_waives_and_opens_nothing(self):
        for call in (
            lambda: self.as_user(self.plain, "manager").action_waive("Thôi"),
            lambda: self.as_user(self.golive, "manager").action_open(),
            lambda: self.as_user(self.golive, "manager").action_cancel("Thôi"),
            lambda: self.as_user(self.golive, "manager").write({"opening_day": False}),
            lambda: self.as_user(self.plain, "manager").unlink(),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_inspector_reads_and_writes_nothing(self):
        line = self.as_user(self.plain, "inspector")
        self.assertTrue(self.as_user(self.golive, "inspector").checklist)
        for call in (
            line.action_tick,
            line.action_report,
            lambda: line.write({"note": "x"}),
            lambda: line.action_waive("x"),
            lambda: self.as_user(self.golive, "inspector").action_declare(),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_no_client_writes_a_state(self):
        coordinator = self.users["coordinator"]
        for record in (self.golive, self.plain):
            mine = record.with_user(coordinator)
            with self.subTest(record._name):
                with self.assertRaises(AccessError):
                    mine.write({"state": "done" if record == self.plain else "ready"})
                # A client can send any context, but not the object that actions pass.
                key = f"{record._name}.move"
                with self.assertRaises(AccessError):
                    mine.with_context(**{key: True}).write({"state": "waived"})
        with self.assertRaises(AccessError):
            self.env["tthc.golive.line"].with_user(coordinator).create(
                {
                    "golive_id": self.golive.id,
                    "section_id": self.section.id,
                    "name": "Xong sẵn",
                    "state": "done",
                }
            )

    def test_list_that_is_over_takes_no_lines_and_no_plan(self):
        self.golive.with_user(self.users["coordinator"]).action_cancel("Hoãn")
        values = {
            "golive_id": self.golive.id,
            "section_id": self.section.id,
            "name": "Thêm",
        }
        with self.assertRaises(UserError):
            self.env["tthc.golive.line"].create(values)
        with self.assertRaises(UserError):
            self.plain.write({"due_on": False})
        with self.assertRaises(UserError):
            self.golive.write({"opening_day": "2026-12-01"})

    def test_mending_list_opens_only_for_who_may_read_it(self):
        action = self.as_user(self.live, "manager").action_mend()
        self.assertEqual(action["res_model"], "tthc.counter")
        self.assertEqual(action["domain"], [("center_id", "=", self.center.id)])
        self.live.write({"live_key": "routes", "agency_id": self.justice.id})
        self.assertFalse(self.as_user(self.live, "reporter")._can_mend())
        with self.assertRaises(AccessError):
            self.as_user(self.live, "reporter").action_mend()
