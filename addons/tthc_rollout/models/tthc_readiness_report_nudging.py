from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import local_moment

from .readiness_table import COORDINATOR, SENT

#: How long the coordinator leaves an agency in peace.
PAUSE = timedelta(hours=1)


class TthcReadinessReportNudging(models.AbstractModel):
    """The coordinator reminds agencies by hand, besides what the job tells them."""

    _name = "tthc.readiness.report.nudging"
    _description = "Reminders by hand"

    reminded_at = fields.Datetime(
        string="Last reminded", compute="_compute_reminded_at", compute_sudo=True
    )

    @api.depends("reminder_ids.told_at")
    def _compute_reminded_at(self):
        told = self._last_told([])
        for report in self:
            report.reminded_at = told.get(report.id, False)

    def _last_told(self, domain):
        """When each agency was told something last.

        :param domain: on the reminders
        :return: dict of report id → naive UTC
        """
        # sudo: when an agency was told, not what
        reminders = self.env["tthc.readiness.reminder"].sudo()
        found = reminders._read_group(
            [("report_id", "in", self.ids), *domain], ["report_id"], ["told_at:max"]
        )
        return {report.id: moment for report, moment in found}

    def action_remind(self):
        """Remind the agencies that have not filed, each once an hour at most.

        :return: notice whom was told and who was not
        :raise AccessError: for everybody but the coordinator
        :raise UserError: when there is nobody to remind, or the campaign is over
        """
        self._check_role(COORDINATOR)
        self.check_access("read")
        self._check_campaign_open()
        # sudo: a lock needs the right to write
        self.sudo()._lock()
        self.invalidate_recordset(["state"])
        waiting = self.filtered(lambda report: report.state not in SENT)
        told = waiting._last_told([("stage", "=", "hand")])
        recent = waiting.filtered(
            lambda report: (
                told.get(report.id, clock.now() - PAUSE) > clock.now() - PAUSE
            )
        )
        silent = (waiting - recent).filtered(lambda report: not report.reporter_ids)
        reached = waiting - recent - silent
        left_out = self._left_out(self - waiting, recent, silent)
        if not reached:
            raise UserError(
                self.env._("Nobody to remind. %(why)s", why=" ".join(left_out))
            )
        for report in reached:
            report._tell_stage("hand")
        return self._remind_notice(reached, left_out)

    def _left_out(self, sent, recent, silent):
        """Sentences about who is not reminded, and why."""
        reasons = (
            (sent, self.env._("Filed already: %(names)s.")),
            (recent, self.env._("Reminded within the hour: %(names)s.")),
            (silent, self.env._("No account of a reporter: %(names)s.")),
        )
        return [
            text % {"names": ", ".join(reports.agency_id.mapped("display_name"))}
            for reports, text in reasons
            if reports
        ]

    def _remind_notice(self, reached, left_out):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("%(n)s agencies reminded", n=len(reached)),
                "message": " ".join(left_out),
                "type": "warning" if left_out else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _nudge_words(self):
        """What an agency is told, with how late it is."""
        self.ensure_one()
        due = local_moment(self.due_at).strftime("%H:%M %d/%m/%Y")
        told = {"name": self.display_name, "due": due}
        if self.is_overdue:
            return self.env._("Please file: late since %(due)s: %(name)s", **told)
        return self.env._("Please file by %(due)s: %(name)s", **told)
