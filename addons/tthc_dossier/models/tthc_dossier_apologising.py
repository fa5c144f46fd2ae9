from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.due_date import Due, Line

from .transition_table import LEADER, MANAGER, OPEN_STATES, TRANSITIONS

ACTIVITY = "tthc_dossier.mail_activity_apology"
#: States in which a dossier can be late by its agencies' doing.
RUNNING_STATES = ("received", "processing")
#: Working days of one month and in one calendar day, to tell how much work a step is.
WORKING_DAYS_OF_MONTH = 21
WORKING_DAYS_OF_DAY = 5 / 7
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


class TthcDossierApologising(models.AbstractModel):
    """Apology before the day (Decree 61/2018 Art 12.5, 19.9; rule R08).

    A running dossier can't be done in time when

    * its day has passed; or
    * its open steps, each taking the rest of its own limit (what is late already: no
      time at all), and then the steps to come, each taking its whole limit in working
      time, end after the citizen's date; or
    * the law's last day for a letter has come, and steps that have no limit of their
      own are unfinished, so that nobody can tell. Where a limit is so short that this
      day is that of the receipt, the letter waits until the dossier is late.
    """

    _name = "tthc.dossier.apologising"
    _description = "Apology for a dossier that is late"

    apology_ids = fields.One2many(
        "tthc.dossier.apology", "dossier_id", string="Letters of apology"
    )
    appointment_id = fields.Many2one(
        "tthc.dossier.apology",
        string="Appointed anew by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The letter that the due date rests on, until the limit starts anew.",
    )
    apologised_at = fields.Datetime(
        string="First apology signed", readonly=True, copy=False
    )
    apologised_in_time = fields.Boolean(
        readonly=True,
        copy=False,
        help="The first letter was signed by the last day that the law gives for it.",
    )
    apology_state = fields.Selection(
        [
            ("draft", "To be signed"),
            ("signed", "Signed"),
            ("issued", "Handed to the citizen"),
            ("dropped", "Not needed any more"),
        ],
        string="Letter of apology",
        compute="_compute_apology_state",
    )
    can_apologise = fields.Boolean(compute="_compute_apology_state")
    can_overrule_apology = fields.Boolean(compute="_compute_apology_state")
    is_unapologised = fields.Boolean(
        string="Late without an apology",
        compute="_compute_is_unapologised",
        search="_search_is_unapologised",
    )

    @api.depends("apology_ids.state", "state", "paused_at", "due")
    @api.depends_context("uid")
    def _compute_apology_state(self):
        user = self.env.user
        for dossier in self:
            runs = dossier._is_running()
            left = bool(dossier._appointments_left())
            dossier.apology_state = dossier.apology_ids[-1:].state
            dossier.can_apologise = (
                runs and left and dossier.agency_id in user.tthc_agency_ids
            )
            dossier.can_overrule_apology = (
                runs
                and not left
                and dossier._is_overrule_left()
                and dossier.center_id == user.tthc_center_id
            )

    @api.depends("is_late", "apologised_at")
    def _compute_is_unapologised(self):
        for dossier in self:
            dossier.is_unapologised = dossier.is_late and not dossier.apologised_at

    def _search_is_unapologised(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("is_late", "=", True) & Domain("apologised_at", "=", False)

    def action_apologise(self, reason=None, new_date=None):
        """Sign the letter of apology: the result is promised for a new day, once.

        :param reason: why the day can't be kept; the citizen reads it
        :param new_date: ``datetime.date`` at the center, a working day after the old
        """
        self._run("apologise", reason=reason, new_date=new_date)

    def action_overrule_apology(self, reason=None, new_date=None):
        """Appoint a new day once more, as the director of the center.

        :param reason: why once was not enough
        :param new_date: as :meth:`action_apologise`
        """
        self.check_access("read")
        self._check_role(TRANSITIONS["overrule_apology"].group)
        self._need_center()
        # sudo: a manager reads dossiers and writes nothing on them but this decision
        self.sudo()._run("overrule_apology", reason=reason, new_date=new_date)

    def action_issue_apology(self, means=None):
        """Register that the center told the citizen of the letter.

        :param means: key of ``MEANS``
        """
        self._run("issue_apology", means=means)

    # -- needs ------------------------------------------------------------------

    def _is_running(self):
        """Whether the clock runs towards a date that somebody was promised."""
        self.ensure_one()
        return self.state in RUNNING_STATES and bool(self.due) and not self.paused_at

    def _need_running_clock(self, **_arguments):
        for dossier in self:
            if not dossier._is_running():
                raise UserError(
                    self.env._(
                        "The clock of %(code)s does not run: there is no date to move.",
                        code=dossier.display_name,
                    )
                )

    def _signed_apologies(self, kind):
        self.ensure_one()
        return self.apology_ids.filtered(
            lambda letter: letter.kind == kind and letter._is_signed()
        )

    def _appointments_left(self):
        """How many new appointments the regulation still allows the agency."""
        self.ensure_one()
        allowed = self.regulation_id.reappointment_max
        return max(allowed - len(self._signed_apologies("first")), 0)

    def _is_overrule_left(self):
        return not self._signed_apologies("overrule")

    def _need_apology_left(self, **_arguments):
        for dossier in self:
            if not dossier._appointments_left():
                raise UserError(
                    self.env._(
                        "%(code)s was appointed anew %(max)s time(s), the law allows "
                        "no more. Only the director of the center may decide "
                        "otherwise.",
                        code=dossier.display_name,
                        max=dossier.regulation_id.reappointment_max,
                    )
                )

    def _need_overrule_left(self, **_arguments):
        for dossier in self:
            if dossier._appointments_left():
                raise UserError(
                    self.env._(
                        "The agency of %(code)s may still appoint a new day itself.",
                        code=dossier.display_name,
                    )
                )
            if not dossier._is_overrule_left():
                raise UserError(
                    self.env._(
                        "The director allowed %(code)s one more day already; there is "
                        "no further one.",
                        code=dossier.display_name,
                    )
                )

    def _need_new_date(self, new_date=None, **_arguments):
        moment = now()
        for dossier in self:
            if not new_date:
                raise UserError(
                    self.env._("Say for which day the result is promised anew.")
                )
            earliest = dossier._earliest_new_date(moment)
            calendar = dossier.center_id.resource_calendar_id
            if new_date < earliest or not calendar.tthc_is_working_day(new_date):
                raise UserError(
                    self.env._(
                        "The new day of %(code)s is a working day from %(day)s on.",
                        code=dossier.display_name,
                        day=earliest.strftime("%d/%m/%Y"),
                    )
                )

    def _earliest_new_date(self, moment):
        """The first working day after both the promised day and today.

        :param moment: naive UTC
        :return: ``datetime.date`` at the center
        """
        self.ensure_one()
        center = self.center_id
        calendar = center.resource_calendar_id
        begin = calendar.tthc_next_opening(moment)
        return calendar.tthc_working_day_after(
            max(center._local_day(begin), center._local_day(self.due))
        )

    def _need_signed_apology(self, **_arguments):
        for dossier in self:
            if dossier.apology_ids[-1:].state != "signed":
                raise UserError(
                    self.env._(
                        "No letter of apology for %(code)s waits to be handed over.",
                        code=dossier.display_name,
                    )
                )

    # -- effects ----------------------------------------------------------------

    def _effect_apologise(self, moment, reason=None, new_date=None, **_arguments):
        return {
            dossier: dossier._sign_apology("first", moment, reason, new_date)
            for dossier in self
        }

    def _effect_overrule_apology(
        self, moment, reason=None, new_date=None, **_arguments
    ):
        return {
            dossier: dossier._sign_apology("overrule", moment, reason, new_date)
            for dossier in self
        }

    def _effect_issue_apology(self, moment, means=None, **_arguments):
        effects = {}
        for dossier in self:
            letter = dossier.apology_ids[-1:]
            letter._issue(moment, means)
            effects[dossier] = ({}, {"letter": letter.slip, "means": means})
        return effects

    def _sign_apology(self, kind, moment, reason, new_date):
        """Sign the draft, or a letter without one, and move the due date.

        :param kind: “first” or “overrule”
        :param moment: naive UTC
        :return: pair of the values to write and what the log keeps
        """
        self.ensure_one()
        letter = self._draft() or self._create_apology(kind, state="signed")
        deadline = self._apology_deadline()
        center_signs = kind == "overrule" or (
            self.center_id.apology_signatory == "center"
        )
        letter._write_as_action(
            {
                "kind": kind,
                "state": "signed",
                "reason": reason.strip(),
                "new_date": new_date,
                "due_before": self.due,
                "deadline": deadline,
                "signed_at": moment,
                "signed_by_id": self.env.uid,
                "signatory": "center" if center_signs else "agency",
                "in_time": moment <= deadline,
                **letter._draw_number(moment),
            }
        )
        counted = self._count_appointment(letter, moment)
        self._stretch_steps(moment, counted)
        values = {
            **counted,
            "clock_start": moment,
            "clock_value": self._appointed_days(letter),
            "clock_unit": "working_day",
            "appointment_id": letter.id,
        }
        if not self.apologised_at:
            values.update(apologised_at=moment, apologised_in_time=letter.in_time)
        self._apology_activities().unlink()
        return values, {
            "letter": letter.slip,
            "in_time": letter.in_time,
            "new_date": new_date.isoformat(),
            **self._moved_data(counted),
        }

    def _letter_to_sign(self, moment):
        """Reason and new day to begin with: of the draft, else as the steps say.

        :param moment: naive UTC
        :return: dict ``reason`` and ``new_date``
        """
        self.ensure_one()
        draft = self._draft()
        proposed = self._proposed_date(moment)
        by_hand = draft.drafted_by_id and draft.new_date
        keep = by_hand and draft.new_date >= self._earliest_new_date(moment)
        return {
            "reason": draft.reason,
            "new_date": draft.new_date if keep else proposed,
        }

    def _draft(self):
        return self.apology_ids.filtered(lambda letter: letter.state == "draft")

    def _create_apology(self, kind, **values):
        self.ensure_one()
        # sudo: letters are written by the actions of a dossier only
        letters = self.env["tthc.dossier.apology"].sudo()
        letter = letters.with_context(**self._move_context()).create(
            {
                "dossier_id": self.id,
                "agency_id": self.agency_id.id,
                "center_id": self.center_id.id,
                "kind": kind,
                "state": "draft",
                "due_before": self.due,
                **values,
            }
        )
        return letter.with_env(self.env)

    # -- the new appointment ----------------------------------------------------

    def _apology_deadline(self):
        """Until when the letter is in time, naive UTC."""
        self.ensure_one()
        calendar = self.center_id.resource_calendar_id
        deadline = self.due
        for _day in range(self.regulation_id.apology_lead_days):
            deadline = calendar.tthc_apology_deadline(deadline)
        return deadline

    def _appointed_days(self, letter):
        """Working days from the signing of a letter to its day, at least one."""
        center = self.center_id
        calendar = center.resource_calendar_id
        begin = center._local_day(calendar.tthc_next_opening(letter.signed_at))
        until = calendar.tthc_working_day_from(letter.new_date)
        return max(calendar.tthc_working_days_within(begin, until), 1)

    def _count_appointment(self, letter, moment):
        """Due date by a letter: its day, and later pauses given back.

        The letter promises a day, not a number of days: a holiday that is announced
        later moves it only where it is that very day (Civil Code Art 148.5).

        :param letter: ``tthc.dossier.apology``, signed
        :param moment: assumed end of a pause that lasts, naive UTC
        :return: values to write, the due date among them
        """
        self.ensure_one()
        center = self.center_id
        start = letter.signed_at
        due = center.resource_calendar_id.tthc_due(
            start,
            self._appointed_days(letter),
            "working_day",
            pauses=self._pause_spans(start, moment),
        )
        lines = [
            Line(
                "appointed",
                at=center._local(start),
                until=center._local(letter.due_before),
                day=letter.new_date,
                name=letter.slip,
            )
        ]
        held = center.resource_calendar_id.tthc_working_day_from(letter.new_date)
        if held != letter.new_date:
            lines.append(Line("rolled", day=letter.new_date, last_day=held))
        lines += [
            line
            for line in due.lines
            if line.kind in ("pause", "pause_ignored", "result")
        ]
        return self._due_values(Due(due.at, tuple(lines)), start)

    def _stretch_steps(self, moment, counted):
        """Give the open steps what the new day leaves them."""
        for step in self.step_ids.filtered(lambda step: step.state == "active"):
            # sudo: steps are written by the actions of a dossier only
            step.sudo().with_context(**self._move_context()).write(
                {"due": self._stretched_step_due(step, moment, counted)}
            )

    def _stretched_step_due(self, step, moment, counted):
        """Due date of an open step under a new appointment.

        It ends where the steps to come still fit in before the result is to be at the
        center; it never comes earlier than it was.

        :param step: ``tthc.dossier.step``
        :param moment: naive UTC
        :param counted: values of :meth:`_count_appointment`
        """
        end = counted.get("due_center") or self.due_center
        if not step.limit_unit or not step.due:
            return end
        calendar = self.center_id.resource_calendar_id
        room = calendar.tthc_time_left(moment, end) - self._work_to_come()
        if room <= timedelta():
            return step.due
        return max(step.due, calendar.tthc_add_working_time(moment, room))

    # -- what can't be done in time ---------------------------------------------

    def _work_to_come(self):
        """Working time of the steps that have not begun; side by side counts once."""
        self.ensure_one()
        longest = {}
        for step in self.step_ids.filtered(lambda step: step.state == "waiting"):
            work = self._work_of(step)
            longest[step.sequence] = max(longest.get(step.sequence, work), work)
        return sum(longest.values(), timedelta())

    def _work_of(self, step):
        """Working time of a step by its own limit; none where it has no limit."""
        day = timedelta(hours=self.center_id.resource_calendar_id.hours_per_day)
        size = {
            "minute": timedelta(minutes=1),
            "hour": timedelta(hours=1),
            "half_day": timedelta(hours=4),
            "same_day": timedelta(),
            "working_day": day,
            "day": day * WORKING_DAYS_OF_DAY,
            "month": day * WORKING_DAYS_OF_MONTH,
        }
        return size.get(step.limit_unit, timedelta()) * step.limit_value

    def _forecast(self, moment):
        """When the steps end at best, by their own limits.

        :param moment: naive UTC
        :return: naive UTC
        """
        self.ensure_one()
        open_ends = [
            step.due
            for step in self.step_ids
            if step.state == "active" and step.limit_unit and step.due
        ]
        begin = max([moment, *open_ends])
        calendar = self.center_id.resource_calendar_id
        work = self._work_to_come()
        return calendar.tthc_add_working_time(begin, work) if work else begin

    def _finding(self, moment):
        """Why the dossier can't be done in time, as the model's description says.

        :param moment: naive UTC
        :return: key of the letter's ``finding``, or None
        """
        self.ensure_one()
        if not self._is_running():
            return None
        if self.due < moment:
            return "late"
        if self._forecast(moment) > self.due:
            return "steps"
        open_steps = self.step_ids.filtered(lambda step: step.state != "done")
        if all(step.limit_unit for step in open_steps):
            return None
        center = self.center_id
        last_day = center._local_day(self._apology_deadline())
        if last_day <= center._local_day(self.clock_start or self.received_at):
            return None
        return "deadline" if last_day <= center._local_day(moment) else None

    def _proposed_date(self, moment):
        """First day on which the steps to come can be done, after the promised one."""
        self.ensure_one()
        center = self.center_id
        calendar = center.resource_calendar_id
        forecast = center._local_day(self._forecast(moment))
        return max(
            self._earliest_new_date(moment), calendar.tthc_working_day_from(forecast)
        )

    # -- daily job --------------------------------------------------------------

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
