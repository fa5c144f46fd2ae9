from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM, local_moment

from .readiness_table import LEADER, REPORTER

ACTIVITY = "tthc_rollout.mail_activity_readiness"
HOURS_BEFORE = timedelta(hours=2)


class TthcReadinessReportReminding(models.AbstractModel):
    """What one agency is told about its report."""

    _name = "tthc.readiness.report.reminding"
    _description = "Reminders of a readiness report"

    reminder_ids = fields.One2many(
        "tthc.readiness.reminder", "report_id", string="Reminders", readonly=True
    )
    reporter_ids = fields.Many2many(
        "res.users",
        string="Reporters",
        compute="_compute_reporter_ids",
        compute_sudo=True,
        help="Accounts of the agency with the role of agency reporter.",
    )

    @api.depends("agency_id")
    def _compute_reporter_ids(self):
        # sudo: who holds the role is read to tell them, not to list them
        members = self.env.ref(REPORTER).sudo().all_user_ids.filtered("active")
        self._assign_members(members)

    def _assign_members(self, members):
        by_agency = {}
        for user in members:
            for agency in user.tthc_agency_ids:
                by_agency.setdefault(agency.id, []).append(user.id)
        for report in self:
            report.reporter_ids = by_agency.get(report.agency_id.id, [])

    def _leaders(self):
        """Accounts of the agency that may approve.

        :return: ``res.users``
        """
        # sudo: as for reporters
        members = self.env.ref(LEADER).sudo().all_user_ids.filtered("active")
        return members.filtered(lambda user: self.agency_id & user.tthc_agency_ids)

    def _stages(self):
        """From which instant on each stage is to be told.

        :return: dict of stage → naive UTC, in order
        """
        self.ensure_one()
        calendar = self.center_id.resource_calendar_id
        local = local_moment(self.due_at).replace(tzinfo=None)
        day = calendar.tthc_previous_working_day(local.date())
        return {
            "day": self.due_at - (local.date() - day),
            "hours": self.due_at - HOURS_BEFORE,
            "late": self.due_at + timedelta(seconds=1),
        }

    def _stage(self):
        """What there is to tell now."""
        stage = "opened"
        for name, instant in self._stages().items():
            if instant <= clock.now():
                stage = name
        return stage

    def _told(self):
        """What the agencies were told for the hour that they are due at now.

        :return: set of (report id, stage)
        """
        rows = self.env["tthc.readiness.reminder"].search(
            [("report_id", "in", self.ids)]
        )
        return {
            (row.report_id.id, row.stage)
            for row in rows
            if row.stage == "opened" or row.due_at == row.report_id.due_at
        }

    def _tell_stage(self, stage, first=False):
        """Tell the reporters, and the leader with whom the report lies.

        :param stage: see ``tthc.readiness.reminder``
        :param first: whether they were not even told that they are asked
        """
        self.ensure_one()
        people = self.reporter_ids
        if self.state == "submitted":
            people |= self._leaders()
        if not people:
            return
        for lang, users in people.grouped("lang").items():
            report = self.with_context(lang=lang)
            report.message_notify(
                partner_ids=users.partner_id.ids,
                subject=report._stage_words("opened" if first else stage),
                body=report.campaign_id.note or report._stage_words(stage),
            )
        stages = {stage, "opened"} if first else {stage}
        # sudo: only the job writes what was told
        reminders = self.env["tthc.readiness.reminder"].sudo()._moving()
        reminders.create(
            [
                {
                    "report_id": self.id,
                    "stage": name,
                    "due_at": self.due_at,
                    "told_at": clock.now(),
                    "user_ids": [fields.Command.set(people.ids)],
                }
                for name in sorted(stages)
            ]
        )
        self._give_duties()

    def _stage_words(self, stage):
        if stage == "hand":
            return self._nudge_words()
        told = {
            "name": self.display_name,
            "due": local_moment(self.due_at).strftime("%H:%M %d/%m/%Y"),
        }
        if stage == "late":
            return self.env._("Late since %(due)s: %(name)s", **told)
        if stage == "opened":
            return self.env._("You are asked to report by %(due)s: %(name)s", **told)
        return self.env._("Due at %(due)s: %(name)s", **told)

    # -- duties -----------------------------------------------------------------------

    def _give_duties(self):
        """An activity for each reporter of an agency that has to file."""
        kind = self.env.ref(ACTIVITY)
        model = self.env["ir.model"]._get_id(self._name)
        busy = {(row.res_id, row.user_id.id) for row in self._duties()}
        # sudo: duties are given by the campaign, also to people whom its coordinator
        # may not write to; told by the reminder itself, so no second mail
        activities = self.env["mail.activity"].sudo()
        activities.with_context(mail_activity_quick_update=True).create(
            [
                {
                    "activity_type_id": kind.id,
                    "res_model_id": model,
                    "res_id": report.id,
                    "user_id": user.id,
                    "summary": report.campaign_id.name,
                    "date_deadline": self._local_day(report.due_at),
                }
                for report in self
                for user in report.reporter_ids
                if (report.id, user.id) not in busy
            ]
        )

    @api.model
    def _local_day(self, moment):
        return local_moment(moment, VIETNAM).date()

    def _duties(self):
        """The open duties of these reports, of all reporters."""
        # sudo: the duty of one reporter ends when another one has filed
        return (
            self.env["mail.activity"]
            # sudo: as above
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
                ]
            )
        )

    def _drop_duties(self):
        self._duties().unlink()

    def _tell_reporters(self, subject, body):
        """Write to the reporters of each agency.

        :param subject: with ``%(name)s`` for the report
        :param body: words
        """
        for report in self:
            if report.reporter_ids:
                report.message_notify(
                    partner_ids=report.reporter_ids.partner_id.ids,
                    subject=subject % {"name": report.display_name},
                    body=body,
                )

    def _tell_leaders(self):
        for report in self:
            leaders = report._leaders()
            if leaders:
                report.message_notify(
                    partner_ids=leaders.partner_id.ids,
                    subject=self.env._(
                        "To be approved: %(name)s", name=report.display_name
                    ),
                    body=self.env._("The report is to be filed after your approval."),
                )
