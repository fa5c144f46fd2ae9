from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .assignment_table import HR, MANAGER
from .tthc_assignment_month import first_of_month, last_of_month, next_month

ACTIVITY = "tthc_center_hr.mail_activity_staff_notice"
#: Nights that were missed are caught up for so many months.
MONTHS_BACK = 12


class TthcCenterNotice(models.AbstractModel):
    """The drafts of monthly notices: made once a month, reminded of until sent."""

    _name = "tthc.center.notice"
    _description = "Monthly notices of a center"

    notice_cutoff = fields.Integer(
        string="Last day of the notice",
        help="Monthly notices count up to this day of the month. 0: the whole calendar "
        "month.",
    )
    notice_days = fields.Integer(
        string="Days to send the notices",
        default=5,
        help="Working days after the last day of the notice; the law names none.",
    )
    notice_prepared = fields.Date(
        string="Notices prepared up to", readonly=True, copy=False
    )

    _notice_cutoff_range = models.Constraint(
        "CHECK (notice_cutoff BETWEEN 0 AND 28)",
        "The last day of the notice lies between 1 and 28, or is 0 for the end of the "
        "month.",
    )
    _notice_days_positive = models.Constraint(
        "CHECK (notice_days > 0)", "Give at least one working day for the notices."
    )

    def _notice_bounds(self, month):
        """First and last day that the notice of a month counts.

        :param month: ``datetime.date``, first day of the month
        :return: pair of ``datetime.date``, both counted in
        """
        self.ensure_one()
        if not self.notice_cutoff:
            return month, last_of_month(month)
        before = first_of_month(month - timedelta(days=1))
        return (
            before.replace(day=self.notice_cutoff) + timedelta(days=1),
            month.replace(day=self.notice_cutoff),
        )

    def _last_notice_month(self):
        """The last month whose days are over.

        :return: ``datetime.date``, its first day
        """
        self.ensure_one()
        day = clock.today(VIETNAM)
        month = first_of_month(day)
        if self._notice_bounds(month)[1] < day:
            return month
        return first_of_month(month - timedelta(days=1))

    @api.model
    def action_prepare_notices(self):
        """Make the notices of the last month that are not there yet, now.

        :return: the action that shows the notices
        :raise AccessError: for whoever is neither HR nor the manager of a center
        :raise UserError: without a center, or when nobody was in post
        """
        user = self.env.user
        center = user.tthc_center_id
        if not user.has_group(HR):
            self.env["tthc.staff.notice"]._check_role(MANAGER)
        if not center:
            raise UserError(
                self.env._("Your account has no center: ask the administrator.")
            )
        month = center._last_notice_month()
        center._prepare_notices(month)
        notices = self.env["tthc.staff.notice"]
        if not notices.search_count(
            [("center_id", "=", center.id), ("month", "=", month)], limit=1
        ):
            raise UserError(
                self.env._(
                    "Nobody was in post at %(center)s in this month.",
                    center=center.display_name,
                )
            )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_center_hr.tthc_staff_notice_action"
        )

    @api.model
    def _cron_notices(self):
        """Prepare the drafts of months that are over, once; remind of what waits.

        A night that was missed is caught up; one center that fails stops no other.
        """
        centers = self.search([("counter_ids", "!=", False)])
        self.env["ir.cron"]._commit_progress(remaining=len(centers))
        for center in centers:
            center._prepare_due_notices()
            self.env["ir.cron"]._commit_progress(1)

    def _prepare_due_notices(self):
        """Prepare each month once; leave a center that somebody else is at work on."""
        self.ensure_one()
        try:
            self.lock_for_update()
        except LockError:
            return
        last = self._last_notice_month()
        month = self.notice_prepared and next_month(self.notice_prepared)
        earliest = fields.Date.subtract(last, months=MONTHS_BACK - 1)
        month = max(month or last, earliest)
        while month <= last:
            self._prepare_notices(month)
            self.notice_prepared = month
            month = next_month(month)
        self._remind_of_notices()

    def _prepare_notices(self, month):
        """Make drafts for the agencies that had people in post and have no notice.

        :param month: ``datetime.date``, first day of the month
        :return: the new ``tthc.staff.notice``
        """
        self.ensure_one()
        # sudo: the job, or who was checked above, makes the drafts of the center
        notices = self.env["tthc.staff.notice"].sudo()
        first, last = self._notice_bounds(month)
        agencies = notices._noticed(self, first, last).agency_id
        known = notices.search(
            [("center_id", "=", self.id), ("month", "=", month)]
        ).agency_id
        made = notices.with_context(mail_create_nolog=True).create(
            [
                {"center_id": self.id, "agency_id": agency.id, "month": month}
                for agency in agencies - known
            ]
        )
        made._gather()
        return made

    # -- reminders --------------------------------------------------------------------

    def _open_notices(self):
        """Notices of the center that wait to be sent."""
        return (
            self.env["tthc.staff.notice"]
            # sudo: how many wait, for the reminder
            .sudo()
            .search([("center_id", "in", self.ids), ("state", "!=", "sent")])
        )

    def _remind_of_notices(self):
        """Keep one activity a manager while notices wait, none afterwards."""
        self.ensure_one()
        waiting = self._open_notices()
        if not waiting:
            self.activity_unlink([ACTIVITY])
            return
        note = self.env._(
            "%(count)s notices to sending agencies wait to be checked and sent "
            "(Decree 61/2018 Art 9.3).",
            count=len(waiting),
        )
        deadline = self._notice_deadline(min(waiting.mapped("date_to")))
        known = self.activity_search([ACTIVITY])
        known.write({"note": note, "date_deadline": deadline})
        for user in self._roster_managers() - known.user_id:
            self.activity_schedule(
                ACTIVITY, date_deadline=deadline, user_id=user.id, note=note
            )

    def _notice_deadline(self, day):
        """By when the notices are sent whose last day is given."""
        return self.resource_calendar_id.tthc_working_day_after(day, self.notice_days)

    def _settle_notice_duties(self):
        """End the reminders of centers where nothing waits any more."""
        # sudo: whoever sends the last notice ends the reminder of all managers
        for center in self.sudo():
            if not center._open_notices():
                center.activity_unlink([ACTIVITY])
