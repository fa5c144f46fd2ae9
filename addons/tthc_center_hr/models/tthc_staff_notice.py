from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .tthc_assignment_month import first_of_month

STATES = [
    ("draft", "Draft"),
    ("checked", "Checked"),
    ("sent", "Sent"),
]


class TthcStaffNotice(models.Model):
    """What a center tells a sending agency about its people, month by month.

    Working time, progress and attitude (Decree 61/2018 Art 9.3). Once sent it says
    for ever what it said; what was wrong is told by a new notice.
    """

    _name = "tthc.staff.notice"
    _inherit = [
        "tthc.staff.notice.figures",
        "tthc.staff.notice.moving",
        "tthc.staff.notice.freezing",
        "tthc.staff.notice.telling",
        "tthc.staff.notice.workbook",
        "mail.thread",
    ]
    _description = "Monthly notice about staff"
    _order = "month desc, center_id, agency_id, id desc"
    _rec_names_search = ["agency_id", "number"]
    _moved_fields = (
        "state",
        "date_from",
        "date_to",
        "gathered_at",
        "checked_by_id",
        "sent_by_id",
        "sent_at",
        "corrects_id",
        "reason",
        "payload",
        "hash",
    )

    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user.tthc_center_id,
    )
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Notice to",
        required=True,
        ondelete="restrict",
        help="The agency that sends the people.",
    )
    month = fields.Date(
        required=True,
        default=lambda self: self._month_before(),
        help="Any day of the month; the first one is kept.",
    )
    # As the cut-off was when the notice was made: it does not move afterwards.
    date_from = fields.Date(
        string="From", compute="_compute_days", store=True, precompute=True
    )
    date_to = fields.Date(
        string="Until",
        compute="_compute_days",
        store=True,
        precompute=True,
        help="Counted in.",
    )
    number = fields.Char(
        string="Document number", copy=False, help="As the center's clerk gives it."
    )
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    is_fixed = fields.Boolean(compute="_compute_is_fixed")
    line_ids = fields.One2many(
        "tthc.staff.notice.line", "notice_id", string="People", copy=False
    )
    people_count = fields.Integer(string="Persons", compute="_compute_people_count")
    note = fields.Text(string="General remarks", copy=False)
    gathered_at = fields.Datetime(string="Figures of", readonly=True, copy=False)
    checked_by_id = fields.Many2one(
        "res.users", string="Checked by", readonly=True, copy=False, ondelete="restrict"
    )
    sent_by_id = fields.Many2one(
        "res.users",
        string="Sent off by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    sent_at = fields.Datetime(string="Sent on", readonly=True, copy=False)
    corrects_id = fields.Many2one(
        "tthc.staff.notice",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    correction_ids = fields.One2many(
        "tthc.staff.notice", "corrects_id", string="Corrected by"
    )
    reason = fields.Char(string="Corrected because", readonly=True, copy=False)

    # One notice an agency and month; what corrects it stands beside it.
    _month_uniq = models.UniqueIndex(
        "(center_id, month, agency_id) WHERE corrects_id IS NULL",
        "This agency has a notice of this month already.",
    )
    # What was corrected is corrected again by correcting the last one.
    _corrects_uniq = models.UniqueIndex(
        "(corrects_id) WHERE corrects_id IS NOT NULL",
        "This notice was corrected already: correct the later one.",
    )
    # An agency's leader reads what was sent to it.
    _agency_idx = models.Index("(agency_id, month) WHERE state = 'sent'")
    # What the managers are reminded of: few rows at any time.
    _open_idx = models.Index("(center_id, month) WHERE state <> 'sent'")

    @api.model
    def _month_before(self):
        return fields.Date.subtract(first_of_month(today(VIETNAM)), months=1)

    @api.depends("month", "center_id")
    def _compute_days(self):
        for notice in self:
            if not notice.month or not notice.center_id:
                notice.date_from = notice.date_to = False
                continue
            notice.date_from, notice.date_to = notice.center_id._notice_bounds(
                first_of_month(notice.month)
            )

    @api.depends("month", "agency_id", "corrects_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for notice in self:
            month = notice.month.strftime("%m/%Y") if notice.month else ""
            name = f"{month} · {notice.agency_id.display_name or ''}"
            if notice.corrects_id:
                name = self.env._("%(notice)s (correction)", notice=name)
            notice.display_name = name

    @api.depends("state")
    def _compute_is_fixed(self):
        for notice in self:
            notice.is_fixed = notice.state != "draft"

    @api.depends("line_ids")
    def _compute_people_count(self):
        counts = dict(
            self.env["tthc.staff.notice.line"]._read_group(
                [("notice_id", "in", self.ids)], ["notice_id"], ["__count"]
            )
        )
        for notice in self:
            notice.people_count = counts.get(notice._origin, 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts; the month is kept by its first day, with the days counted.

        :raise AccessError: for values that belong to the actions
        """
        return super().create([self._with_month(vals) for vals in vals_list])

    def write(self, vals):
        """Write a draft; the number stays open until the notice is sent.

        :raise AccessError: for values that belong to the actions, and for a notice
            that was sent
        """
        vals = self._with_month(vals)
        if not self._is_moving():
            self._check_written(vals.keys())
        return super().write(vals)

    def _check_written(self, names):
        """Refuse what is not written by hand in this state.

        :param names: fields to be written
        :raise AccessError: names what holds
        """
        # Lines guard themselves, and who was told is added to a sent notice.
        names = names - {"line_ids", "told_ids"} - self._chatter_fields()
        if names & {"center_id", "agency_id", "month"}:
            self._check_moving()
        if names and "sent" in self.mapped("state"):
            raise AccessError(
                self.env._("A notice that was sent never changes. Correct it.")
            )
        if names - {"number"} and self.filtered("is_fixed"):
            self._check_moving()

    @api.model
    def _with_month(self, vals):
        if not vals.get("month"):
            return vals
        return {**vals, "month": first_of_month(vals["month"])}

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if self.filtered("is_fixed"):
            raise UserError(
                self.env._("Only a draft can be deleted. Return the notice first.")
            )
        self.line_ids._moving().unlink()
