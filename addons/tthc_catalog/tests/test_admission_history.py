from datetime import date, datetime

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import CatalogCommon

#: 9:00 on 2 March 2026 in Vietnam.
MONDAY = datetime(2026, 3, 2, 2)


class TestAdmissionHistory(CatalogCommon):
    """Point 4: for each procedure and center, what held on which day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls._approved_version()
        cls.mobile = cls.env.ref("tthc_catalog.admission_reason_mobile")
        cls.vertical = cls.env.ref("tthc_catalog.admission_reason_vertical")

    def _received_on(self, *day):
        admitted = self.env["tthc.procedure.admission"].search(
            self.env["tthc.procedure.admission"]._domain_in(self.center, date(*day))
        )
        return self.version.procedure_id in admitted.procedure_id

    def test_p4_past_day_keeps_its_answer_after_an_exclusion(self):
        with frozen(MONDAY):
            admission = self._admit(self.version, date="2026-01-05")
            admission.write(
                {
                    "state": "excluded",
                    "date": "2026-03-10",
                    "reason_id": self.mobile.id,
                }
            )
        self.assertFalse(self._received_on(2026, 1, 4))
        self.assertTrue(self._received_on(2026, 1, 5))
        self.assertTrue(self._received_on(2026, 3, 9))
        self.assertFalse(self._received_on(2026, 3, 10))
        found = self.version._find_for_center("", self.center, date(2026, 2, 1))
        self.assertIn(self.version, found)

    def test_p4_change_without_a_date_counts_from_today(self):
        with frozen(MONDAY):
            admission = self._admit(self.version)
            admission.write({"state": "excluded", "reason_id": self.mobile.id})
        self.assertEqual(admission.date, date(2026, 3, 2))
        self.assertTrue(self._received_on(2026, 3, 1))
        self.assertFalse(self._received_on(2026, 3, 2))

    def test_p4_plan_whose_day_has_come_is_overdue_and_not_received(self):
        with frozen(MONDAY):
            admission = self._admit(self.version, state="planned", date="2026-03-01")
            self.assertTrue(admission.is_overdue)
            overdue = admission.search([("is_overdue", "=", True)])
            self.assertIn(admission, overdue)
            self.assertFalse(self._received_on(2026, 3, 2))
            admission.state = "in"
            self.assertFalse(admission.is_overdue)
        self.assertFalse(self._received_on(2026, 3, 1))
        self.assertTrue(self._received_on(2026, 3, 2))

    def test_p4_plan_that_is_put_off_leaves_both_days_in_the_history(self):
        with frozen(MONDAY):
            admission = self._admit(self.version, state="planned", date="2026-04-01")
        with frozen(datetime(2026, 3, 20, 2)):
            admission.date = "2026-06-01"
        self.assertEqual(
            admission.period_ids.sorted("date_from").mapped("planned_date"),
            [date(2026, 4, 1), date(2026, 6, 1)],
        )

    def test_p4_wrong_date_is_corrected_and_the_error_is_kept(self):
        with frozen(MONDAY):
            admission = self._admit(
                self.version, state="excluded", reason="Lưu động", date="2026-01-01"
            )
            admission.write({"state": "in", "date": "2026-02-01"})
            admission.date = "2026-02-15"
        self.assertFalse(self._received_on(2026, 2, 14))
        self.assertTrue(self._received_on(2026, 2, 15))
        corrected = admission.period_ids.filtered("corrected")
        self.assertEqual(corrected.date_from, date(2026, 2, 1))
        excluded = admission.period_ids.filtered(lambda row: row.state == "excluded")
        self.assertEqual(excluded.date_to, date(2026, 2, 15))

    def test_p4_backdated_word_takes_the_place_of_what_came_later(self):
        with frozen(MONDAY):
            admission = self._admit(self.version, date="2026-02-01")
            admission.write({"state": "excluded", "reason_id": self.mobile.id})
            admission.write({"state": "in", "date": "2026-01-01"})
        self.assertTrue(self._received_on(2026, 3, 2))
        self.assertTrue(self._received_on(2026, 1, 1))
        self.assertEqual(len(admission.period_ids.filtered("corrected")), 2)

    def test_p4_next_word_has_its_own_ground_and_decision(self):
        decision = self.env["tthc.decision"].create({"name": "1/QĐ-UBND"})
        admission = self._admit(
            self.version,
            state="excluded",
            reason_id=self.mobile.id,
            decision_id=decision.id,
        )
        admission.state = "in"
        self.assertFalse(admission.reason_id or admission.decision_id)
        kept = admission.period_ids.filtered(lambda row: row.state == "excluded")
        self.assertEqual(kept.decision_id, decision)
        self.assertEqual(kept.reason_id, self.mobile)

    def test_p4_history_says_who_and_when(self):
        with frozen(MONDAY):
            admission = self._admit(self.version)
            admission.with_user(self.users["editor"]).write(
                {"state": "planned", "date": "2026-05-01"}
            )
        last = admission.period_ids.filtered(lambda row: not row.date_to)
        self.assertEqual(last.user_id, self.users["editor"])
        self.assertEqual(last.recorded_at, MONDAY)

    def test_p4_ground_has_to_apply_on_the_day(self):
        with self.assertRaises(ValidationError):
            self._admit(
                self.version,
                state="excluded",
                date="2026-01-01",
                reason_id=self.vertical.id,
            )
        old = self._admit(
            self.version,
            state="excluded",
            date="2017-09-01",
            reason_id=self.vertical.id,
        )
        self.assertEqual(old.reason_kind, "vertical_works_well")

    @mute_logger("odoo.sql_db")
    def test_p4_plan_needs_a_day(self):
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self._admit(self.version, state="planned")

    def test_p4_nobody_writes_history_by_hand(self):
        admission = self._admit(self.version)
        for role in ("editor", "controller", "admin"):
            periods = admission.period_ids.with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                periods.date_from = "2020-01-01"
            with self.subTest(role=role), self.assertRaises(AccessError):
                periods.unlink()

    def test_p4_lead_agency_follows_the_latest_version(self):
        admission = self._admit(self.version)
        self.assertEqual(admission.agency_id, self.justice)
        self._approved_version(valid_from="2026-06-01", agency_id=self.building.id)
        self.assertEqual(admission.agency_id, self.building)

    def test_p4_what_the_center_itself_settles_is_its_body_s(self):
        version = self._approved_version(
            "9.000002", agency_id=False, at_center_body=True
        )
        admission = self._admit(version, self.other_center)
        self.assertEqual(admission.agency_id, self.ward)

    def test_p4_rows_without_history_get_one_at_the_update(self):
        admission = self._admit(self.version, date="2026-01-05")
        self.env.cr.execute(
            "DELETE FROM tthc_admission_period WHERE admission_id = %s", [admission.id]
        )
        self.env["tthc.admission.period"].init()
        self.env.invalidate_all()
        self.assertTrue(self._received_on(2026, 1, 5))
        self.assertFalse(self._received_on(2026, 1, 4))

    def test_p4_queries_do_not_grow_with_the_rows(self):
        few = self._admit(self._approved_version("9.100001"))
        many = self.env["tthc.procedure.admission"]
        for number in range(20):
            many |= self._admit(self._approved_version(f"9.2{number:05}"))

        def count(rows):
            rows = rows.with_context(tracking_disable=True)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.write({"state": "planned", "date": "2027-01-01"})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.assertLessEqual(count(many), count(few) + 2)
