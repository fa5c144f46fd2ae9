from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import THURSDAY, DossierCase


class TestInspection(DossierCase):
    """Point 11: what is checked, who remedies it, and what the daily check finds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.receive()
        cls.rules = cls.env["tthc.inspection.rule"]

    def _rule(self, code):
        return self.rules.search([("code", "=", code)])

    def _run_daily(self):
        with frozen(THURSDAY):
            self.rules._run_daily()
        return self.env["tthc.inspection"].search(
            [("rule_id", "!=", False), ("center_id", "=", self.center.id)]
        )

    def _open(self, role="manager", **values):
        inspections = self.env["tthc.inspection"].with_user(getattr(self, role))
        with frozen(THURSDAY):
            return inspections.create(
                {
                    "dossier_id": self.dossier.id,
                    "finding": "Chưa cập nhật kết quả",
                    "remedy": "Cập nhật trong ngày",
                    "responsible_id": self.specialist.id,
                    "deadline": "2026-08-21",
                    **values,
                }
            )

    def _turned_away(self, complete=True):
        """A dossier sent home by the counter, with all its papers or without one."""
        desk = self.env["tthc.intake.desk"].with_user(self.clerk)
        intake = self.intake(owner="Lê Thị Na")
        if not complete:
            intake["components"] = intake["components"][1:]
        values = desk._dossier_values(self.clerk, intake)
        dossier = self.env["tthc.dossier"].with_user(self.clerk).create(values)
        missing = [
            {"component_id": paper.id} for paper in dossier._missing_components()
        ]
        with frozen(THURSDAY):
            dossier.action_guide("Chưa rõ", missing or [{"name": "Bản vẽ"}])
        return dossier.sudo()

    # -- opened by people -------------------------------------------------------

    def test_manager_or_inspector_opens_a_check_and_tells_who_remedies(self):
        for role in ("manager", "inspector"):
            with self.subTest(role=role):
                inspection = self._open(role)
                self.assertEqual(inspection.opened_by_id, getattr(self, role))
                self.assertEqual(inspection.center_id, self.center)
                self.assertEqual(inspection.agency_id, self.agency)
                activity = inspection.sudo().activity_ids
                self.assertEqual(activity.user_id, self.specialist)
                self.assertEqual(activity.date_deadline, date(2026, 8, 21))

    def test_a_desk_is_checked_too(self):
        inspection = self._open(dossier_id=False, counter_id=self.counter.id)
        self.assertEqual(inspection.name, self.counter.display_name)
        self.assertEqual(inspection.center_id, self.center)

    def test_nobody_else_opens_changes_or_ends_one(self):
        inspection = self._open()
        for role in ("clerk", "specialist", "leader", "courier"):
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    self._open(role)
                own = inspection.with_user(getattr(self, role))
                with self.assertRaises(AccessError):
                    own.write({"finding": "Không có gì"})
                with self.assertRaises(AccessError):
                    own.action_close("Xong")

    def test_only_who_remedies_the_center_and_the_inspector_see_it(self):
        inspection = self._open()
        for role, sees in (
            ("specialist", True),
            ("manager", True),
            ("inspector", True),
            ("clerk", False),
            ("other_specialist", False),
            ("courier", False),
        ):
            with self.subTest(role=role):
                found = self.env["tthc.inspection"].with_user(getattr(self, role))
                self.assertEqual(
                    found.search([("id", "=", inspection.id)]).ids,
                    inspection.ids if sees else [],
                )

    def test_remedied_then_closed(self):
        inspection = self._open()
        own = inspection.with_user(self.specialist)
        with self.assertRaises(UserError):
            own.action_remedied("  ")
        own.action_remedied("Đã cập nhật")
        self.assertEqual(inspection.state, "remedied")
        with self.assertRaises(UserError):
            own.action_remedied("Lần nữa")
        inspection.action_close()
        self.assertEqual(inspection.state, "closed")
        self.assertFalse(inspection.sudo().activity_ids)
        with self.assertRaises(UserError):
            inspection.write({"finding": "Khác"})

    def test_no_fault_needs_a_reason(self):
        inspection = self._open()
        with self.assertRaises(UserError):
            inspection.action_dismiss()
        inspection.action_dismiss("Hồ sơ đã đúng")
        self.assertEqual(inspection.state, "dismissed")

    def test_state_is_written_by_no_form_and_by_no_default(self):
        inspection = self._open()
        with self.assertRaises(AccessError):
            inspection.write({"state": "closed"})
        with self.assertRaises(AccessError):
            self._open(state="closed")
        with self.assertRaises(AccessError):
            self.env["tthc.inspection"].with_user(self.manager).with_context(
                default_state="closed"
            ).create({"dossier_id": self.dossier.id, "finding": "x"})

    def test_kept_for_good(self):
        inspection = self._open()
        with self.assertRaises(UserError):
            inspection.sudo().unlink()

    def test_overdue_follows_the_day(self):
        inspection = self._open()
        overdue = [("is_overdue", "=", True), ("id", "=", inspection.id)]
        for days, expected in ((0, False), (1, False), (2, True)):
            with self.subTest(days=days), frozen(THURSDAY + timedelta(days=days)):
                inspection.invalidate_recordset()
                self.assertEqual(inspection.is_overdue, expected)
                self.assertEqual(bool(inspection.search(overdue)), expected)

    # -- found by the daily check -----------------------------------------------

    def test_nothing_is_found_where_all_is_well(self):
        self.resolved()
        self._turned_away(complete=False)
        self.assertFalse(self._run_daily())

    def test_complete_dossier_turned_away_is_found_once(self):
        dossier = self._turned_away()
        inspection = self._run_daily()
        self.assertEqual(inspection.dossier_id, dossier)
        self.assertEqual(inspection.rule_id, self._rule("turned_away"))
        # Five working days from Thursday 20/8, with a make-up Saturday on 22/8.
        self.assertEqual(inspection.deadline, date(2026, 8, 26))
        inspection.action_dismiss("Công dân tự rút")
        self.assertEqual(self._run_daily(), inspection)

    def test_supplement_asked_twice_is_found(self):
        with frozen(THURSDAY):
            self.dossier.with_user(self.clerk).action_transfer()
            lines = [{"name": "Bản vẽ"}]
            self.dossier.with_user(self.specialist).action_ask_supplement(
                "Thiếu bản vẽ", lines
            )
            self.dossier.with_user(self.clerk).action_request_supplement()
        self.assertFalse(self._run_daily())
        again = self.dossier._create_request("processing", "Thêm nữa", lines)
        again._issue(THURSDAY)
        inspection = self._run_daily()
        self.assertEqual(inspection.rule_id, self._rule("supplement_again"))

    def test_settled_past_the_center_is_found(self):
        self.env.flush_all()
        # As a hand in the database would do it.
        self.env.cr.execute(
            SQL(
                "UPDATE tthc_dossier SET state = 'resolved' WHERE id = %s",
                self.dossier.id,
            )
        )
        self.env.invalidate_all()
        self.assertEqual(self._run_daily().rule_id, self._rule("past_center"))

    def test_date_changed_without_ground_is_found(self):
        for column in ("due", "due_original"):
            with self.subTest(column=column):
                dossier = self.receive(owner="Lê Na")
                self.env.flush_all()
                self.env.cr.execute(
                    SQL(
                        "UPDATE tthc_dossier SET %s = %s WHERE id = %s",
                        SQL.identifier(column),
                        dossier.due + timedelta(days=3),
                        dossier.id,
                    )
                )
                self.env.invalidate_all()
                found = self._rule("date_changed")._found()
                self.assertEqual(found & dossier, dossier)

    def test_a_rule_is_switched_off(self):
        self._turned_away()
        self._rule("turned_away").active = False
        self.assertFalse(self._run_daily())

    def test_a_failing_rule_stops_no_other(self):
        self._turned_away()
        broken = self._rule("supplement_again")
        broken.sequence = 0
        self.patch(type(self.rules), "_found_supplement_again", lambda rule: 1 / 0)
        with mute_logger("odoo.addons.tthc_dossier.models.tthc_dossier_job"):
            inspection = self._run_daily()
        self.assertEqual(inspection.rule_id, self._rule("turned_away"))
