import logging

from odoo import api, fields, models

from odoo.addons.tthc_base.tools import clock

from .readiness_table import SENT

_logger = logging.getLogger(__name__)
CRON = "tthc_rollout.cron_readiness_remind"


class TthcReadinessReminding(models.AbstractModel):
    """Tells agencies that they are asked, that the hour comes, that it is over.

    A day before is the same hour of the last working day before. Whatever was due
    while the server stood still is told when it is back, of several the latest.
    """

    _name = "tthc.readiness.reminding"
    _description = "Reminders of a campaign"

    late_told_at = fields.Datetime(
        string="Told of late agencies",
        readonly=True,
        copy=False,
        help="The hour for which the coordinator was told who is late.",
    )

    def _wake_reminders(self):
        """Have the job run now and at each moment at which something is to be told."""
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if not cron:
            return
        moments = {clock.now()}
        # sudo: the reports of all agencies, whoever opens the campaign
        for report in self.sudo().report_ids.filtered(
            lambda row: row.state not in SENT
        ):
            moments |= set(report._stages().values())
        # sudo: whoever opens a campaign has no right to jobs
        cron.sudo()._trigger(at=[at for at in moments if at >= clock.now()])

    @api.model
    def _cron_remind(self):
        """Tell what is to be told by now; one campaign that fails stops no other."""
        campaigns = self.search([("state", "=", "open")])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(campaigns))
        for campaign in campaigns:
            try:
                with self.env.cr.savepoint():
                    campaign._remind()
            except Exception:
                # not an error of the server: the other campaigns are told all the same
                _logger.warning(
                    "Reminders of campaign %s could not be sent",
                    campaign.id,
                    exc_info=True,
                )
            cron._commit_progress(1)

    def _remind(self):
        """Tell the agencies of one campaign what they were not told yet."""
        self.ensure_one()
        reports = self.report_ids.filtered(lambda row: row.state not in SENT)
        told = reports._told()
        for report in reports:
            stage = report._stage()
            if (report.id, stage) not in told:
                report._tell_stage(stage, first=(report.id, "opened") not in told)
        self._tell_late()

    def _tell_late(self):
        """Tell whom the agencies ask, once an hour that is over, who is late."""
        late = self.report_ids.filtered("is_overdue")
        hour = max(late.mapped("due_at"), default=False)
        if not hour or (self.late_told_at and self.late_told_at >= hour):
            return
        contact = self.contact_id
        self._moving().late_told_at = hour
        if contact:
            self.with_context(lang=contact.lang).message_notify(
                partner_ids=contact.partner_id.ids,
                subject=self.with_context(lang=contact.lang)._late_words(late),
                body=", ".join(late.agency_id.mapped("display_name")),
            )

    def _late_words(self, late):
        return self.env._(
            "%(campaign)s: %(count)s agencies are late",
            campaign=self.name,
            count=len(late),
        )
