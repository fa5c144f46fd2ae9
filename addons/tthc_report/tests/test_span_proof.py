from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.tests.common import THURSDAY, DossierCase

from .table_common import AUGUST, LATER, TableCase

A_DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestSpanProof(DossierCase):
    """The nightly proof finds what somebody has planted, tells it once, mends it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env, "tthc_figures_admin", groups="tthc_base.group_admin"
        )
        cls.spans = cls.env["tthc.dossier.span"]
        cls.findings = cls.env["tthc.span.finding"]
        cls.dossier = cls.receive()
        with frozen(THURSDAY + A_DAY):
            cls.dossier.with_user(cls.clerk).action_transfer()
        cls.prove(THURSDAY + A_DAY)

    @classmethod
    def prove(cls, moment):
        """Run the proof of a night to its end."""
        with frozen(moment):
            proof = cls.env["tthc.span.proof"]._of_today()
            while proof.stage != "ended":
                proof._step()
        return proof

    def plant(self, statement, *values):
        self.env.flush_all()
        self.env.cr.execute(SQL(statement, *values))
        self.env.invalidate_all()

    def found(self):
        return self.findings.search(
            [("dossier_id", "=", self.dossier.id), ("state", "=", "open")]
        )

    def test_nothing_planted_nothing_found(self):
        self.assertFalse(self.found())
        proof = self.prove(THURSDAY + 2 * A_DAY)
        self.assertEqual(proof.new_count, 0)
        self.assertTrue(proof.cell_count)
        self.assertFalse(proof.activity_ids)

    def test_changed_row_is_found_told_once_and_rebuilt(self):
        self.plant(
            "UPDATE tthc_dossier_span SET due_on = '2026-12-31' WHERE dossier_id = %s",
            self.dossier.id,
        )
        proof = self.prove(THURSDAY + 2 * A_DAY)
        finding = self.found()
        self.assertEqual(finding.kind, "rows")
        self.assertIn("26/08/2026", finding.explanation)
        self.assertIn("31/12/2026", finding.explanation)
        self.assertIn(self.admin, proof.activity_ids.user_id)
        again = self.prove(THURSDAY + 3 * A_DAY)
        self.assertEqual(again.new_count, 0)
        self.assertFalse(again.activity_ids)
        finding.with_user(self.admin).action_rebuild()
        self.assertEqual(finding.state, "closed")
        self.assertEqual(finding.repaired_by_id, self.admin)
        self.assertFalse(self.spans._rebuild(self.dossier))

    def test_missing_rows_are_found(self):
        self.plant(
            "DELETE FROM tthc_dossier_span WHERE dossier_id = %s", self.dossier.id
        )
        self.prove(THURSDAY + 2 * A_DAY)
        self.assertEqual(set(self.found().mapped("kind")), {"rows", "open"})

    def test_one_more_row_is_found(self):
        self.plant(
            "INSERT INTO tthc_dossier_span (dossier_id, date_from, state, kind,"
            " entered_on, agency_id, center_id, channel)"
            " SELECT dossier_id, '2026-12-01', 'received', 'open', entered_on,"
            " agency_id, center_id, channel FROM tthc_dossier_span"
            " WHERE dossier_id = %s AND date_to IS NULL",
            self.dossier.id,
        )
        self.prove(THURSDAY + 2 * A_DAY)
        self.assertIn("rows", self.found().mapped("kind"))

    def test_wrong_dimension_is_found(self):
        self.plant(
            "UPDATE tthc_dossier_span SET center_id = %s WHERE dossier_id = %s",
            self.other_center.id,
            self.dossier.id,
        )
        self.prove(THURSDAY + 2 * A_DAY)
        self.assertEqual(self.found().kind, "rows")

    def test_closed_one_that_counts_as_open_is_found(self):
        with frozen(THURSDAY + A_DAY + A_DAY / 24):
            self.dossier.with_user(self.clerk).action_withdraw("Xin rút")
        self.plant(
            "UPDATE tthc_dossier_span SET kind = 'open'"
            " WHERE dossier_id = %s AND date_to IS NULL",
            self.dossier.id,
        )
        self.prove(THURSDAY + 2 * A_DAY)
        self.assertEqual(set(self.found().mapped("kind")), {"rows", "open"})

    def test_what_agrees_by_itself_is_closed(self):
        self.plant(
            "UPDATE tthc_dossier_span SET due_on = '2026-12-31' WHERE dossier_id = %s",
            self.dossier.id,
        )
        self.prove(THURSDAY + 2 * A_DAY)
        self.spans._rebuild(self.dossier)
        self.prove(THURSDAY + 3 * A_DAY)
        self.assertFalse(self.found())

    def test_broken_off_proof_goes_on(self):
        """A killed run leaves its stage and position; the next one ends it."""
        with frozen(THURSDAY + 2 * A_DAY):
            proof = self.env["tthc.span.proof"]._of_today()
            proof._step()
        self.assertNotEqual(proof.stage, "ended")
        with frozen(THURSDAY + 3 * A_DAY):
            self.assertEqual(self.env["tthc.span.proof"]._of_today(), proof)

    def test_queries_of_a_proof_do_not_grow(self):
        """Two agencies and four dossiers cost what one costs."""
        version = self.make_version(
            self.env, "1.999131", "Sở khác", 1, agency_id=self.other_agency.id
        )
        others = [self.receive(version=version), self.receive(), self.receive()]
        dossiers = self.dossier.union(*others)
        counts = []
        for some in (self.dossier, dossiers):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertFalse(self.env["tthc.span.proof"]._prove_rows(some))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_list_that_differs_from_its_cell_is_found(self):
        proof_class = self.env.registry["tthc.span.proof"]
        self.patch(proof_class, "_listed", lambda *_arguments: 99)
        proof = self.prove(THURSDAY + 2 * A_DAY)
        kinds = self.findings.search([("state", "=", "open")]).mapped("kind")
        self.assertIn("list", kinds)
        self.assertTrue(proof.new_count)

    def test_only_an_administrator_rebuilds(self):
        self.plant(
            "UPDATE tthc_dossier_span SET due_on = '2026-12-31' WHERE dossier_id = %s",
            self.dossier.id,
        )
        self.prove(THURSDAY + 2 * A_DAY)
        finding = self.found()
        for user in (self.manager, self.leader, self.inspector):
            with self.assertRaises(AccessError):
                finding.with_user(user).action_rebuild()
        for user in (self.manager, self.leader, self.clerk):
            with self.assertRaises(AccessError):
                finding.with_user(user).read(["explanation"])
        self.assertTrue(finding.with_user(self.inspector).explanation)
        with self.assertRaises(AccessError):
            finding.with_user(self.admin).write({"state": "closed"})
        finding.with_user(self.admin).action_rebuild()
        with self.assertRaises(UserError):
            finding.with_user(self.admin).action_rebuild()

    def test_proof_waits_until_all_rows_are_there(self):
        self.spans._note_filling(0, self.dossier.id)
        before = self.env["tthc.span.proof"].search_count([])
        with frozen(THURSDAY + 9 * A_DAY):
            self.env["tthc.span.proof"]._cron_prove()
        self.assertEqual(self.env["tthc.span.proof"].search_count([]), before)

    def test_earlier_dossiers_are_filled_from_their_log(self):
        self.plant("DELETE FROM tthc_dossier_span")
        self.spans._begin_filling()
        self.assertTrue(self.spans._is_filled())
        self.assertEqual(len(self.dossier.span_ids), 2)


@tagged("post_install", "-at_install")
class TestIssueProof(TableCase):
    """A table that was sent is what is kept, or the night tells it."""

    def setUp(self):
        super().setUp()
        self.make_dossiers()
        with frozen(LATER):
            issues = self.env["tthc.table.issue"].with_user(self.manager)
            screen = self.screen(self.manager, AUGUST)
            self.issue = issues._freeze(screen, "Văn phòng UBND tỉnh", "Trần Thị Ký")

    def prove(self, moment):
        """Run the proof of a night to its end."""
        with frozen(moment):
            proof = self.env["tthc.span.proof"]._of_today()
            while proof.stage != "ended":
                proof._step()
        return self.env["tthc.span.finding"].search(
            [("kind", "=", "issue"), ("state", "=", "open")]
        )

    def plant(self, model, statement, *values):
        """What only somebody at the database itself can do.

        :param model: whose table is written to past its triggers
        """
        self.env.flush_all()
        table = SQL.identifier(self.env[model]._table)
        self.env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", table))
        self.env.cr.execute(SQL(statement, *values))
        self.env.cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", table))
        self.env.invalidate_all()

    def test_list_that_was_changed_is_found(self):
        self.assertFalse(self.prove(LATER + A_DAY))
        self.plant(
            "tthc.table.issue.line",
            "DELETE FROM tthc_table_issue_line WHERE issue_id = %s AND dossier_id = %s",
            self.issue.id,
            self.settled.id,
        )
        finding = self.prove(LATER + 2 * A_DAY)
        self.assertIn(self.issue.display_name, finding.subject)

    def test_figure_that_was_changed_is_found(self):
        self.plant(
            "tthc.table.issue",
            "UPDATE tthc_table_issue SET payload = replace(payload, '1', '2')"
            " WHERE id = %s",
            self.issue.id,
        )
        self.assertEqual(len(self.prove(LATER + A_DAY)), 1)
