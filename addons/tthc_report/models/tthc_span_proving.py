from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_date import vietnamese_moment
from odoo.addons.tthc_dossier.models.transition_table import INTAKE_STATES, OPEN_STATES

from .tthc_span_counting import COUNTED, SUMS

#: Entries of the log that are read at once to find whose they are.
ENTRIES = 2000
#: Dossiers that are named of a difference that may be of very many.
NAMED = 200
#: Sent tables that are looked at in one night.
ISSUES = 100


class TthcSpanProving(models.AbstractModel):
    """What a proof compares, batch by batch."""

    _name = "tthc.span.proving"
    _description = "Comparison of figures and log"

    # -- which dossiers ---------------------------------------------------------

    @api.model
    def _last_event(self):
        """Id of the newest entry of the log."""
        self.env["tthc.dossier.event"].flush_model()
        (row,) = self.env.execute_query(
            SQL("SELECT COALESCE(max(id), 0) FROM tthc_dossier_event")
        )
        return row[0]

    @api.model
    def _share(self):
        """How many dossiers have their turn in one night."""
        (row,) = self.env.execute_query(
            SQL("SELECT reltuples FROM pg_class WHERE oid = 'tthc_dossier'::regclass")
        )
        return max(int(row[0]) // self._nights, self._least_share)

    def _next_told(self):
        """Dossiers of the next entries of the log.

        :return: pair of dossiers and values to write
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT id, dossier_id FROM tthc_dossier_event"
                " WHERE id > %s AND id <= %s ORDER BY id LIMIT %s",
                self.event_position,
                self.event_target,
                ENTRIES,
            )
        )
        if not rows:
            return self.env["tthc.dossier"], {"stage": "turn"}
        dossiers = self.env["tthc.dossier"].browse({row[1] for row in rows})
        return dossiers, {"event_position": rows[-1][0]}

    def _next_turn(self):
        """Dossiers whose turn it is; after the last one the first comes again.

        :return: pair of dossiers and values to write
        """
        dossiers = self.env["tthc.dossier"].search(
            [("id", ">", self.turn_position), ("state", "not in", INTAKE_STATES)],
            order="id",
            limit=min(self._batch, self.turn_left),
        )
        left = self.turn_left - len(dossiers)
        values = {"turn_left": left}
        if dossiers:
            values["turn_position"] = dossiers[-1].id
        if len(dossiers) < self._batch or not left:
            values["stage"] = "open"
        if len(dossiers) < self._batch and left:
            values["turn_position"] = 0
        return dossiers, values

    # -- rows against the log ---------------------------------------------------

    @api.model
    def _prove_rows(self, dossiers):
        """Compare the rows of dossiers with what their log gives.

        :param dossiers: ``tthc.dossier``
        :return: number of findings that are new
        """
        spans = self.env["tthc.dossier.span"]
        derived = spans._derived(dossiers)
        kept = spans._rows_by_dossier(dossiers)
        found = {
            ("rows", _subject(dossier)): self._row_difference(
                derived[dossier], kept[dossier]
            )
            for dossier in dossiers
            if kept[dossier]._differ(dossier, derived[dossier])
        }
        return self.env["tthc.span.finding"]._reconcile(
            ["rows"],
            {_subject(dossier): dossier.id for dossier in dossiers},
            found,
            now(),
        )

    @api.model
    def _row_difference(self, derived, kept):
        """The first row that differs, in words.

        :param derived: list of ``Row`` by the log
        :param kept: ``tthc.dossier.span``
        """
        told = kept._as_rows()
        index = next(
            (
                number
                for number, pair in enumerate(zip(derived, told, strict=False))
                if pair[0] != pair[1]
            ),
            min(len(derived), len(told)),
        )
        return self.env._(
            "By the log: %(log)s. By the figures: %(figures)s.",
            log=self._row_label(derived[index : index + 1]),
            figures=self._row_label(told[index : index + 1]),
        )

    @api.model
    def _row_label(self, rows):
        if not rows:
            return self.env._("no row")
        row = rows[0]
        states = dict(
            self.env["tthc.dossier.span"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        return self.env._(
            "from %(day)s “%(state)s”, due %(due)s, %(agency)s",
            day=row.date_from.strftime("%d/%m/%Y"),
            state=states[row.state],
            due=row.due_on.strftime("%d/%m/%Y") if row.due_on else "–",
            agency=self.env["tthc.agency"].browse(row.agency_id).display_name,
        )

    # -- open dossiers ----------------------------------------------------------

    @api.model
    def _prove_open(self):
        """Compare what is open with what is counted as open today, both by index.

        :return: number of findings that are new
        """
        self.env["tthc.dossier"].flush_model(["state"])
        self.env["tthc.dossier.span"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(d.id, s.dossier_id), d.id IS NOT NULL
                  FROM (SELECT id FROM tthc_dossier WHERE state IN %(states)s) d
                  FULL JOIN (SELECT dossier_id FROM tthc_dossier_span
                              WHERE kind IN ('open', 'waiting')
                                AND daterange(date_from, date_to) @> 'infinity'::date
                            ) s ON s.dossier_id = d.id
                 WHERE d.id IS NULL OR s.dossier_id IS NULL
                 ORDER BY 1
                 LIMIT %(named)s
                """,
                states=OPEN_STATES,
                named=NAMED,
            )
        )
        findings = self.env["tthc.span.finding"]
        standing = findings.search([("kind", "=", "open"), ("state", "=", "open")])
        subjects = {row.subject: row.dossier_id.id for row in standing}
        found = {}
        for dossier_id, is_open in rows:
            dossier = self.env["tthc.dossier"].browse(dossier_id)
            subjects[_subject(dossier)] = dossier_id
            found["open", _subject(dossier)] = (
                self.env._("It is open and counted nowhere.")
                if is_open
                else self.env._("It is counted as open and is not.")
            )
        return findings._reconcile(["open"], subjects, found, now())

    # -- tables against their lists ---------------------------------------------

    @api.model
    def _prove_tables(self):
        """Compare cells with their lists, and the columns with each other (R24).

        :return: pair of the number of cells and of new findings
        """
        subjects, found, cells = {}, {}, 0
        for first, last in self._proved_periods():
            label = f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"
            (row,) = self.env["tthc.dossier.span"]._counted(first, last)
            subjects[label] = False
            if row["c3"] != row["c7"] + row["c11"]:
                found["table", label] = self.env._(
                    "Column 3 is %(all)s, columns 7 and 11 are %(parts)s.",
                    all=row["c3"],
                    parts=row["c7"] + row["c11"],
                )
            for name in (*COUNTED, *SUMS):
                subject = f"{label} ({name[1:]})"
                subjects[subject] = False
                cells += 1
                listed = self._listed(name, first, last)
                if listed != row[name]:
                    found["list", subject] = self.env._(
                        "The cell says %(cell)s, its list has %(listed)s.",
                        cell=row[name],
                        listed=listed,
                    )
        new = self.env["tthc.span.finding"]._reconcile(
            ["list", "table"], subjects, found, now()
        )
        return cells, new + self._prove_issues()

    @api.model
    def _listed(self, column, first, last):
        """How many dossiers the list of a cell shows."""
        domain = self.env["tthc.dossier.span"]._cell_domain(column, first, last)
        return self.env["tthc.dossier"].search_count(domain)

    @api.model
    def _proved_periods(self):
        """The month by the 15th that was closed last, and the one that lasts."""
        this = self._month_of(self.day)
        return [self._month_of(this[0] - timedelta(days=1)), this]

    @api.model
    def _month_of(self, day):
        """The month by the 15th in which a day lies (Decree 09/2019 Art 12)."""
        first = day.replace(day=15)
        if day.day < 15:
            first = (day.replace(day=1) - timedelta(days=1)).replace(day=15)
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=15)
        return first, following - timedelta(days=1)

    def _prove_issues(self):
        """Compare tables that were sent with their hash; each has its turn.

        :return: number of findings that are new
        """
        issues = self.env["tthc.table.issue"].search(
            [("id", ">", self.issue_position)], order="id", limit=ISSUES
        )
        self.write({"issue_position": issues[ISSUES - 1 :].id or 0})
        subjects, found = {}, {}
        for issue in issues:
            subject = f"{issue.display_name} · {issue.reporter}"
            subjects[subject] = False
            if not issue._is_intact():
                found["issue", subject] = self.env._(
                    "Figures or list are others than those that were sent on %s.",
                    vietnamese_moment(issue.sent_at),
                )
        return self.env["tthc.span.finding"]._reconcile(
            ["issue"], subjects, found, now()
        )


def _subject(dossier):
    return dossier.code or f"#{dossier.id}"
