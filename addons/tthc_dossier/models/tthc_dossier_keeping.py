import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import now

_logger = logging.getLogger(__name__)

#: So many dossiers of a center are looked at in one run; the rest the next day.
A_RUN = 2000


class TthcDossierKeeping(models.AbstractModel):
    """Results that nobody collects: reminders, and the end of keeping them ready.

    Nothing of this is in the law for results at the desk (domain.md §2.11): each
    center sets it. A result by post has the post's own two invitations.
    """

    _name = "tthc.dossier.keeping"
    _description = "Results not collected"

    reminder_count = fields.Integer(string="Reminders", readonly=True, copy=False)
    reminded_at = fields.Datetime(string="Last reminder", readonly=True, copy=False)
    unclaimed_at = fields.Datetime(
        string="Keeping ready ended",
        readonly=True,
        copy=False,
        help="Nobody collected the result in the time that the center keeps it ready; "
        "it goes to the archive with its file, and the citizen can still have it.",
    )

    # The list by age, and what the daily job looks at.
    _uncollected_idx = models.Index(
        "(center_id, resolved_at) WHERE state = 'resolved' AND unclaimed_at IS NULL"
    )

    def action_remind_result(self):
        """Remind the citizen that a result waits; also by the daily job."""
        self._run("remind_result")

    def action_end_keeping(self):
        """End keeping a result ready that nobody collected in time."""
        self._run("end_keeping")

    def _need_uncollected(self, **_arguments):
        for dossier in self:
            if dossier.unclaimed_at or dossier.result_channel != "direct":
                raise UserError(
                    self.env._(
                        "The result of %(code)s does not wait at the counter.",
                        code=dossier.display_name,
                    )
                )

    def _need_keeping_over(self, **_arguments):
        for dossier in self:
            end = dossier._keeping_until()
            if not end or end > now():
                raise UserError(
                    self.env._(
                        "The result of %(code)s is still kept ready%(until)s.",
                        code=dossier.display_name,
                        until=self.env._(
                            " until %(day)s",
                            day=dossier.center_id._local_day(end).strftime("%d/%m/%Y"),
                        )
                        if end
                        else "",
                    )
                )

    def _effect_remind_result(self, moment, **_arguments):
        self._remind_uncollected()
        return {
            dossier: (
                {
                    "reminder_count": dossier.reminder_count + 1,
                    "reminded_at": moment,
                },
                {"number": dossier.reminder_count + 1},
            )
            for dossier in self
        }

    def _effect_end_keeping(self, moment, **_arguments):
        return {
            dossier: (
                {"unclaimed_at": moment},
                {"reminders": dossier.reminder_count},
            )
            for dossier in self
        }

    def _remind_uncollected(self):
        """Tell the citizens, and put a task before the desk where there is no way to.

        A hook: a higher floor may remind by a way of its own.
        """
        told = self._tell_citizen("uncollected").dossier_id
        for dossier in self - told:
            user = dossier._desk_of_reminder()
            dossier.activity_schedule(
                "mail.mail_activity_data_call",
                date_deadline=dossier.center_id._today(),
                summary=self.env._("Call: the result has not been collected"),
                user_id=user.id,
            )

    def _desk_of_reminder(self):
        """Who calls: the one who received it, while at the center, else who acts."""
        self.ensure_one()
        # sudo: whether a colleague still works at the center
        clerk = self.received_by_id.sudo()
        at_work = clerk.active and clerk.tthc_center_id == self.center_id
        return clerk if at_work else self.env.user

    def _waits_since(self):
        """From when on the citizen could have come, naive UTC."""
        self.ensure_one()
        return max(filter(None, (self.resolved_at, self.notified_at)))

    def _keeping_until(self):
        """When keeping it ready ends, naive UTC; False when the center sets no end."""
        self.ensure_one()
        days = self.center_id.unclaimed_after_days
        return self._waits_since() + timedelta(days=days) if days else False

    def _reminder_due(self):
        """When the next reminder is due, naive UTC; False when none is left."""
        self.ensure_one()
        center = self.center_id
        if not center.remind_first_days or self.reminder_count >= center.remind_max:
            return False
        days = (
            center.remind_every_days if self.reminded_at else center.remind_first_days
        )
        start = self.reminded_at or self._waits_since()
        return center.resource_calendar_id.tthc_due(start, days, "working_day").at

    # -- day by day -----------------------------------------------------------------

    @api.model
    def _cron_uncollected(self):
        """Remind, and end keeping ready, one dossier at a time.

        What goes wrong with one dossier is logged and keeps no other one back.
        """
        work = self._uncollected_work()
        self.env["ir.cron"]._commit_progress(remaining=len(work))
        for dossier, action in work:
            dossier._do_uncollected(action)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    @api.model
    def _uncollected_work(self):
        """What is to be done today.

        :return: list of pairs of a dossier and an action
        """
        work = []
        for center in self.env["tthc.center"].search([], limit=1000):
            for dossier in self._uncollected_of(center):
                end = dossier._keeping_until()
                due = dossier._reminder_due()
                if end and end <= now():
                    work.append((dossier, "end_keeping"))
                elif due and due <= now():
                    work.append((dossier, "remind_result"))
        return work

    @api.model
    def _uncollected_of(self, center):
        """Results of a center that could be due for something, the oldest first.

        Working days are at least as long as days: who is younger is left out.
        """
        domain = (
            Domain("state", "=", "resolved")
            & Domain("center_id", "=", center.id)
            & Domain("unclaimed_at", "=", False)
            & Domain("result_channel", "=", "direct")
        )
        some = Domain.FALSE
        if center.remind_first_days:
            first = now() - timedelta(days=center.remind_first_days)
            some |= Domain("reminder_count", "<", center.remind_max) & Domain(
                "resolved_at", "<", first
            )
        if center.unclaimed_after_days:
            last = now() - timedelta(days=center.unclaimed_after_days)
            some |= Domain("resolved_at", "<", last)
        return self.search(domain & some, order="resolved_at, id", limit=A_RUN)

    def _do_uncollected(self, action):
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self.with_context(lang="vi_VN")._run(action, source="job")
        except UserError:
            _logger.warning("Dossier %s: %s failed", self.id, action, exc_info=True)
