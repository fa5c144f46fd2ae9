from datetime import date, datetime

from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import frozen

from .common import CatalogCommon


class TestAdmissionBatch(CatalogCommon):
    """Point 4: many procedures and centers at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.versions = cls._approved_version() | cls._approved_version("9.000002")
        cls.mobile = cls.env.ref("tthc_catalog.admission_reason_mobile")

    def _batch(self, **values):
        model = self.env["tthc.admission.batch"].with_user(self.users["editor"])
        return model.with_context(
            active_model="tthc.procedure.version", active_ids=self.versions.ids
        ).create(
            {
                "center_ids": (self.center | self.other_center).ids,
                "date": "2026-03-02",
                **values,
            }
        )

    def test_p4_batch_admits_to_several_centers(self):
        batch = self._batch()
        self.assertEqual(batch.procedure_ids, self.versions.procedure_id)
        self.assertEqual(batch.new_count, 4)
        action = batch.action_apply()
        rows = self.env["tthc.procedure.admission"].search(action["domain"])
        self.assertEqual(len(rows), 4)
        self.assertEqual(set(rows.mapped("state")), {"in"})
        self.assertEqual(set(rows.mapped("date")), {date(2026, 3, 2)})

    def test_p4_batch_shows_before_what_it_will_do(self):
        self._admit(self.versions[0], date="2026-01-01")
        batch = self._batch(state="excluded", reason_id=self.mobile.id)
        self.assertEqual(
            (batch.new_count, batch.changed_count, batch.left_count), (3, 1, 1)
        )

    def test_p4_batch_leaves_what_is_so_already(self):
        with frozen(datetime(2026, 3, 2, 2)):
            admission = self._admit(self.versions[0], date="2026-01-01")
            batch = self._batch(center_ids=self.center.ids)
            self.assertEqual(batch.same_count, 1)
            batch.action_apply()
        self.assertEqual(admission.date, date(2026, 1, 1))
        self.assertEqual(len(admission.period_ids), 1)

    def test_p4_batch_twice_changes_nothing_the_second_time(self):
        self._batch(state="planned", date="2026-06-01").action_apply()
        again = self._batch(state="planned", date="2026-06-01")
        self.assertEqual((again.new_count, again.changed_count), (0, 0))
        self.assertEqual(again.same_count, 4)

    def test_p4_batch_exclusion_needs_a_ground(self):
        with self.assertRaises(UserError):
            self._batch(state="excluded").action_apply()
        self.assertFalse(
            self.env["tthc.procedure.admission"].search(
                [("procedure_id", "in", self.versions.procedure_id.ids)]
            )
        )

    def test_p4_only_editors_admit(self):
        for role in ("reception", "specialist", "manager", "inspector", "reporter"):
            model = self.env["tthc.admission.batch"].with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                model.create({})
