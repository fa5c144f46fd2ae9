from datetime import date

from freezegun import freeze_time
from psycopg2.errors import ExclusionViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CatalogCommon


@tagged("-at_install", "post_install")
class TestValidity(CatalogCommon):
    def test_version_begins_on_its_first_day(self):
        version = self._approved_version(valid_from="2026-03-01")
        procedure = version.procedure_id
        self.assertFalse(procedure._version_at(date(2026, 2, 28)))
        self.assertEqual(procedure._version_at(date(2026, 3, 1)), version)

    def test_version_no_longer_applies_on_its_end(self):
        version = self._approved_version(valid_to="2026-06-01")
        procedure = version.procedure_id
        self.assertEqual(procedure._version_at(date(2026, 5, 31)), version)
        self.assertFalse(procedure._version_at(date(2026, 6, 1)))

    def test_search_agrees_with_the_record_on_every_boundary(self):
        version = self._approved_version(valid_to="2026-06-01")
        for day in (
            date(2025, 12, 31),
            date(2026, 1, 1),
            date(2026, 5, 31),
            date(2026, 6, 1),
        ):
            found = version.search(version._domain_in_force(day))
            self.assertEqual(version in found, version._in_force_on(day), day)

    def test_in_force_today_is_searched_not_stored(self):
        version = self._approved_version(valid_from="2026-03-02")
        with freeze_time("2026-03-01 10:00:00"):
            self.assertNotIn(version, version.search([("in_force", "=", True)]))
        with freeze_time("2026-03-02 10:00:00"):
            self.assertIn(version, version.search([("in_force", "=", True)]))

    def test_approval_ends_the_open_version_before(self):
        old = self._approved_version()
        new = self._approved_version(valid_from="2026-07-01")
        self.assertEqual(old.valid_to, date(2026, 7, 1))
        self.assertEqual(old.state, "approved")
        procedure = old.procedure_id
        self.assertEqual(procedure._version_at(date(2026, 6, 30)), old)
        self.assertEqual(procedure._version_at(date(2026, 7, 1)), new)

    def test_overlap_is_refused_in_words(self):
        self._approved_version(valid_from="2026-03-01")
        earlier = self._new_version(valid_from="2026-03-01")
        earlier.action_propose()
        with self.assertRaisesRegex(UserError, "already has an approved version"):
            earlier.action_approve()
        self.assertEqual(earlier.state, "proposed")

    def test_version_that_fits_between_is_accepted(self):
        self._approved_version(valid_from="2026-03-01")
        earlier = self._approved_version(valid_from="2026-01-01", valid_to="2026-03-01")
        self.assertEqual(earlier.state, "approved")

    def test_database_refuses_an_overlap_too(self):
        self._approved_version()
        other = self._new_version()
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(ExclusionViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE tthc_procedure_version SET state = 'approved' WHERE id = %s",
                [other.id],
            )

    def test_same_code_of_a_province_is_no_overlap(self):
        self._approved_version()
        local = self._approved_version(province=self.province)
        self.assertEqual(local.state, "approved")

    def test_two_of_one_procedure_approved_together_follow_each_other(self):
        second = self._new_version(valid_from="2026-07-01")
        first = self._new_version(valid_from="2026-03-01")
        both = second | first
        both.action_propose()
        both.action_approve()
        self.assertEqual(first.valid_to, date(2026, 7, 1))
        self.assertFalse(second.valid_to)

    def test_amendment_copies_everything_but_the_dates(self):
        version = self._new_version()
        case = self.env["tthc.procedure.case"].create(
            {"version_id": version.id, "name": "Cấp lại"}
        )
        self.env["tthc.procedure.component"].create(
            {"version_id": version.id, "case_id": case.id, "name": "Đơn"}
        )
        version.action_propose()
        version.action_approve()
        action = version.action_amend()
        draft = version.browse(action["res_id"])
        self.assertEqual(draft.state, "draft")
        self.assertFalse(draft.valid_from)
        self.assertEqual(draft.limit_value, 20)
        self.assertEqual(draft.component_ids.case_id, draft.case_ids)
        self.assertEqual(version.component_ids.case_id, case)
