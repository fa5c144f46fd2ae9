from collections import Counter, defaultdict
from datetime import date, timedelta
from random import Random

from odoo import Command
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import frozen

from .common import NINE, PostalCase

MINUTE = timedelta(minutes=1)
#: Monday to Friday, two rounds a day.
DAYS = [date(2026, 8, 24) + timedelta(days=number) for number in range(5)]
HOURS = (10.0, 15.0)
AGENCIES = 24
FOLDERS = 2000
#: Of each half-day's folders so many come when loading has closed.
LATE = 16
#: How many dossiers the agencies decide between two rounds.
DECIDED = 40
COUNTER, COURIER, LOST, CITIZEN = ("counter",), ("courier",), ("lost",), ("citizen",)
HOME = "home"


class WeekScenario(PostalCase):
    """A week of a center: what people do with 2,000 folders, and what goes wrong.

    The scenario keeps a book of its own, ``place`` and ``bound``: where it put each
    paper and where it wants it. The suite never reads it; the tests compare the two.
    Dice are thrown by one seed, so that every run is the same week.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.dice = Random(20260824)
        cls.agencies = cls.env["tthc.agency"].create(
            [
                {
                    "name": f"Sở thứ {number:02d}",
                    "identifier": f"H99.W{number:02d}",
                    "parent_id": cls.committee.id,
                }
                for number in range(1, AGENCIES + 1)
            ]
        )
        people = cls.specialist | cls.other_specialist | cls.leader
        people.tthc_agency_ids = [Command.link(row.id) for row in cls.agencies]
        cls.place, cls.bound, cls.since = {}, {}, {}
        cls.told = Counter()
        cls.missing = {}
        cls.made_stops = Counter()
        cls.crossed = Counter()

    # -- the plan -------------------------------------------------------------------

    @classmethod
    def make_rounds(cls):
        """Two routes over all agencies, and the ten rounds of the week."""
        routes = cls.env["tthc.courier.route"].create(
            [
                {
                    "code": f"T1-{hour:.0f}H",
                    "name": f"Tuyến {hour:.0f} giờ",
                    "center_id": cls.center.id,
                    "courier_id": cls.courier.id,
                    "departure": hour,
                    "loading_cutoff": hour - 0.25,
                    "return_at": hour + 2,
                    "valid_from": "2026-01-01",
                    "stop_ids": [
                        Command.create(
                            {
                                "sequence": number,
                                "agency_id": agency.id,
                                "arrival": hour + 0.1 + 0.07 * number,
                            }
                        )
                        for number, agency in enumerate(cls.agencies)
                    ],
                }
                for hour in HOURS
            ]
        )
        runs = cls.env["tthc.courier.round"].union(
            *(routes._make_rounds(day) for day in DAYS)
        )
        return runs.sorted("departure_at")

    # -- folders --------------------------------------------------------------------

    def take_in(self, number, moment):
        """Folders are received: copies of one that the counter received.

        The dossiers are multiplied in SQL, as their intake is no matter of this test;
        their papers begin by the suite's own method.

        :param number: how many
        :param moment: naive UTC
        """
        agencies = [self.dice.choice(self.agencies.ids) for _number in range(number)]
        ids = self._multiply(agencies, moment)
        dossiers = self.env["tthc.dossier"].browse(ids)
        papers = self.env["tthc.paper"]._begin(
            [
                ({"dossier_id": row.id, "kind": "file", "original_count": 3}, holder)
                for row, holder in zip(
                    dossiers, [self.at_counter] * number, strict=True
                )
            ],
            "intake",
            moment,
        )
        for paper, agency in zip(papers, agencies, strict=True):
            self.put(paper, COUNTER, moment)
            self.bound[paper.id] = agency

    def _multiply(self, agencies, moment):
        """Insert copies of the first dossier.

        :param agencies: ids of the lead agencies, one a copy
        :return: ids of the copies
        """
        first = len(self.place)
        own = {
            "code": SQL("'H99-W-' || (%s + v.n)", first),
            "token": SQL("'WEEKTOKEN' || (%s + v.n)", first),
            "agency_id": SQL("v.agency"),
            "register_agency_id": SQL("v.agency"),
            "received_at": SQL("%s", moment),
            "held_at": SQL("NULL"),
            **dict.fromkeys(
                ("code_number", "register_number", "intake_key", "event_head"),
                SQL("NULL"),
            ),
            "event_count": SQL("0"),
        }
        ids = self._copy_rows(
            "tthc_dossier",
            own,
            SQL(
                "JOIN unnest(%s) WITH ORDINALITY AS v(agency, n) ON TRUE"
                " WHERE t.id = %s",
                agencies,
                self.template.id,
            ),
        )
        self._copy_rows(
            "tthc_dossier_step",
            {"dossier_id": SQL("d.id"), "agency_id": SQL("d.agency_id")},
            SQL(
                "JOIN tthc_dossier d ON d.id = ANY(%s) WHERE t.dossier_id = %s",
                ids,
                self.template.id,
            ),
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO tthc_dossier_agency_rel (dossier_id, agency_id)"
                " SELECT id, agency_id FROM tthc_dossier WHERE id = ANY(%s)",
                ids,
            )
        )
        return ids

    def _copy_rows(self, table, own, source):
        """Insert copies of rows with some columns of their own."""
        columns = [
            name
            for (name,) in self.env.execute_query(
                SQL(
                    "SELECT column_name FROM information_schema.columns"
                    " WHERE table_name = %s AND column_name != 'id'",
                    table,
                )
            )
        ]
        values = [own.get(name, SQL("t.%s", SQL.identifier(name))) for name in columns]
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s t %s RETURNING id",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(values),
                SQL.identifier(table),
                source,
            )
        )
        return [row[0] for row in rows]

    def put(self, papers, place, moment):
        """Write in the scenario's own book where papers are now."""
        for paper in papers:
            self.place[paper.id] = place
            self.since[paper.id] = moment

    def at(self, place, **wanted):
        """Ids of the papers that the book has at a place, bound for somewhere."""
        return {
            paper
            for paper, where in self.place.items()
            if where == place
            and paper not in self.missing
            and ("bound" not in wanted or self.bound.get(paper) == wanted["bound"])
        }

    # -- scanning -------------------------------------------------------------------

    def scan_all(self, sheet, papers, user, force=False):
        """Scan papers: one in twenty as the device does, the others in short."""
        inner = sheet.sudo()
        for number, paper in enumerate(papers):
            if force or number % 20 == 0:
                answer = sheet.with_user(user).scan(
                    f"{sheet.id}-{paper.id}", paper.token, force=force
                )
                self.assertEqual(answer["result"], "right")
            else:
                self.assertEqual(inner._judge(paper), "right")
                inner._add_line(paper, f"{sheet.id}-{paper.id}", expected=True)

    def sign(self, sheet, first, second):
        """Both sides sign."""
        sheet.with_user(first[1]).sign(first[0])
        sheet.with_user(second[1]).sign(second[0])
        self.assertEqual(sheet.state, "done")

    def papers(self, ids):
        """Papers in a fixed order."""
        return self.env["tthc.paper"].browse(sorted(ids))

    def some(self, ids, share):
        """A share of papers by the dice, in a fixed order."""
        return {paper for paper in sorted(ids) if self.dice.random() < share}

    # -- a round ----------------------------------------------------------------------

    def load(self, run):
        """The courier loads what the manifest asks for; some folders are not found."""
        moment = run.cutoff_at + 5 * MINUTE
        with frozen(moment):
            sheet = self.as_user(self.clerk).open_for_round(run.id)
            expected = {row["paper_id"] for row in sheet["expected"]}
            wanted = {
                paper
                for paper in self.at(COUNTER)
                if isinstance(self.bound.get(paper), int)
                and self.since[paper] <= run.cutoff_at
            }
            self.assertEqual(expected, wanted)
            papers = self.papers(expected - self.some(expected, 0.01))
            minutes = self.sheet(sheet)
            self.scan_all(minutes, papers, self.clerk)
            self.sign(minutes, ("b", self.clerk), ("a", self.courier))
        self.put(papers, COURIER, moment)
        with frozen(run.departure_at):
            run.with_user(self.courier).action_leave()

    def go_round(self, run):
        """All stops in their order; one is not made, at some things go wrong."""
        stops = run.stop_ids.sorted()
        left_out = self.dice.choice(stops.ids)
        for index, stop in enumerate(stops):
            delay = self.dice.choice((0, 0, 2, 5, 9, 14, 22))
            if stop.id == left_out:
                kind = self.dice.choice(("nobody", "missed"))
                with frozen(stop.planned_at):
                    stop.with_user(self.courier).action_miss("Không giao được", kind)
                self.made_stops["missed"] += 1
                self.told[kind] += 1
                continue
            with frozen(stop.planned_at + delay * MINUTE):
                self._make_stop(stop, stops[index + 1 :].agency_id, index)
            self.made_stops["late" if delay > 10 else "on_time"] += 1

    def _make_stop(self, stop, ahead, index):
        agency = stop.agency_id
        here = ("agency", agency.id)
        sheet = self.as_user(self.courier).open_for_stop(stop.id)
        give = self.at(COURIER, bound=agency.id)
        take = {
            paper
            for paper in self.at(here)
            if self.bound.get(paper) == HOME or self.bound.get(paper) in ahead.ids
        }
        self.assertEqual({row["paper_id"] for row in sheet["expected"]}, give | take)
        minutes = self.sheet(sheet)
        lost = self.some(give, 0.004) if len(give) > 2 else set()
        stray = self._stray(ahead) if index % 7 == 3 else set()
        shown = give - lost
        if not shown | take | stray:
            minutes.with_user(self.courier).action_drop()
            return
        self.scan_all(minutes, self.papers(shown | take), self.courier)
        self.scan_all(minutes, self.papers(stray), self.courier, force=True)
        self._note_faults(minutes, shown)
        person = self.other_specialist if index % 2 else self.specialist
        self.sign(minutes, ("a", self.courier), ("b", person))
        moment = stop.arrived_at
        self.put(self.papers(shown | stray), here, moment)
        self.put(self.papers(take), COURIER, moment)
        self.missing.update(dict.fromkeys(lost, moment))
        self.told["missing"] += len(lost)
        self.told["extra"] += len(stray)
        self.crossed["out"] += len(shown | stray)
        self.crossed["in"] += len(take)

    def _stray(self, ahead):
        """At times a folder of a later stop is handed over here."""
        later = {
            paper for paper in self.at(COURIER) if self.bound.get(paper) in ahead.ids
        }
        return set(sorted(later)[:1]) if self.dice.random() < 0.4 else set()

    def _note_faults(self, minutes, shown):
        """Some folders are torn, in some a sheet is missing."""
        handed = minutes.with_user(self.courier)
        for paper in sorted(self.some(shown, 0.01)):
            handed.note_found("damaged", paper, "Rách bìa")
            self.told["damaged"] += 1
        for paper in sorted(self.some(shown, 0.01)):
            handed.count_line(paper, 2, 0)
            self.told["count"] += 1

    def correct(self, run):
        """Signed minutes were wrong: a folder had stayed in the car."""
        minutes = run.handover_ids.filtered(
            lambda row: row.kind == "stop" and row.state == "done"
        ).sorted("id")
        minutes = next(
            row
            for row in minutes
            if len(row.line_ids.filtered(lambda line: line.from_side == "a")) > 2
            and row.sign_b_user_id
        )
        line = minutes.line_ids.filtered(
            lambda line: line.from_side == "a" and line.expected
        ).sorted("id")[0]
        moment = run.return_at - 5 * MINUTE
        with frozen(moment):
            minutes.with_user(self.courier).action_correct("Bộ này còn trên xe")
            sheet = minutes.search([("corrects_id", "=", minutes.id)])
            sheet.with_user(self.courier).take("back", line.paper_id.id)
            self.sign(sheet, ("a", self.courier), ("b", minutes.sign_b_user_id))
        self.put(line.paper_id, COURIER, moment)
        self.crossed["out"] -= 1

    def come_home(self, run):
        """What the courier still has goes to the counter, and the round ends."""
        with frozen(run.return_at):
            sheet = self.as_user(self.courier).open_for_round(run.id)
            wanted = self.at(COURIER)
            self.assertEqual({row["paper_id"] for row in sheet["expected"]}, wanted)
            minutes = self.sheet(sheet)
            papers = self.papers(wanted)
            if papers:
                self.scan_all(minutes, papers, self.courier)
                self.sign(minutes, ("a", self.courier), ("b", self.clerk))
            else:
                minutes.with_user(self.courier).action_drop()
            self.put(papers, COUNTER, run.return_at)
            run.with_user(self.courier).action_finish()

    # -- between the rounds -----------------------------------------------------------

    def search_missing(self, moment):
        """What is missing is declared lost; of earlier losses some are found."""
        with frozen(moment):
            losses = self.env["tthc.paper.loss"].search([("state", "=", "searching")])
            for loss in losses.sorted("id"):
                self._end_search(loss, moment)
            papers = self.papers(self.missing)
            if not papers:
                return
            lost = papers.with_user(self.courier).action_declare_lost("Không thấy")
            lost.with_user(self.manager).action_search()
            self.missing.clear()
            self.put(papers, LOST, moment)

    def _end_search(self, loss, moment):
        paper = loss.paper_id
        if self.dice.random() < 0.5:
            loss.with_user(self.courier).action_find("Nằm dưới ghế xe")
            self.put(paper, COURIER, moment)
        else:
            loss.with_user(self.clerk).action_replace("from_scan", "In lại")
            self.put(loss.replacement_id, COUNTER, moment)
            self.bound[loss.replacement_id.id] = self.bound[paper.id]
        rows = self.env["tthc.handover.discrepancy"].search(
            [("paper_id", "=", paper.id), ("state", "=", "open")]
        )
        rows.with_user(self.manager).action_clear("Đã làm rõ")

    def work(self, moment):
        """The agencies decide some of what they have; the center gives results back."""
        ready = self.at(COUNTER, bound=HOME)
        at_work = sorted(
            paper
            for paper, place in self.place.items()
            if place[0] == "agency" and self.bound.get(paper) == place[1]
        )
        chosen = self.papers(self.dice.sample(at_work, min(DECIDED, len(at_work))))
        with frozen(moment):
            dossiers = chosen.dossier_id
            dossiers.with_user(self.clerk).action_transfer()
            dossiers.with_user(self.specialist).action_finish_step("granted")
            dossiers.with_user(self.leader).action_resolve(number="12/GP")
            for paper in dossiers.paper_ids:
                self.bound[paper.id] = HOME if paper.kind == "result" else None
                if paper.kind == "result":
                    place = ("agency", paper.holder_id.agency_id.id)
                    self.put(paper, place, moment)
            given = self.papers(sorted(ready)[::2])
            given.dossier_id.with_user(self.clerk).action_give_back(
                proof="receipt", means="phone", originals=True
            )
            self.put(given, CITIZEN, moment)

    # -- the whole week ---------------------------------------------------------------

    def play(self):
        """Play the week, round by round; :meth:`after_round` looks at each.

        :return: the rounds
        """
        self.template = self.receive(NINE)
        self.papers_of_template = self.template.paper_ids
        self.papers_of_template._hand_to(self.holders._of("void"), "void", NINE)
        self.env.flush_all()
        runs = self.make_rounds()
        share = FOLDERS // len(runs)
        for number, run in enumerate(runs):
            self.take_in(share - LATE, run.cutoff_at - 60 * MINUTE)
            self.take_in(LATE, run.cutoff_at + 2 * MINUTE)
            self.load(run)
            self.go_round(run)
            if number == 4:
                self.correct(run)
            self.come_home(run)
            self.search_missing(run.return_at + 5 * MINUTE)
            self.work(run.return_at + 10 * MINUTE)
            self.env.flush_all()
            self.after_round(run)
        return runs

    def after_round(self, run):
        """What is compared after each round."""

    def book_by_place(self):
        """How many papers the book has at each place."""
        return Counter(self.place.values())

    def ledger_by_place(self):
        """How many papers the ledger has at each place, from the moves alone."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.paper_id, h.kind, h.agency_id
                  FROM (SELECT DISTINCT ON (paper_id) paper_id, to_id
                          FROM tthc_custody_move ORDER BY paper_id, seq DESC) m
                  JOIN tthc_custody_holder h ON h.id = m.to_id
                  JOIN tthc_paper p ON p.id = m.paper_id
                 WHERE p.center_id = %s AND h.kind != 'void'
                """,
                self.center.id,
            )
        )
        found = defaultdict(set)
        for paper, kind, agency in rows:
            found[(kind, agency) if kind == "agency" else (kind,)].add(paper)
        return found
