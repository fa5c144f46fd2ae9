from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.tools import clock

from .transition_table import OPEN_STATES

#: What the daily check looks for; each has a method ``_found_<code>``.
CODES = [
    ("turned_away", "Complete dossier turned away"),
    ("supplement_again", "Supplement asked more often than allowed"),
    ("past_center", "Settled past the center"),
    ("date_changed", "Date changed without ground"),
    ("late_supplement", "Supplement asked after its days"),
    ("late_refusal", "Refused after the limit"),
]

#: The daily check looks at what runs and at what ended so lately. What ended before was
#: looked at every day until then; a million closed logs are not read every night.
RECHECK = timedelta(days=35)


class TthcInspectionRule(models.Model):
    """What the daily check puts before the inspector, as data.

    The harm that the dispatch 3530/UBND-NC of Bắc Giang (13/10/2017) lists. A rule is
    switched off, or given another time to mend, without a change of code.
    """

    _name = "tthc.inspection.rule"
    _description = "Rule of the daily check"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Selection(CODES, required=True)
    active = fields.Boolean(default=True)
    ground = fields.Char(string="Legal ground")
    remedy_days = fields.Integer(
        string="Working days to remedy",
        default=5,
        help="From the day on which it was found.",
    )

    _code_uniq = models.UniqueIndex("(code)", "This check has a row already.")
    _days_positive = models.Constraint(
        "CHECK (remedy_days > 0)", "Give at least one working day to remedy."
    )

    def _found(self):
        """What the rule finds that no inspection was opened for yet.

        :return: ``tthc.dossier``
        """
        self.ensure_one()
        found = getattr(self, f"_found_{self.code}")()
        known = self.env["tthc.inspection"].search_fetch(
            [("rule_id", "=", self.id), ("dossier_id", "in", found.ids)],
            ["dossier_id"],
        )
        return found - known.dossier_id

    def _deadline(self, center):
        """By which day what was found now is to be remedied.

        :param center: ``tthc.center``, whose working days count
        :return: ``datetime.date``
        """
        self.ensure_one()
        calendar = center.resource_calendar_id
        due = calendar.tthc_due(clock.now(), self.remedy_days, "working_day")
        return center._local_day(due.at)

    @api.model
    def _found_turned_away(self):
        """Sent home by the counter though every required paper was there."""
        # The date is what the index knows: few of the dossiers on file have one.
        return self.env["tthc.dossier"].search(
            Domain("turned_away_at", "!=", False)
            & Domain("turned_away_complete", "=", True)
        )

    @api.model
    def _found_supplement_again(self):
        """More requests to the citizen than the regulation of the dossier allows.

        Guidance at intake counts with them where the regulation counts both together
        (rule R02).
        """
        self.env["tthc.dossier.supplement"].flush_model()
        return self._dossiers_of(
            SQL(
                """
                SELECT s.dossier_id
                  FROM tthc_dossier_supplement s
                  JOIN tthc_dossier d ON d.id = s.dossier_id
                  JOIN tthc_regulation r ON r.id = d.regulation_id
                 WHERE s.number > 0
                   AND (s.kind = 'processing' OR r.supplement_scope = 'together')
                 GROUP BY s.dossier_id, r.supplement_max
                HAVING count(*) > r.supplement_max AND r.supplement_max > 0
                """
            )
        )

    @api.model
    def _found_past_center(self):
        """Decided though the log knows no hand-over by the center.

        What is settled on the spot has none; it never leaves the counter.
        """
        self.env["tthc.dossier.event"].flush_model()
        return self._dossiers_of(
            SQL(
                """
                SELECT d.id
                  FROM tthc_dossier d
                 WHERE d.state IN ('resolved', 'returned')
                   AND (d.resolved_at >= %(since)s OR d.resolved_at IS NULL)
                   AND NOT EXISTS (
                       SELECT FROM tthc_dossier_event e
                        WHERE e.dossier_id = d.id
                          AND e.kind IN ('transfer', 'return_now'))
                """,
                since=clock.now() - RECHECK,
            )
        )

    @api.model
    def _found_date_changed(self):
        """The date is not the one that the log last gave a reason for.

        Compared with the log are the date promised by the receipt and the one that
        holds now, of what is open or ended lately (:data:`RECHECK`). Which entries tell
        a date is known to an index: the others, nine of ten, are not read.
        """
        self.env["tthc.dossier.event"].flush_model()
        return self._dossiers_of(
            SQL(
                """
                WITH looked_at AS (
                    SELECT id, due, due_original
                      FROM tthc_dossier
                     WHERE state IN %(open)s AND received_at IS NOT NULL
                     UNION ALL
                    SELECT id, due, due_original
                      FROM tthc_dossier
                     WHERE state IN ('resolved', 'returned')
                       AND (resolved_at >= %(since)s OR resolved_at IS NULL)
                )
                SELECT d.id
                  FROM looked_at d
                  LEFT JOIN LATERAL (
                      SELECT seq, (payload::json ->> 'due')::timestamp AS due
                        FROM tthc_dossier_event
                       WHERE dossier_id = d.id AND strpos(payload, '"due":') > 0
                      -- OFFSET: a payload is parsed once, not at each mention
                      OFFSET 0) e ON e.due IS NOT NULL
                 GROUP BY d.id, d.due, d.due_original
                HAVING d.due_original IS DISTINCT FROM
                           (array_agg(e.due ORDER BY e.seq))[1]
                    OR d.due IS DISTINCT FROM
                           (array_agg(e.due ORDER BY e.seq DESC))[1]
                """,
                open=OPEN_STATES,
                since=clock.now() - RECHECK,
            )
        )

    @api.model
    def _found_late_supplement(self):
        """Supplements asked after the days that the law gives (rule R03).

        Only what the head of the center allowed can be there; it is listed with the
        reason given. What is there without it came past the actions.
        """
        self.env["tthc.dossier.supplement"].flush_model()
        return self._dossiers_of(
            SQL(
                """
                SELECT DISTINCT s.dossier_id
                  FROM tthc_dossier_supplement s
                 WHERE s.kind = 'processing'
                   AND s.asked_at > s.ask_by
                   AND s.asked_at >= %(since)s
                """,
                since=clock.now() - RECHECK,
            )
        )

    @api.model
    def _found_late_refusal(self):
        """Refused after the limit: a result, but not inside its time (rule R07)."""
        return self.env["tthc.dossier"].search(
            Domain("refused_after_limit", "=", True)
            & Domain("resolved_at", ">=", clock.now() - RECHECK)
        )

    @api.model
    def _dossiers_of(self, query):
        self.env["tthc.dossier"].flush_model()
        rows = self.env.execute_query(query)
        return self.env["tthc.dossier"].browse(row[0] for row in rows)

    @api.model
    def _run_daily(self):
        """Open an inspection for everything the rules find; run once a day.

        A finding is reported once: what an inspector closed is not opened again. A
        rule or a dossier that fails stops no other.
        """
        for rule in self.search([("active", "=", True)]):
            found = self.env["tthc.dossier"]
            with found._kept_apart(rule.name):
                found = rule._found()
            for dossier in found:
                with dossier._kept_apart(rule.name):
                    self.env["tthc.inspection"]._open_found(rule, dossier)
