from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.tthc_base.tools.clock import now
from odoo.addons.tthc_base.tools.vietnamese_date import local_moment
from odoo.addons.tthc_catalog.models.tthc_limit import (
    FEE_COLLECTORS,
    FEE_TIMES,
)


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

    fee_when = fields.Selection(
        FEE_TIMES,
        string="Fees are paid",
        required=True,
        default="before",
        help="Where the procedure says nothing else.",
    )
    fee_collector = fields.Selection(
        FEE_COLLECTORS,
        string="Fees are collected by",
        required=True,
        default="center",
        help="Where the procedure says nothing else (Decree 61/2018 Art 22).",
    )
    fee_unit_name = fields.Char(
        string="Collecting unit",
        help="As the fee receipt names it. Empty: the center itself.",
    )
    fee_tax_code = fields.Char(string="Tax code of the collecting unit")
    fee_form_code = fields.Char(
        string="Form of the fee receipt", help="“Mẫu số”, as the tax office knows it."
    )
    fee_symbol = fields.Char(
        string="Series of fee receipts",
        required=True,
        default="{counter}-{yy}",
        help="“Ký hiệu”, with {counter} and {yy}. Each series counts from 1 without "
        "holes; with {counter} every counter has one of its own and waits for nobody.",
    )
    refund_symbol = fields.Char(
        string="Series of refund receipts", required=True, default="H{counter}-{yy}"
    )
    fee_partial = fields.Boolean(
        string="Fees may be paid in part", help="Otherwise the whole fee at once."
    )
    collect_at_receipt = fields.Boolean(
        string="Collect right after the receipt",
        help="The counter asks for the fee as soon as a dossier is received. Otherwise "
        "the clerk opens the panel (Shift+F9), or another counter collects.",
    )
    unpaid_at_return = fields.Selection(
        [
            ("warn", "Say so and return it"),
            ("block", "Keep it until it is paid, or the manager gives leave"),
        ],
        string="Result ready, fee not paid",
        required=True,
        default="warn",
    )

    _desk_pass_ordered = models.Constraint(
        "CHECK (desk_pass_to >= desk_pass_from)",
        "The passing at the desks can't end before it begins.",
    )

    @api.constrains("fee_symbol", "refund_symbol")
    def _check_fee_symbol(self):
        for center in self:
            symbols = {
                center._fee_series(kind, "00", center._today())
                for kind in ("payment", "refund")
            }
            if len(symbols) < 2:
                raise ValidationError(
                    self.env._(
                        "Fee receipts and refund receipts of %(center)s need series "
                        "of their own.",
                        center=center.display_name,
                    )
                )

    def _fee_series(self, kind, counter, day):
        """The series that a receipt of money is numbered in.

        :param kind: “payment” or “refund”
        :param counter: number of the counter
        :param day: ``datetime.date`` at the center
        :return: “Ký hiệu”
        :raise ValidationError: when the pattern can't be read
        """
        self.ensure_one()
        pattern = self.fee_symbol if kind == "payment" else self.refund_symbol
        try:
            return pattern.format(counter=counter, yy=day.strftime("%y"))
        except (AttributeError, LookupError, ValueError) as error:
            raise ValidationError(
                self.env._(
                    "The series “%(pattern)s” can't be read: use {counter} and {yy}.",
                    pattern=pattern,
                )
            ) from error

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
