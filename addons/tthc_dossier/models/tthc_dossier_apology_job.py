from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import now

from .transition_table import LEADER, MANAGER, OPEN_STATES
from .tthc_dossier_apologising import RUNNING_STATES

ACTIVITY = "tthc_dossier.mail_activity_apology"
#: The least calendar time that a limit takes, by its unit, for the database: what
#: does not fit into it fits into no calendar.
LEAST_TIME = {
    "minute": "1 minute",
    "hour": "1 hour",
    "half_day": "4 hours",
    "same_day": "0 hours",
    "working_day": "1 day",
    "day": "1 day",
    "month": "28 days",
}


class TthcDossierApologyJob(models.AbstractModel):
    """The daily job that drafts letters of apology and drops those not needed."""

    _name = "tthc.dossier.apology.job"
    _description = "Drafting letters of apology in time"

    @api.model
    def _cron_apologies(self):
        """Draft the letters of what can't be done in time; drop what is not needed.

        What goes wrong with one dossier is told and keeps no other one back.
        """
        moment = now()
        suite = self.with_context(lang="vi_VN").env
        self._drop_stale_drafts()
        work = self._apologies_to_draft(moment)
        self.env["ir.cron"]._commit_progress(remaining=len(work))
        for dossier, finding in work:
            with dossier._kept_apart(
                suite._("The letter of apology for %s", dossier.code)
            ):
                dossier._draft_apology(finding, moment)
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _apologies_to_draft(self, moment):
        """Dossiers for which a letter is to be drafted.

        :param moment: naive UTC
        :return: list of pairs of a dossier and the finding
        """
        suite = self.with_context(lang="vi_VN").env
        work = []
        for dossier in self._apology_candidates(moment):
            with dossier._kept_apart(
                suite._("The forecast of %s", dossier.code), writes=False
            ):
                finding = dossier._next_letter() and dossier._finding(moment)
                if finding:
                    work.append((dossier, finding))
        return work

    def _next_letter(self):
        """Kind of the letter that may still be signed, or None."""
        self.ensure_one()
        if self._appointments_left():
            return "first"
        return "overrule" if self._is_overrule_left() else None

    @api.model
    def _apology_candidates(self, moment):
        """Running dossiers that the calendar has to judge, found by the database.

        Late steps, steps to come that fit into no calendar before the day, and days
        that come within the lead of the letter.

        :param moment: naive UTC
        :return: ``tthc.dossier``
        """
        self.env["tthc.dossier.step"].flush_model()
        self.env["tthc.dossier.apology"].flush_model()
        self.env["tthc.dossier"].flush_model()
        least = SQL(" ").join(
            SQL("WHEN %s THEN %s::interval", unit, time)
            for unit, time in LEAST_TIME.items()
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT d.id
                  FROM tthc_dossier d
                  LEFT JOIN LATERAL (
                      SELECT max(s.due) FILTER (WHERE s.state = 'active') AS due,
                             sum(s.least) FILTER (WHERE s.state = 'waiting') AS least
                        FROM (SELECT s.state, max(s.due) AS due,
                                     max(s.limit_value * CASE s.limit_unit %(least)s
                                                         END) AS least
                                FROM tthc_dossier_step s
                               WHERE s.dossier_id = d.id
                                 AND s.limit_unit IS NOT NULL
                                 AND s.state IN ('active', 'waiting')
                               GROUP BY s.state, s.sequence) s
                      ) s ON TRUE
                 WHERE d.state IN %(running)s
                   AND d.paused_at IS NULL
                   AND d.due IS NOT NULL
                   AND NOT EXISTS (
                       SELECT FROM tthc_dossier_apology a
                        WHERE a.dossier_id = d.id AND a.state = 'draft')
                   AND (%(near)s
                        OR s.due < %(now)s
                        OR greatest(s.due, %(now)s)
                           + COALESCE(s.least, '0'::interval) > d.due)
                 ORDER BY d.due, d.id
                """,
                running=RUNNING_STATES,
                least=least,
                near=self._near_condition(moment),
                now=moment,
            )
        )
        # sudo: the job looks at what its own user may not be a party to
        return self.env["tthc.dossier"].sudo().browse(row[0] for row in rows)

    @api.model
    def _near_condition(self, moment):
        """SQL for “the last day for a letter has come”, by the calendar of the center.

        :param moment: naive UTC
        """
        # sudo: every center counts, whoever the job is run by
        everything = self.with_context(active_test=False).sudo().env
        centers = everything["tthc.center"].search(Domain.TRUE)
        regulations = everything["tthc.regulation"].search(Domain.TRUE)
        lead = max(regulations.mapped("apology_lead_days"), default=0)
        conditions = [SQL("FALSE")]
        for calendar, local in centers.grouped("resource_calendar_id").items():
            today = local[0]._local_day(moment)
            last = calendar.tthc_working_day_after(today, lead) if lead else today
            horizon = calendar.tthc_closing(last)
            conditions.append(
                SQL("(d.center_id IN %s AND d.due <= %s)", tuple(local.ids), horizon)
            )
        return SQL("(%s)", SQL(" OR ").join(conditions))

    def _draft_apology(self, finding, moment):
        """Draft a letter and put it before those who sign.

        :param finding: why, as :meth:`_finding` says
        :param moment: naive UTC
        """
        self.ensure_one()
        self._lock()
        kind = self._next_letter()
        letter = self._create_apology(
            kind,
            finding=finding,
            forecast=self._forecast(moment),
            deadline=self._apology_deadline(),
            drafted_at=moment,
            new_date=self._proposed_date(moment),
        )
        self._tell_signers(kind, letter)
        self.env["tthc.dossier.event"]._append(
            [
                {
                    "dossier": self,
                    "kind": "draft_apology",
                    "happened_at": moment,
                    "ground": "NĐ 61/2018 Điều 19.9",
                    "source": "job",
                    "data": {"finding": finding, "order": kind},
                }
            ]
        )

    def _tell_signers(self, kind, letter):
        """Put the draft on the list of the leaders, or of the center's managers."""
        if kind == "first":
            people = self._members_of(LEADER).filtered(
                lambda user: self.agency_id in user.tthc_agency_ids
            )
        else:
            people = self._members_of(MANAGER).filtered(
                lambda user: user.tthc_center_id == self.center_id
            )
        scheduling = self.with_context(mail_activity_quick_update=True)
        today = self.center_id._today()
        day = max(self.center_id._local_day(letter.deadline), today)
        for user in people:
            scheduling.activity_schedule(ACTIVITY, date_deadline=day, user_id=user.id)

    def _apology_activities(self):
        """Drafts that still stand on somebody's list."""
        # sudo: one who signs ends the task of the others, too
        activities = self.env["mail.activity"].sudo()
        return activities.search(
            [
                ("res_model", "=", "tthc.dossier"),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
            ]
        )

    def _drop_apology_drafts(self):
        """Drop the drafts of dossiers that do not run any more."""
        stopped = self.filtered(
            lambda dossier: dossier.state not in OPEN_STATES or dossier.paused_at
        )
        stopped._drop_drafts()

    def _drop_drafts(self):
        drafts = self._draft() if self else self.env["tthc.dossier.apology"]
        if not drafts:
            return
        drafts._write_as_action({"state": "dropped"})
        drafts.dossier_id._apology_activities().unlink()

    @api.model
    def _drop_stale_drafts(self):
        """Drop drafts whose promised day has moved since."""
        # sudo: the job looks at what its own user may not be a party to
        letters = self.env["tthc.dossier.apology"].sudo()
        drafts = letters.search([("state", "=", "draft")])
        stale = drafts.dossier_id.filtered(
            lambda dossier: dossier._draft().due_before != dossier.due
        )
        suite = self.with_context(lang="vi_VN").env
        for dossier in stale:
            with dossier._kept_apart(
                suite._("The letter of apology for %s", dossier.code)
            ):
                dossier._drop_drafts()
