from datetime import date, datetime

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import CatalogCommon

TODAY = datetime(2026, 5, 4, 3, 0)
DAY = TODAY.date()


@tagged("-at_install", "post_install")
class TestAbolition(CatalogCommon):
    def setUp(self):
        super().setUp()
        self.enterContext(frozen(TODAY))

    def _in_force(self, version, day):
        """Whether record and search both say so; they must agree."""
        found = version in version.search(version._domain_in_force(day))
        self.assertEqual(found, version._in_force_on(day))
        self.assertEqual(found, version.procedure_id._version_at(day) == version)
        return found

    def test_abolished_version_ends_today(self):
        version = self._approved_version()
        version.action_abolish()
        self.assertEqual(version.valid_to, DAY)
        self.assertFalse(self._in_force(version, DAY))

    def test_abolished_version_still_in_force_before_its_end(self):
        version = self._approved_version()
        version.action_abolish()
        self.assertTrue(self._in_force(version, date(2026, 5, 3)))
        self.assertTrue(self._in_force(version, date(2026, 1, 1)))
        self.assertFalse(self._in_force(version, date(2025, 12, 31)))

    def test_abolished_before_it_began_is_never_in_force(self):
        version = self._approved_version(valid_from="2026-09-01")
        version.action_abolish()
        self.assertEqual(version.valid_to, version.valid_from)
        for day in (DAY, date(2026, 9, 1), date(2026, 9, 2), date(2027, 1, 1)):
            self.assertFalse(self._in_force(version, day), day)

    def test_abolition_of_a_coming_day_is_waited_for(self):
        version = self._approved_version()
        version._abolish(date(2026, 7, 1))
        self.assertEqual(version.state, "abolished")
        self.assertEqual(version.life, "in_force")
        self.assertTrue(self._in_force(version, date(2026, 6, 30)))
        self.assertFalse(self._in_force(version, date(2026, 7, 1)))
        with frozen(datetime(2026, 7, 1, 3, 0)):
            version.invalidate_recordset(["life"])
            self.assertEqual(version.life, "abolished")

    def test_abolition_does_not_prolong_an_earlier_end(self):
        version = self._approved_version(valid_to="2026-03-01")
        version.action_abolish()
        self.assertEqual(version.valid_to, date(2026, 3, 1))

    def test_new_version_on_a_day_of_an_abolished_one_is_refused(self):
        self._approved_version().action_abolish()
        late = self._new_version(valid_from="2026-05-01")
        late.action_propose()
        with self.assertRaisesRegex(UserError, "already has an approved version"):
            late.action_approve()

    def test_new_version_from_the_end_of_an_abolished_one_is_accepted(self):
        old = self._approved_version()
        old.action_abolish()
        new = self._approved_version(valid_from=DAY)
        self.assertTrue(self._in_force(new, DAY))
        self.assertEqual(new.predecessor_id, old)

    def test_version_abolished_before_it_began_blocks_nothing(self):
        wrong = self._approved_version(valid_from="2026-09-01")
        wrong.action_abolish()
        right = self._approved_version(valid_from="2026-09-01")
        self.assertTrue(self._in_force(right, date(2026, 9, 1)))
        around = self._approved_version(valid_from="2026-08-01", valid_to="2026-09-01")
        self.assertFalse(around._overlaps(wrong))

    @mute_logger("odoo.sql_db")
    def test_database_refuses_an_abolition_without_an_end(self):
        version = self._approved_version()
        self.env.flush_all()
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE tthc_procedure_version SET state = 'abolished' WHERE id = %s",
                [version.id],
            )

    def test_withdrawn_abolition_leaves_the_version_in_force(self):
        version = self._approved_version()
        decision = self.env["tthc.decision"].create({"name": "9/QĐ-UBND"})
        version._abolish(date(2026, 7, 1), decision)
        version.with_user(self.users["controller"]).action_restore()
        self.assertEqual(version.state, "approved")
        self.assertFalse(version.valid_to)
        self.assertFalse(version.abolished_by_id)

    def test_withdrawn_abolition_ends_where_the_next_version_begins(self):
        version = self._approved_version()
        version._abolish(date(2026, 7, 1))
        self._approved_version(valid_from="2026-07-01")
        version.action_restore()
        self.assertEqual(version.valid_to, date(2026, 7, 1))

    def test_abolition_that_took_effect_is_not_withdrawn(self):
        version = self._approved_version()
        version.action_abolish()
        with self.assertRaisesRegex(UserError, "9.000001"):
            version.action_restore()

    def test_wizard_abolishes_by_a_decision_on_its_day(self):
        version = self._approved_version()
        decision = self.env["tthc.decision"].create(
            {"name": "9/QĐ-UBND", "date_effective": "2026-07-01"}
        )
        wizard = self._ask_abolition(version, "controller")
        self.assertEqual(wizard.date, DAY)
        wizard.decision_id = decision
        self.assertEqual(wizard.date, date(2026, 7, 1))
        wizard.action_abolish()
        self.assertEqual(version.valid_to, date(2026, 7, 1))
        self.assertEqual(version.abolished_by_id, decision)
        self.assertEqual(decision.ending_ids, version)

    def test_wizard_refuses_while_a_later_version_stays(self):
        version = self._approved_version()
        later = self._approved_version(valid_from="2026-09-01")
        wizard = self._ask_abolition(version, "controller")
        with self.assertRaisesRegex(UserError, "another approved version"):
            wizard.action_abolish()
        self.assertEqual(version.state, "approved")
        self._ask_abolition(version | later, "controller").action_abolish()
        self.assertEqual({*(version | later).mapped("state")}, {"abolished"})

    def test_later_version_is_abolished_alone_before_it_begins(self):
        version = self._approved_version()
        later = self._approved_version(valid_from="2026-09-01")
        self._ask_abolition(later, "controller").action_abolish()
        self.assertEqual(version.state, "approved")

    def test_replacing_decision_leaves_the_later_version(self):
        version = self._approved_version()
        self._approved_version(valid_from="2026-09-01")
        wizard = self._ask_abolition(version, "controller")
        wizard.decision_id = self.env["tthc.decision"].create(
            {"name": "9/QĐ-UBND", "kind": "replaced", "date_effective": "2026-09-01"}
        )
        wizard.action_abolish()
        self.assertEqual(version.state, "abolished")

    def test_only_a_controller_is_asked(self):
        version = self._approved_version()
        with self.assertRaises(AccessError):
            self._ask_abolition(version, "editor")
        with self.assertRaises(AccessError):
            self.env["tthc.version.abolition"].with_user(self.users["editor"]).create(
                {"version_ids": version.ids}
            )

    def _ask_abolition(self, version, role):
        action = version.with_user(self.users[role]).action_ask_abolition()
        return (
            self.env[action["res_model"]]
            .with_user(self.users[role])
            .with_context(**action["context"])
            .create({})
        )
