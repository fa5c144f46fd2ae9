from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tools import SQL, mute_logger

from odoo.addons.tthc_base.tools.clock import frozen

from .common import HOUR, NINE
from .test_paper_loss import LossCase

JOB = "odoo.addons.tthc_dossier.models.tthc_dossier_job"
DAY = timedelta(days=1)


class TestCustodyCheck(LossCase):
    """What the night finds on papers, and how it leaves the list again."""

    def check(self, moment, batch=None):
        """Run the check of the test center at a moment (naive UTC)."""
        model = type(self.env["tthc.custody.check"])
        with frozen(moment), patch.object(model, "_batch", batch or model._batch):
            check = self.env["tthc.custody.check"]._of_today()
            check = check.filtered(lambda row: row.center_id == self.center)
            while check._step():
                pass
        return check

    def open_kinds(self, paper):
        rows = self.env["tthc.custody.finding"].search(
            [("paper_id", "=", paper.id), ("state", "=", "open")]
        )
        return set(rows.mapped("kind"))

    def test_paper_where_it_belongs_is_not_on_the_list(self):
        paper = self.receive().paper_ids
        check = self.check(NINE + HOUR)
        self.assertFalse(self.open_kinds(paper))
        self.assertGreaterEqual(check.paper_count, 1)
        self.assertTrue(check.ended_at)

    def test_folder_that_waits_elsewhere_than_its_step(self):
        dossier = self.receive()
        with frozen(NINE):
            dossier.with_user(self.clerk).action_transfer()
        paper = dossier.paper_ids
        self.check(NINE + 2 * HOUR)
        self.assertFalse(self.open_kinds(paper))
        self.check(NINE + 2 * DAY)
        self.assertEqual(self.open_kinds(paper), {"step"})
        finding = self.env["tthc.custody.finding"].search([("paper_id", "=", paper.id)])
        for word in ("Sở Xây dựng", self.counter.display_name):
            self.assertIn(word, finding.explanation)

    def test_folder_with_the_citizen_while_it_is_worked_on(self):
        paper = self.receive().paper_ids
        paper._hand_to(self.holders._of("citizen"), "return")
        self.check(NINE + HOUR)
        self.assertEqual(self.open_kinds(paper), {"step"})

    def test_folder_too_long_on_the_way_in_working_hours(self):
        paper = self.receive().paper_ids
        with frozen(NINE):
            paper._hand_to(self.with_courier, "minutes")
        self.check(NINE + 3 * HOUR)
        self.assertNotIn("way", self.open_kinds(paper))
        self.check(NINE + DAY)
        self.assertIn("way", self.open_kinds(paper))

    def test_folder_held_by_people_who_left(self):
        agency_holder = self.holders._person_of(self.specialist, self.agency)
        archived, moved, driven = (self.receive().paper_ids for _number in range(3))
        archived._hand_to(self.holders._person_of(self.leader, self.agency), "minutes")
        moved._hand_to(agency_holder, "minutes")
        driven._hand_to(self.with_courier, "minutes")
        self.leader.active = False
        self.specialist.tthc_agency_ids = self.other_agency
        self.courier.tthc_center_id = self.other_center
        self.check(NINE + HOUR)
        for paper in archived | moved | driven:
            self.assertIn("left", self.open_kinds(paper))

    def test_search_that_is_over_or_never_ordered(self):
        never, over = self.lost(), self.in_place("searching")
        self.check(NINE + 2 * HOUR)
        self.assertFalse(self.open_kinds(never.paper_id))
        self.check(NINE + 5 * DAY)
        self.assertEqual(self.open_kinds(never.paper_id), {"search"})
        self.assertEqual(self.open_kinds(over.paper_id), {"search"})

    def test_ledger_is_compared_for_papers_at_rest_too(self):
        no_move, other, forged, fine = (self.receive().paper_ids for _n in range(4))
        citizen = self.holders._of("citizen")
        for paper in other | forged:
            paper._hand_to(citizen, "return")
        self.env.flush_all()
        run = self.env.cr.execute
        guard = SQL("ALTER TABLE tthc_custody_move DISABLE TRIGGER tthc_no_change")
        run(guard)
        run(SQL("DELETE FROM tthc_custody_move WHERE paper_id = %s", no_move.id))
        run(
            SQL(
                "UPDATE tthc_custody_move SET payload = replace(payload, 'return',"
                " 'intake') WHERE paper_id = %s",
                forged.id,
            )
        )
        run(SQL("ALTER TABLE tthc_custody_move ENABLE TRIGGER tthc_no_change"))
        run(
            SQL(
                "UPDATE tthc_paper SET holder_id = %s WHERE id = %s",
                self.with_courier.id,
                other.id,
            )
        )
        self.env.invalidate_all()
        self.check(NINE + HOUR)
        self.assertEqual(self.open_kinds(no_move), {"no_move", "chain"})
        self.assertIn("holder", self.open_kinds(other))
        self.assertIn("chain", self.open_kinds(forged))
        self.assertFalse(self.open_kinds(fine))

    def test_finding_closes_by_itself_when_mended_and_opens_once(self):
        paper = self.receive().paper_ids
        with frozen(NINE):
            paper._hand_to(self.with_courier, "minutes")
        self.check(NINE + DAY)
        self.check(NINE + 4 * DAY)
        findings = self.env["tthc.custody.finding"].search(
            [("paper_id", "=", paper.id), ("kind", "=", "way")]
        )
        self.assertEqual(len(findings), 1)
        self.assertEqual(findings.found_at, NINE + DAY)
        self.assertEqual(findings.seen_at, NINE + 4 * DAY)
        with frozen(NINE + 4 * DAY):
            paper._hand_to(self.at_counter, "minutes")
        self.check(NINE + 5 * DAY)
        self.assertEqual(findings.state, "closed")
        self.assertEqual(findings.closed_at, NINE + 5 * DAY)

    def test_the_manager_is_told_once_a_center_until_all_is_mended(self):
        paper = self.receive().paper_ids
        with frozen(NINE):
            paper._hand_to(self.with_courier, "minutes")
        first = self.check(NINE + DAY)
        self.assertEqual(first.activity_ids.user_id, self.manager)
        second = self.check(NINE + 4 * DAY)
        self.assertFalse(first.activity_ids)
        self.assertEqual(len(second.activity_ids), 1)
        with frozen(NINE + 4 * DAY):
            at_agency = self.holders._person_of(self.specialist, self.agency)
            paper._hand_to(at_agency, "minutes")
        third = self.check(NINE + 5 * DAY)
        self.assertFalse((second | third).activity_ids)
        self.assertFalse(third.open_count)

    def test_one_bad_paper_stops_no_other(self):
        bad, good = self.receive().paper_ids, self.receive().paper_ids
        with frozen(NINE):
            (bad | good)._hand_to(self.with_courier, "minutes")
        self.check(NINE + DAY)
        model = type(bad)
        plain = model._faults

        def faults(paper, moment):
            if paper == bad:
                raise ValueError("planted")
            return plain(paper, moment)

        with patch.object(model, "_faults", faults), mute_logger(JOB):
            self.check(NINE + 4 * DAY)
        found = self.env["tthc.custody.finding"].search(
            [("paper_id", "=", good.id), ("kind", "=", "way")]
        )
        self.assertEqual(found.seen_at, NINE + 4 * DAY)
        # What could not be judged is not told to be mended.
        self.assertIn("way", self.open_kinds(bad))

    def test_small_batches_find_the_same_and_a_killed_check_goes_on(self):
        papers = self.env["tthc.paper"]
        for _number in range(5):
            papers |= self.receive().paper_ids
        with frozen(NINE):
            papers._hand_to(self.with_courier, "minutes")
        model = type(self.env["tthc.custody.check"])
        with frozen(NINE + DAY), patch.object(model, "_batch", 2):
            check = self.env["tthc.custody.check"]._of_today()
            check = check.filtered(lambda row: row.center_id == self.center)
            self.assertTrue(check._step())
            self.assertEqual(check.paper_count, 2)
            again = self.env["tthc.custody.check"]._of_today()
            self.assertIn(check, again)
        self.check(NINE + DAY, batch=2)
        for paper in papers:
            self.assertIn("way", self.open_kinds(paper))
        self.assertNotIn(check, self.env["tthc.custody.check"]._of_today())

    def test_queries_of_a_batch_do_not_grow_with_its_papers(self):
        papers = self.env["tthc.paper"]
        for _number in range(6):
            papers |= self.receive().paper_ids
        check = self.check(NINE + HOUR)
        self.env.flush_all()

        def queries(chosen):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with frozen(NINE + HOUR):
                check._check_papers(chosen, chosen, NINE + HOUR)
            return self.env.cr.sql_log_count - before

        queries(papers[:1])
        self.assertEqual(queries(papers[:2]), queries(papers))

    def test_findings_are_seen_in_the_center_and_written_by_nobody(self):
        paper = self.receive().paper_ids
        with frozen(NINE):
            paper._hand_to(self.with_courier, "minutes")
        check = self.check(NINE + DAY)
        finding = self.env["tthc.custody.finding"].search([("paper_id", "=", paper.id)])
        for user, sees in (
            (self.manager, True),
            (self.clerk, True),
            (self.inspector, True),
            (self.other_clerk, False),
        ):
            with self.subTest(user=user.login):
                rows = finding.with_user(user).search([])
                self.assertEqual(finding.id in rows.ids, sees)
                for record in (finding, check):
                    with self.assertRaises(AccessError):
                        record.with_user(user).write({"center_id": self.center.id})
                    with self.assertRaises(AccessError):
                        record.with_user(user).unlink()
        for user in (self.courier, self.specialist, self.hr, self.reporter):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                finding.with_user(user).search([])
