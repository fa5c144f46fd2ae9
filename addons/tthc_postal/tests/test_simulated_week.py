from collections import defaultdict

from odoo.tools import SQL

from ..tools.period_layout import KINDS
from .week_scenario import AGENCIES, DAYS, FOLDERS, HOURS, WeekScenario


class TestSimulatedWeek(WeekScenario):
    """24 agencies, 10 rounds, 2,000 folders, losses, missed stops, late papers."""

    def test_week_reconciles_to_the_last_folder(self):
        runs = self.play()
        self.assertEqual(len(runs), len(DAYS) * len(HOURS))
        self.assertEqual(set(runs.mapped("state")), {"done"})
        self._check_something_went_wrong()
        self._check_all_folders_are_somewhere()
        self._check_discrepancies()
        self._check_reports(runs)
        moves = self.env["tthc.custody.move"]
        self.assertFalse(moves._broken_chains(self.papers(self.place)))

    def after_round(self, run):
        """The book of the scenario, the holders and the ledger say the same."""
        book = defaultdict(set)
        for paper, place in self.place.items():
            book[place].add(paper)
        self.assertEqual(dict(self.ledger_by_place()), dict(book))
        self._check_holder_is_the_last_move()
        self._check_scanned_is_signed_is_moved()

    def _check_holder_is_the_last_move(self):
        """One holder a paper, the last move's; moves are numbered and chained."""
        wrong = self.env.execute_query(
            SQL(
                """
                SELECT p.id FROM tthc_paper p
                  LEFT JOIN (
                    SELECT DISTINCT ON (paper_id) paper_id, to_id, seq
                      FROM tthc_custody_move ORDER BY paper_id, seq DESC
                  ) m ON m.paper_id = p.id
                 WHERE p.center_id = %(center)s
                   AND (m.to_id IS DISTINCT FROM p.holder_id
                        OR m.seq IS DISTINCT FROM p.move_count)
                UNION ALL
                SELECT paper_id FROM (
                    SELECT paper_id, seq, from_id,
                           row_number() OVER steps AS place,
                           lag(to_id) OVER steps AS before
                      FROM tthc_custody_move
                    WINDOW steps AS (PARTITION BY paper_id ORDER BY seq)
                  ) chain
                 WHERE seq != place OR from_id IS DISTINCT FROM before
                """,
                center=self.center.id,
            )
        )
        self.assertFalse(wrong)

    def _check_scanned_is_signed_is_moved(self):
        """Each line of signed minutes is one move, and no move lacks its line."""
        wrong = self.env.execute_query(
            SQL(
                """
                WITH signed AS (
                    SELECT h.name, l.paper_id FROM tthc_handover_line l
                      JOIN tthc_handover h ON h.id = l.handover_id
                     WHERE h.center_id = %(center)s AND h.state = 'done'
                       AND l.only_counted IS NOT TRUE
                ), moved AS (
                    SELECT m.evidence AS name, m.paper_id FROM tthc_custody_move m
                      JOIN tthc_paper p ON p.id = m.paper_id
                     WHERE p.center_id = %(center)s AND m.source = 'minutes'
                )
                (SELECT * FROM signed EXCEPT ALL SELECT * FROM moved)
                UNION ALL
                (SELECT * FROM moved EXCEPT ALL SELECT * FROM signed)
                """,
                center=self.center.id,
            )
        )
        self.assertFalse(wrong)

    def _check_something_went_wrong(self):
        """A week in which nothing happens would show nothing."""
        for kind, _label in KINDS:
            self.assertTrue(self.told[kind], kind)
        self.assertTrue(
            self.env["tthc.paper.loss"].search_count([("state", "=", "found")])
        )
        self.assertTrue(
            self.env["tthc.paper.loss"].search_count([("state", "=", "replaced")])
        )
        self.assertTrue(self.book_by_place()[("citizen",)])

    def _check_all_folders_are_somewhere(self):
        """2,000 folders came in; each is with exactly one holder."""
        papers = self.papers(self.place)
        files = papers.filtered(lambda row: row.kind == "file" and not row.replaces_id)
        self.assertEqual(len(files), FOLDERS)
        self.assertEqual(sum(self.book_by_place().values()), len(papers))
        counts = self.env["tthc.paper"]._read_group(
            [("center_id", "=", self.center.id), ("holder_id.kind", "!=", "void")],
            ["holder_id"],
            ["__count"],
        )
        self.assertEqual(sum(count for _holder, count in counts), len(papers))
        superseded = papers.filtered("is_superseded")
        self.assertEqual(set(superseded.mapped("holder_kind")), {"lost"})

    def _check_discrepancies(self):
        """Every difference has a row, and no row is without a difference."""
        counts = dict(
            self.env["tthc.handover.discrepancy"]._read_group(
                [("center_id", "=", self.center.id)], ["kind"], ["__count"]
            )
        )
        self.assertEqual(counts, {kind: n for kind, n in self.told.items() if n})
        open_missing = self.env["tthc.handover.discrepancy"].search(
            [("kind", "=", "missing"), ("state", "=", "open")]
        )
        searched = self.env["tthc.paper.loss"].search([("state", "=", "searching")])
        self.assertEqual(open_missing.paper_id, searched.paper_id)

    def _check_reports(self, runs):
        """The reports count what people did."""
        count = self.env["tthc.courier.count"].with_user(self.manager)
        values = {"date_from": DAYS[0], "date_to": DAYS[-1]}
        totals = {}
        for table in ("volume", "rounds", "punctuality", "discrepancy"):
            rows = count.create({**values, "table": table})._reckoned()["rows"]
            cells = {cell["column"]: cell["value"] for cell in rows[-1]["cells"]}
            totals[table] = cells
            self.assertEqual(
                sum(row["cells"][0]["value"] for row in rows[:-1]),
                rows[-1]["cells"][0]["value"],
            )
        for table in ("volume", "rounds"):
            self.assertEqual(
                (totals[table]["out"], totals[table]["in"]),
                (self.crossed["out"], self.crossed["in"]),
            )
        punctuality = totals["punctuality"]
        self.assertEqual(punctuality["all"], AGENCIES * len(runs))
        for outcome in ("on_time", "late", "missed"):
            self.assertEqual(punctuality[outcome], self.made_stops[outcome])
        for kind, _label in KINDS:
            self.assertEqual(totals["discrepancy"][kind], self.told[kind])
