"""What the daily jobs had done until yesterday.

A database that was just generated has seen no job yet: the first run of each would do
the work of months, which no center ever waits for. What is measured is a day like any
other, so the rows that the earlier runs had left behind are written here, by the
jobs' own rules but without the events, tasks and messages that they also leave.
"""

from datetime import timedelta

from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import frozen
from odoo.addons.tthc_dossier.models.transition_table import OPEN_STATES

DAY = timedelta(days=1)


class Yesterday:
    """Brings the warnings, letters and reminders up to a day before a moment."""

    def __init__(self, env, moment):
        """Look back from a moment.

        :param env: superuser environment
        :param moment: when the jobs are to be measured, naive UTC
        """
        self.env = env
        self.moment = moment
        self.before = moment - DAY

    def bring_up(self):
        """Write what all jobs had left behind.

        :return: number of rows by what they are
        """
        with frozen(self.before):
            done = {
                "warnings": self._warn(),
                "letters drafted": self._draft(),
                "kept no longer": self._end_keeping(),
                "reminded": self._remind(),
                "proved": self._prove(),
            }
        # A day of hourly runs gave autovacuum the time to do this; one transaction
        # does not.
        for table in ("tthc_dossier_warning", "tthc_dossier_apology"):
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        self.env.invalidate_all(flush=False)
        return done

    def _prove(self):
        """End the proof of the night before: the log so far was looked at."""
        if "tthc.span.proof" not in self.env:
            return 0
        proof = self.env["tthc.span.proof"]._of_today()
        proof.write(
            {
                "stage": "ended",
                "event_position": proof.event_target,
                "ended_at": self.before,
            }
        )
        # What comes next empties the caches without a look at what waits in them.
        proof.flush_recordset()
        return 1

    def _warn(self):
        """Give each warning that a rule had reached."""
        given = 0
        for rule in self.env["tthc.warning.rule"].search([("active", "=", True)]):
            self.env.cr.execute(
                SQL(
                    "INSERT INTO tthc_dossier_warning (dossier_id, rule_id, due,"
                    " fired_at) SELECT d.id, %s, d.due, %s FROM tthc_dossier d"
                    " WHERE d.state IN %s AND %s",
                    rule.id,
                    self.before,
                    OPEN_STATES,
                    rule._condition(self.before),
                )
            )
            given += self.env.cr.rowcount
        return given

    def _draft(self):
        """Draft a letter for what could not be done in time; nobody signed one."""
        work = self.env["tthc.dossier"]._apologies_to_draft(self.before)
        for dossier, finding in work:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO tthc_dossier_apology (dossier_id, agency_id,"
                    " center_id, kind, state, finding, due_before, drafted_at)"
                    " VALUES (%s, %s, %s, %s, 'draft', %s, %s, %s)",
                    dossier.id,
                    dossier.agency_id.id,
                    dossier.center_id.id,
                    dossier._next_letter(),
                    finding,
                    dossier.due,
                    self.before,
                )
            )
        return len(work)

    def _end_keeping(self):
        """End keeping ready what nobody had collected in the center's time."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE tthc_dossier d
                   SET unclaimed_at = greatest(d.resolved_at, d.notified_at)
                                      + c.unclaimed_after_days * interval '1 day',
                       reminder_count = c.remind_max
                  FROM tthc_center c
                 WHERE c.id = d.center_id
                   AND c.unclaimed_after_days > 0
                   AND d.state = 'resolved'
                   AND d.unclaimed_at IS NULL
                   AND d.result_channel = 'direct'
                   AND greatest(d.resolved_at, d.notified_at)
                       + c.unclaimed_after_days * interval '1 day' <= %s
                """,
                self.before,
            )
        )
        return self.env.cr.rowcount

    def _remind(self):
        """Remind of the younger ones as often as their center's working days say."""
        waiting = self.env.execute_query(
            SQL(
                """
                SELECT center_id, min(greatest(resolved_at, notified_at)),
                       array_agg(id)
                  FROM tthc_dossier
                 WHERE state = 'resolved'
                   AND unclaimed_at IS NULL
                   AND result_channel = 'direct'
                 GROUP BY center_id, greatest(resolved_at, notified_at)::date
                """
            )
        )
        reminded = 0
        for center_id, since, ids in waiting:
            center = self.env["tthc.center"].browse(center_id)
            number, last = self._reminders(center, since)
            if number:
                self.env.cr.execute(
                    SQL(
                        "UPDATE tthc_dossier SET reminder_count = %s, reminded_at = %s"
                        " WHERE id = ANY(%s)",
                        number,
                        last,
                        ids,
                    )
                )
                reminded += len(ids)
        return reminded

    def _reminders(self, center, since):
        """Count the reminders of a result that waits since a day.

        The job came at the same hour of each day: it told on the first one after the
        reminder was due.

        :param center: ``tthc.center``
        :param since: naive UTC
        :return: their number and the instant of the last one
        """
        calendar, last, told = center.resource_calendar_id, None, 0
        days = center.remind_first_days
        while days and told < center.remind_max:
            due = calendar.tthc_due(last or since, days, "working_day").at
            if due > self.before:
                break
            last = self.moment - (self.moment - due) // DAY * DAY
            days = center.remind_every_days
            told += 1
        return told, last
