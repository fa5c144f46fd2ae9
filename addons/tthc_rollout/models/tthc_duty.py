from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .duty_table import COORDINATOR

#: What stands in the dispatch and is written while the duty is a draft only.
WORDS = {
    "dispatch_id",
    "point",
    "text",
    "lead_text",
    "due_kind",
    "due_on",
    "due_hour",
    "due_words",
    "wants_evidence",
}
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


class TthcDuty(models.Model):
    """What a point of a dispatch asks for, by when, of which agencies.

    One duty can bind many agencies (“Thủ trưởng các sở, ban, ngành …”): each has a
    share with a state, a report and evidence of its own; the duty is done when all
    shares are accepted.
    """

    _name = "tthc.duty"
    _inherit = ["tthc.guarded.table"]
    _description = "Duty of a dispatch"
    _order = "dispatch_id desc, sequence, id"
    _rec_names_search = ["point", "text", "dispatch_id.number"]
    _moved_fields = ("state", "share_count", "accepted_count", "due_at")

    dispatch_id = fields.Many2one(
        "tthc.dispatch", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    point = fields.Char(
        help="As in the dispatch, such as “2.” or “8. gạch đầu dòng 1”."
    )
    text = fields.Text(string="Duty", required=True, help="As the dispatch writes it.")
    lead_ids = fields.Many2many(
        "tthc.agency",
        "tthc_duty_lead_rel",
        string="To be done by",
        help="Each of them has a share of its own.",
    )
    lead_text = fields.Char(
        string="Others",
        help="Whom the dispatch names and the suite does not have, in its words.",
    )
    partner_ids = fields.Many2many(
        "tthc.agency", "tthc_duty_partner_rel", string="Together with"
    )
    partner_text = fields.Char(string="Others (together with)")
    report_to = fields.Char(string="Reports to")
    center_id = fields.Many2one(
        "tthc.center",
        ondelete="restrict",
        index="btree_not_null",
        compute="_compute_center_id",
        store=True,
        readonly=False,
    )
    due_kind = fields.Selection(
        [
            ("before_day", "Before the day"),
            ("by_day", "By the end of the day"),
            ("by_hour", "By the hour"),
            ("words", "In words only"),
            ("none", "No date given"),
        ],
        string="Due",
        required=True,
        default="none",
        help="“Trước ngày 15/4” ends with 14/4, “đến hết ngày 15/4” with 15/4.",
    )
    due_on = fields.Date(string="Day")
    due_hour = fields.Float(string="Hour")
    due_words = fields.Char(
        string="In words",
        help="As the dispatch writes it: “khẩn trương”, “hằng tháng”.",
    )
    due_at = fields.Datetime(
        string="Last moment", compute="_compute_due_at", store=True, readonly=True
    )
    wants_evidence = fields.Boolean(
        string="Evidence needed",
        default=True,
        help="A report is taken with a file that shows it only.",
    )
    note = fields.Char()
    task_ids = fields.Many2many("project.task", string="Lines of the plan")
    problem_ids = fields.Many2many("tthc.problem", string="Difficulties")
    share_ids = fields.One2many("tthc.duty.share", "duty_id", readonly=True)
    state = fields.Selection(
        [
            ("draft", "Not given yet"),
            ("open", "Under way"),
            ("done", "Done"),
            ("withdrawn", "Withdrawn"),
            ("recorded", "To be looked up"),
        ],
        compute="_compute_state",
        store=True,
        readonly=True,
    )
    share_count = fields.Integer(
        string="Agencies", compute="_compute_state", store=True, readonly=True
    )
    accepted_count = fields.Integer(
        string="Accepted", compute="_compute_state", store=True, readonly=True
    )
    progress = fields.Integer(string="Done (%)", compute="_compute_progress")
    due_text = fields.Char(string="Due by", compute="_compute_due_text")

    _hour_of_day = models.Constraint(
        "CHECK (due_hour >= 0 AND due_hour < 24)",
        "An hour lies between 00:00 and 23:59.",
    )

    @api.depends("dispatch_id.center_id")
    def _compute_center_id(self):
        for duty in self:
            duty.center_id = duty.center_id or duty.dispatch_id.center_id

    @api.depends("due_kind", "due_on", "due_hour")
    def _compute_due_at(self):
        for duty in self:
            duty.due_at = duty._moment_of(duty.due_on)

    def _moment_of(self, day):
        """The last moment of a day as this duty reckons it.

        :param day: ``datetime.date`` in Vietnam, or empty
        :return: naive UTC; False where no day is given
        """
        self.ensure_one()
        if not day or self.due_kind in ("words", "none"):
            return False
        if self.due_kind == "by_hour":
            minutes = round(self.due_hour * 60)
            return self._utc(day, time(minutes // 60, minutes % 60))
        return self._end_of(day - (self.due_kind == "before_day") * DAY)

    @api.model
    def _end_of(self, day):
        """The last second of a day in Vietnam, naive UTC: it lasts until 24:00."""
        return self._utc(day + DAY, time.min) - SECOND

    @api.model
    def _utc(self, day, hour):
        """An hour of a day in Vietnam as naive UTC."""
        local = pytz.timezone(VIETNAM).localize(datetime.combine(day, hour))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    @api.depends("share_ids.state")
    def _compute_state(self):
        for duty in self:
            states = duty.share_ids.mapped("state")
            duty.share_count = len(states) - states.count("withdrawn")
            duty.accepted_count = states.count("accepted")
            duty.state = duty._state_of(states)

    @api.model
    def _state_of(self, states):
        """The state of a duty whose shares are in these states."""
        if not states:
            return "draft"
        if "recorded" in states:
            return "recorded"
        left = {*states} - {"withdrawn"}
        if not left:
            return "withdrawn"
        return "done" if left == {"accepted"} else "open"

    @api.depends("share_count", "accepted_count")
    def _compute_progress(self):
        for duty in self:
            duty.progress = 100 * duty.accepted_count // (duty.share_count or 1)

    @api.depends("due_kind", "due_on", "due_hour", "due_words")
    @api.depends_context("lang")
    def _compute_due_text(self):
        for duty in self:
            duty.due_text = duty._due_words()

    def _due_words(self):
        self.ensure_one()
        day = f"{self.due_on:%d/%m/%Y}" if self.due_on else ""
        if self.due_kind == "words":
            return self.due_words or ""
        if self.due_kind == "none":
            return self.env._("No date given")
        if self.due_kind == "by_hour":
            hour, minute = divmod(round(self.due_hour * 60), 60)
            return self.env._(
                "%(hour)s on %(day)s", hour=f"{hour:02d}:{minute:02d}", day=day
            )
        if self.due_words:
            return self.due_words
        if self.due_kind == "before_day":
            return self.env._("Before %(day)s", day=day)
        return self.env._("By %(day)s", day=day)

    @api.depends("point", "dispatch_id.number")
    def _compute_display_name(self):
        for duty in self:
            duty.display_name = self.env._(
                "%(dispatch)s, point %(point)s",
                dispatch=duty.dispatch_id.number or "…",
                point=(duty.point or "…").rstrip("."),
            )

    @api.constrains("due_kind", "due_on", "due_words")
    def _check_due(self):
        for duty in self:
            dated = duty.due_kind in ("before_day", "by_day", "by_hour")
            if dated and not duty.due_on:
                raise ValidationError(
                    self.env._(
                        "%(duty)s: enter the day, or say that no date is given.",
                        duty=duty.display_name,
                    )
                )
            if duty.due_kind == "words" and not duty.due_words:
                raise ValidationError(
                    self.env._(
                        "%(duty)s: enter the words of the dispatch, such as “khẩn "
                        "trương”.",
                        duty=duty.display_name,
                    )
                )

    def write(self, vals):
        """Write; what was given keeps its words, and agencies are only added."""
        if vals.keys() & WORDS and not self._is_moving():
            for duty in self:
                duty._check_draft()
        given = self.filtered(lambda duty: duty.state != "draft")
        before = {duty: duty.lead_ids for duty in given} if "lead_ids" in vals else {}
        result = super().write(vals)
        for duty, agencies in before.items():
            duty._add_agencies(agencies)
        return result

    def _check_draft(self):
        """Refuse to change the words of a duty that was given.

        :raise UserError: says what to do instead
        """
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "“%(duty)s” was given as the dispatch has it. Move its deadline "
                    "with a reason, or withdraw it and give a new one.",
                    duty=self.display_name,
                )
            )

    def _add_agencies(self, before):
        """Give a duty that is under way to further agencies.

        :param before: agencies that had it
        :raise UserError: when one of them is missing now, or the duty is over
        """
        if before - self.lead_ids:
            raise UserError(
                self.env._(
                    "%(agencies)s has the duty already. Withdraw it with a reason.",
                    agencies=", ".join((before - self.lead_ids).mapped("display_name")),
                )
            )
        added = self.lead_ids - before
        if added and self.state not in ("open", "done"):
            self._check_draft()
        self._make_shares([(agency.id, False) for agency in added]).action_give()

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        for duty in self:
            duty._check_draft()

    # -- actions ----------------------------------------------------------------------

    def action_give(self):
        """Give the duties to their agencies, or record those of the past.

        :raise AccessError: when the user is no coordinator
        :raise UserError: for a duty that was given, or that names nobody
        """
        self._check_role(COORDINATOR)
        self.check_access("write")
        self._lock()
        self._check_state("draft")
        for duty in self:
            if not duty.lead_ids and not duty.lead_text:
                raise UserError(
                    self.env._(
                        "%(duty)s: say which agencies have to do it.",
                        duty=duty.display_name,
                    )
                )
        shares = self.env["tthc.duty.share"]
        for duty in self:
            shares |= duty._make_shares(
                [(agency.id, False) for agency in duty.lead_ids]
                + ([(False, duty.lead_text)] if duty.lead_text else [])
            )
        history = shares.filtered("dispatch_id.is_history")
        if history:
            history.action_record()
        if shares - history:
            (shares - history).action_give()

    def action_open_form(self):
        """Open the duty with its shares.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _make_shares(self, parties):
        """Shares of this duty, still to be given.

        :param parties: list of pairs of an id of ``tthc.agency`` and a text
        """
        self.ensure_one()
        # sudo: nobody writes shares by hand, not even the coordinator
        shares = self.env["tthc.duty.share"].sudo()._moving()
        made = shares.create(
            [
                {"duty_id": self.id, "agency_id": agency, "agency_text": text}
                for agency, text in parties
            ]
        )
        return made.with_env(self.env)
