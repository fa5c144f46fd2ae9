from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY, DossierCase

A_DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@tagged("post_install", "-at_install")
class TestSpan(DossierCase):
    """The dated rows of a dossier, written with each event."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.spans = cls.env["tthc.dossier.span"]

    def rows(self, dossier):
        """Day, day after the last, kind and due day of each row."""
        return [
            (row.date_from, row.date_to, row.kind, row.due_on)
            for row in self.spans.search([("dossier_id", "=", dossier.id)])
        ]

    def assertAsTheLog(self, dossier):
        """The rows that the events wrote are those that the log alone gives."""
        self.assertFalse(self.spans._rebuild(dossier))

    def test_receipt_opens_the_first_row(self):
        dossier = self.receive()
        self.assertEqual(
            self.rows(dossier),
            [(date(2026, 8, 20), False, "open", date(2026, 8, 26))],
        )
        row = dossier.span_ids
        self.assertEqual(row.agency_id, self.agency)
        self.assertEqual(row.center_id, self.center)
        self.assertEqual(row.level, "province")
        self.assertEqual(row.procedure_id, self.version.procedure_id)
        self.assertAsTheLog(dossier)

    def test_draft_has_no_row(self):
        dossier = self.env["tthc.dossier"].create(
            {"version_id": self.version.id, "center_id": self.center.id}
        )
        self.assertFalse(dossier.span_ids)
        self.assertFalse(self.spans._rebuild(dossier))

    def test_what_happens_in_one_day_leaves_one_row(self):
        dossier = self.resolved()
        self.assertEqual(len(dossier.span_ids), 1)
        self.assertRecordValues(
            dossier.span_ids,
            [
                {
                    "state": "resolved",
                    "date_from": date(2026, 8, 20),
                    "entered_on": date(2026, 8, 20),
                    "registered_on": date(2026, 8, 20),
                    "punctuality": "early",
                    "handed_on": False,
                    "outcome": "granted",
                }
            ],
        )
        self.assertAsTheLog(dossier)

    def test_each_day_keeps_its_own_truth(self):
        dossier = self.receive()
        with frozen(THURSDAY + A_DAY):
            dossier.with_user(self.clerk).action_transfer()
        self.assertEqual(
            [(row.date_from, row.date_to, row.state) for row in dossier.span_ids],
            [
                (date(2026, 8, 20), date(2026, 8, 21), "received"),
                (date(2026, 8, 21), False, "processing"),
            ],
        )
        self.assertAsTheLog(dossier)

    def test_days_are_those_of_vietnam(self):
        """22:30 UTC is the next morning at the center."""
        dossier = self.receive(THURSDAY + 15 * HOUR + HOUR / 2)
        self.assertEqual(dossier.span_ids.date_from, date(2026, 8, 21))

    def test_undo_on_the_next_day_leaves_what_the_day_knew(self):
        dossier = self.receive()
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.specialist).action_finish_step("granted")
            dossier.with_user(self.leader).action_resolve(number="12/GP")
        with frozen(THURSDAY + A_DAY):
            dossier.with_user(self.leader).action_undo()
        self.assertEqual(
            [(row.date_from, row.kind, row.registered_on) for row in dossier.span_ids],
            [
                (date(2026, 8, 20), "resolved", date(2026, 8, 20)),
                (date(2026, 8, 21), "open", False),
            ],
        )
        self.assertAsTheLog(dossier)

    def test_undo_on_the_same_day_leaves_nothing(self):
        dossier = self.receive()
        before = self.rows(dossier)
        with frozen(THURSDAY + A_DAY):
            dossier.with_user(self.clerk).action_transfer()
            dossier.with_user(self.clerk).action_undo()
        self.assertEqual(self.rows(dossier), before)
        self.assertAsTheLog(dossier)

    def test_void_receipt(self):
        dossier = self.receive()
        with frozen(THURSDAY + HOUR):
            dossier.with_user(self.clerk).action_annul("Nhập trùng")
        self.assertEqual(dossier.span_ids.kind, "void")
        self.assertAsTheLog(dossier)

    def test_late_entry_goes_into_the_past(self):
        pack = self.make_outage()
        dossier = self.receive_late(
            pack.blank_ids[0].code, told_at=THURSDAY + 3 * A_DAY
        )
        self.assertEqual(dossier.span_ids.date_from, date(2026, 8, 20))
        self.assertAsTheLog(dossier)

    def test_nobody_writes_rows_by_hand(self):
        dossier = self.receive()
        for user in (self.manager, self.leader, self.inspector, self.clerk):
            rows = dossier.span_ids.with_user(user)
            with self.assertRaises(AccessError):
                rows.write({"due_on": False})
            with self.assertRaises(AccessError):
                rows.unlink()
            with self.assertRaises(AccessError):
                self.spans.with_user(user).create({"dossier_id": dossier.id})

    def test_who_sees_a_dossier_sees_its_rows(self):
        dossier = self.receive()
        domain = [("dossier_id", "=", dossier.id)]
        for user in (self.manager, self.leader, self.inspector):
            self.assertTrue(self.spans.with_user(user).search(domain))
        self.manager.tthc_center_id = self.other_center
        self.leader.tthc_agency_ids = self.other_agency
        for user in (self.manager, self.leader):
            self.assertFalse(self.spans.with_user(user).search(domain))

    def test_queries_of_a_receipt_do_not_grow(self):
        """Rows cost a receipt one query, and a batch of transfers two or three."""
        dossiers = self.receive() + self.receive(THURSDAY + HOUR)
        told = [
            (
                dossier,
                self.spans._entry(
                    dossier, 9, "transfer", "processing", THURSDAY + A_DAY, {}
                ),
            )
            for dossier in dossiers
        ]
        self.env.flush_all()
        self.spans.invalidate_model()
        with self.assertQueryCount(4):
            self.spans._follow(told)
            self.env.flush_all()
        self.assertEqual(len(dossiers.span_ids), 4)
