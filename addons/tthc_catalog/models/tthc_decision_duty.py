from datetime import datetime, time

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

ACTIVITY = "tthc_catalog.mail_activity_type_entry"
#: Noon in Vietnam as naive UTC: a day of signing has no hour.
NOON = time(5)


class TthcDecisionDuty(models.AbstractModel):
    """Duties of publication that follow from a decision (Decree 63/2010 Art 15, 24)."""

    _name = "tthc.decision.duty"
    _inherit = ["mail.activity.mixin"]
    _description = "Publication duties of a decision"

    publication_kind = fields.Selection(
        [
            ("ministry", "Minister"),
            ("province", "Chairman of the provincial committee"),
            ("shortened", "Shortened procedure"),
        ],
        string="Published by",
        required=True,
        default="province",
        tracking=True,
        help="Decides by when it is published and entered in the national database.",
    )
    term_id = fields.Many2one(
        "tthc.publication.term",
        string="Publication term",
        compute="_compute_term_id",
    )
    lead_warning = fields.Char(compute="_compute_lead_warning")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible editor",
        default=lambda self: self._default_user_id(),
        domain="[('share', '=', False)]",
        tracking=True,
        help="Is reminded of the entry in the national database.",
    )
    entry_due = fields.Date(
        string="Enter until",
        compute="_compute_entry_due",
        store=True,
        help="Last day for the entry in the national database.",
    )
    entry_date = fields.Date(
        string="Entered on",
        copy=False,
        tracking=True,
        help="Day of the entry in the national database.",
    )
    entry_overdue = fields.Boolean(
        compute="_compute_entry_overdue", search="_search_entry_overdue"
    )
    entry_warning = fields.Char(compute="_compute_entry_overdue")

    @api.model
    def _default_user_id(self):
        user = self.env.user
        return user if user.has_group("tthc_base.group_catalog_editor") else False

    @api.depends("publication_kind", "date")
    def _compute_term_id(self):
        terms = self.env["tthc.publication.term"].search(
            [("kind", "in", self.mapped("publication_kind"))]
        )
        for decision in self:
            decision.term_id = decision.date and terms._at(
                decision.publication_kind, decision.date
            )

    @api.depends("date", "date_effective", "term_id")
    @api.depends_context("lang")
    def _compute_lead_warning(self):
        for decision in self:
            decision.lead_warning = decision._lead_sentence()

    def _lead_sentence(self):
        """What is wrong with the time between signing and effect, or False."""
        term = self.term_id
        if not (term and self.date_effective):
            return False
        days = (self.date_effective - self.date).days
        if days >= term.lead_days:
            return False
        if term.lead_days < 0:
            return self.env._(
                "Signed %(days)s days after it takes effect; at most %(most)s are "
                "allowed (%(article)s).",
                days=-days,
                most=-term.lead_days,
                article=term.article,
            )
        return self.env._(
            "Signed %(days)s days before it takes effect; at least %(least)s are "
            "needed (%(article)s).",
            days=days,
            least=term.lead_days,
            article=term.article,
        )

    @api.depends("date", "term_id")
    def _compute_entry_due(self):
        for decision in self:
            term = decision.term_id
            decision.entry_due = bool(term) and self._working_days_after(
                decision.date, term.entry_days
            )

    @api.model
    def _working_days_after(self, day, count):
        """The last day of a number of working days, the first one not counted.

        :param day: ``datetime.date``; one that is not worked counts like the last
            worked one before it, so that the duty ends no later than the law says
        :param count: working days
        :return: ``datetime.date``, or False where no working time is set up
        """
        calendar = self.env.ref(
            "tthc_base.calendar_administrative", raise_if_not_found=False
        )
        if not calendar:
            return False
        if not calendar.tthc_is_working_day(day):
            day = calendar.tthc_previous_working_day(day)
        start = datetime.combine(day, NOON)
        due = calendar.tthc_due(start, count, "working_day")
        return fields.Datetime.context_timestamp(
            self.with_context(tz=VIETNAM), due.at
        ).date()

    @api.depends("entry_due", "entry_date")
    @api.depends_context("lang")
    def _compute_entry_overdue(self):
        today = clock.today(VIETNAM)
        for decision in self:
            decision.entry_overdue = bool(
                decision.entry_due
                and not decision.entry_date
                and decision.entry_due < today
            )
            decision.entry_warning = decision.entry_overdue and self.env._(
                "Not yet entered in the national database; it was due on %(date)s.",
                date=format_date(self.env, decision.entry_due),
            )

    def _search_entry_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("entry_date", "=", False) & Domain(
            "entry_due", "<", clock.today(VIETNAM)
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Create decisions and remind of their entry in the national database."""
        decisions = super().create(vals_list)
        decisions._remind_of_entry()
        return decisions

    def write(self, vals):
        """Write; the reminder follows the date and the responsible editor."""
        result = super().write(vals)
        if {"date", "publication_kind", "user_id", "entry_date"} & set(vals):
            self._remind_of_entry()
        return result

    def _remind_of_entry(self):
        """Bring the reminders in line: one where the entry is due, none after it."""
        entered = self.filtered("entry_date")
        entered.activity_feedback([ACTIVITY])
        due = (self - entered).filtered(lambda row: row.entry_due and row.user_id)
        (self - entered - due).activity_unlink([ACTIVITY])
        for (deadline, user), decisions in due.grouped(
            lambda row: (row.entry_due, row.user_id)
        ).items():
            reminders = decisions.activity_reschedule(
                [ACTIVITY], date_deadline=deadline, new_user_id=user.id
            )
            reminded = reminders.mapped("res_id") if reminders else ()
            decisions.filtered(
                lambda row, done=reminded: row.id not in done
            ).activity_schedule(ACTIVITY, date_deadline=deadline, user_id=user.id)

    def action_entered(self):
        """Record that the decisions were entered in the national database today."""
        self.filtered(lambda row: not row.entry_date).write(
            {"entry_date": clock.today(VIETNAM)}
        )
