from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_date import local_moment


class TthcCenter(models.Model):
    _name = "tthc.center"
    _inherit = ["tthc.center", "tthc.center.papers"]

    result_lead_hours = fields.Float(
        string="Result at the center before the day",
        default=4.0,
        help="Working hours before the citizen's date by which the agency's result is "
        "to be at the center. 0: on the citizen's date itself.",
    )

    apology_signatory = fields.Selection(
        [("agency", "Head of the settling agency"), ("center", "Head of the center")],
        string="Letters of apology signed by",
        required=True,
        default="agency",
        help="Decree 61/2018 Art 12.5, 19.9 puts the letter on the settling agency; "
        "some provinces have the center's director sign it.",
    )

    opinion_slip = fields.Boolean(
        string="Opinion slip with forms 01 to 03",
        default=True,
        help="Circular 01/2018 Art 12.2: a slip to rate the service goes with the "
        "receipt and the slips of guidance and refusal. Off where citizens rate on a "
        "screen.",
    )

    desk_pass_from = fields.Date(
        string="Papers between agencies pass the desks from",
        help="From this day on, what one agency hands to another goes through their "
        "desks at the center (such as dispatch 3530/UBND-NC §3, from 1/10/2017): the "
        "next step begins when the desk has passed it on. Empty: it begins at once.",
    )
    desk_pass_to = fields.Date(
        string="Papers pass the desks up to and including",
        help="Empty: until further notice.",
    )

    notice_quiet_from = fields.Float(
        string="No SMS from",
        default=21.0,
        help="By the clock of the center. What is due later waits until the morning.",
    )
    notice_quiet_to = fields.Float(
        string="No SMS until", default=7.0, help="The same hour twice: at any time."
    )

    _quiet_hours_sane = models.Constraint(
        "CHECK (notice_quiet_from >= 0 AND notice_quiet_from < 24"
        " AND notice_quiet_to >= 0 AND notice_quiet_to < 24)",
        "Hours without SMS lie between 0:00 and 23:59.",
    )
    _desk_pass_ordered = models.Constraint(
        "CHECK (desk_pass_to >= desk_pass_from)",
        "The passing at the desks can't end before it begins.",
    )

    def _passes_at_desk(self, day):
        """Whether papers between agencies pass the desks of the center on a day.

        :param day: ``datetime.date`` in the time zone of the center
        """
        self.ensure_one()
        return bool(
            self.desk_pass_from
            and self.desk_pass_from <= day
            and (not self.desk_pass_to or day <= self.desk_pass_to)
        )

    def _quiet_until(self, moment):
        """When an SMS may go out again.

        :param moment: naive UTC
        :return: end of the quiet hours that the moment lies in, naive UTC; None
            outside of them
        """
        self.ensure_one()
        local = local_moment(moment, self.resource_calendar_id.tz)
        hour = local.hour + local.minute / 60
        begin, end = self.notice_quiet_from, self.notice_quiet_to
        over_night = begin > end
        quiet = (hour >= begin or hour < end) if over_night else begin <= hour < end
        if not quiet:
            return None
        minutes = round(end * 60)
        until = local.replace(
            hour=minutes // 60, minute=minutes % 60, second=0, microsecond=0
        )
        if until <= local:
            until += timedelta(days=1)
        return until.astimezone(UTC).replace(tzinfo=None)

    def _local(self, moment):
        """An instant by the clock of the center.

        :param moment: naive UTC
        :return: naive ``datetime`` in the time zone of the center's calendar
        """
        self.ensure_one()
        return local_moment(moment, self.resource_calendar_id.tz).replace(tzinfo=None)

    def _utc(self, local):
        """An instant told by the clock of the center.

        :param local: naive ``datetime`` in the time zone of the center's calendar
        :return: naive UTC
        """
        self.ensure_one()
        zone = ZoneInfo(self.resource_calendar_id.tz)
        return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)

    def _local_day(self, moment):
        """The day of an instant at the center.

        :param moment: naive UTC
        :return: ``datetime.date`` in the time zone of the center's calendar
        """
        return self._local(moment).date()

    def _today(self):
        """Today at the center, ``datetime.date``."""
        return self._local_day(now())

    def _blanks_to_enter(self):
        """Numbers of blank receipts that were given out and are not entered yet.

        :return: ``tthc.receipt.blank``
        """
        return self.env["tthc.receipt.blank"].search(
            [("center_id", "in", self.ids), ("state", "=", "given")]
        )

    def _remind_managers(self, record, sentence):
        """Put one task before each manager of the center, renewed every day.

        :param record: what it is about, with activities
        :param sentence: what is to be done
        """
        self.ensure_one()
        # sudo: who manages the center is no secret, but staff lists are not open
        group = self.env.ref("tthc_base.group_center_manager").sudo()
        # sudo: the task of one manager is renewed whoever asks
        tasks = record.sudo().activity_ids.grouped("user_id")
        for manager in group.all_user_ids.filtered(
            lambda user: user.active and user.tthc_center_id == self
        ):
            values = {"summary": sentence, "date_deadline": self._today()}
            if manager in tasks:
                tasks[manager].write(values)
            else:
                record.with_context(mail_activity_quick_update=True).activity_schedule(
                    "mail.mail_activity_data_todo", user_id=manager.id, **values
                )
