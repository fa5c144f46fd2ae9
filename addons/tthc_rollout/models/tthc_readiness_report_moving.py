from datetime import UTC, datetime

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM, local_moment

from .readiness_table import COORDINATOR, LEADER, SENT


class TthcReadinessReportMoving(models.AbstractModel):
    """The actions of a report; each is a row of ``REPORT_MOVES``."""

    _name = "tthc.readiness.report.moving"
    _description = "Moves of a readiness report"

    def action_submit(self):
        """Put the report before the agency's leader.

        :raise AccessError: for everybody but the agency's reporter
        :raise UserError: when a rule keeps it from leaving, or the campaign is over
        """
        self._check_move("submit")
        self._check_campaign_open()
        self._check_stops()
        self._move("submit")
        self._tell_leaders()

    def action_recall(self):
        """Take the report back from the leader.

        :raise AccessError: for everybody but the agency's reporter
        """
        self._check_move("recall")
        self._move("recall", {"approved_at": False, "approved_by_id": False})

    def action_approve(self):
        """Approve the report, which the reporter then files.

        :raise AccessError: for everybody but the agency's leader
        """
        self._check_move("approve")
        self._move("approve", self._approval())

    def _approval(self):
        return {"approved_at": clock.now(), "approved_by_id": self.env.uid}

    def action_reject(self, remarks=None):
        """Give the report back to the reporter.

        :param remarks: what is to be mended
        :raise AccessError: for everybody but the agency's leader
        :raise UserError: without remarks
        """
        self._check_move("reject")
        remarks = self._said(remarks)
        self._move(
            "reject",
            {"remarks": remarks, "approved_at": False, "approved_by_id": False},
        )
        self._tell_reporters(self.env._("Returned by the leader: %(name)s"), remarks)

    def action_file(self):
        """File the report: it is frozen, and whether it is late is a fact.

        :raise AccessError: for everybody but the agency's reporter and leader
        :raise UserError: when the campaign is over, the leader has to approve first,
            or a rule keeps the report from leaving
        """
        self._check_move("file")
        self._check_campaign_open()
        self._check_approved()
        self._check_stops()
        moment = clock.now()
        for report in self:
            report._file(moment)
        self._drop_duties()

    def _file(self, moment):
        """Freeze one report and note who filed it when.

        :param moment: naive UTC
        """
        first = self.first_filed_at or moment
        approval = {}
        if self.wants_approval and not self.approved_at:
            approval = self._approval()
        values = {
            "filed_at": moment,
            "filed_by_id": self.env.uid,
            "first_filed_at": first,
            "is_late": self.is_late if self.first_filed_at else moment > self.due_at,
            **approval,
        }
        self._move("file", values)
        self._freeze(moment)

    def action_return(self, remarks=None, due_at=None):
        """Ask the agency to mend its report.

        :param remarks: what is to be mended
        :param due_at: naive UTC (or its text) by which it is to be filed again; none
            leaves the hour as it is
        :raise AccessError: for everybody but the coordinator
        :raise UserError: without remarks, for an hour that is over, or when the
            campaign is over
        """
        self._check_move("return")
        self._check_campaign_open()
        remarks = self._said(remarks)
        due_at = fields.Datetime.to_datetime(due_at)
        if due_at and due_at <= clock.now():
            raise UserError(self.env._("The hour is over. Set a later one."))
        self._move(
            "return",
            {
                "remarks": remarks,
                "returned_at": clock.now(),
                "returned_by_id": self.env.uid,
                "approved_at": False,
                "approved_by_id": False,
                "accepted_at": False,
                "accepted_by_id": False,
                **({"extended_to": due_at} if due_at else {}),
            },
        )
        self._give_duties()
        self._tell_reporters(self.env._("To be mended: %(name)s"), remarks)
        self.campaign_id._wake_reminders()

    def action_accept(self):
        """Accept the report.

        :raise AccessError: for everybody but the coordinator
        """
        self._check_move("accept")
        self._move(
            "accept",
            {
                "accepted_at": clock.now(),
                "accepted_by_id": self.env.uid,
                "remarks": False,
            },
        )

    def action_extend(self, until=None, reason=None):
        """Give one agency more time.

        :param until: naive UTC (or its text)
        :param reason: why
        :raise AccessError: for everybody but the coordinator
        :raise UserError: without a reason, for an hour that is not later, for a report
            that is filed, or when the campaign is over
        """
        self._check_role(COORDINATOR)
        self.check_access("read")
        self._check_campaign_open()
        reason = self._said(reason)
        until = fields.Datetime.to_datetime(until)
        for report in self:
            report._check_extension(until)
        # sudo: the hour is no field that anybody writes by hand
        self.sudo()._moving().write({"extended_to": until, "extension_reason": reason})
        self._duties().write({"date_deadline": self._local_day(until)})
        self.campaign_id._wake_reminders()

    def _next_hour(self):
        """The hour at which the report is due, on the next working day.

        :return: naive UTC
        """
        self.ensure_one()
        # sudo: the working days of the center, which its agencies need not see
        calendar = self.sudo().center_id.resource_calendar_id
        due = local_moment(self.due_at)
        day = max(due.date(), clock.today(VIETNAM))
        later = datetime.combine(calendar.tthc_working_day_after(day), due.timetz())
        return later.astimezone(UTC).replace(tzinfo=None)

    def _check_extension(self, until):
        if self.state in SENT:
            raise UserError(
                self.env._("“%(name)s” is filed already.", name=self.display_name)
            )
        if not until or until <= max(self.due_at, clock.now()):
            raise UserError(
                self.env._(
                    "“%(name)s”: the new hour has to be later than the one it is due "
                    "at now.",
                    name=self.display_name,
                )
            )

    def action_toggle_approval(self):
        """Let the leader approve the agency's reports before filing, or no more.

        :raise AccessError: for everybody but the agency's leader
        """
        self._check_role(LEADER)
        self.check_access("read")
        for agency in self.agency_id:
            # sudo: the agency decides on this itself, its data is the administrator's
            agency.sudo().readiness_approval = not agency.readiness_approval

    # -- what an action asks for ------------------------------------------------------

    def _check_campaign_open(self):
        for report in self:
            # sudo: the state of the campaign that asks
            campaign = report.sudo().campaign_id
            if campaign.state != "open":
                raise UserError(
                    self.env._(
                        "“%(campaign)s” is closed. Ask the coordinator to open it "
                        "again.",
                        campaign=campaign.name,
                    )
                )

    def _check_approved(self):
        """The agency's leader files, or has approved, where the agency wants it."""
        if self.env.su or self.env.user.has_group(LEADER):
            return
        for report in self:
            if report.wants_approval and report.state != "approved":
                raise UserError(
                    self.env._(
                        "%(agency)s files after its leader approved: send the report "
                        "to the leader first.",
                        agency=report.agency_id.display_name,
                    )
                )
