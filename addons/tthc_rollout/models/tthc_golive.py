from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .golive_table import COORDINATOR, GOLIVE_MOVES

#: What stands by the time the list is worked on.
FIXED = {"center_id", "template_id"}
#: What the coordinator can change until the center has opened.
CHANGED = {"opening_day", "campaign_ids", "owner_id", "note"}


class TthcGolive(models.Model):
    """What is to be there on the day on which a center opens (seeds 000 and 001)."""

    _name = "tthc.golive"
    _inherit = [
        "tthc.golive.live",
        "tthc.golive.checklist",
        "tthc.golive.moving",
        "tthc.guarded.table",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Go-live checklist"
    _order = "opening_day desc, center_id, id desc"
    _rec_names_search = ["center_id"]
    _mail_post_access = "read"
    _moves = GOLIVE_MOVES
    _moved_fields = ("state", "started_at", "ready_at", "ready_by_id", "opened_on")

    center_id = fields.Many2one(
        "tthc.center", required=True, ondelete="restrict", index=True, tracking=True
    )
    template_id = fields.Many2one(
        "tthc.golive.template",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["tthc.golive.template"].search([], limit=1),
    )
    opening_day = fields.Date(required=True, tracking=True)
    campaign_ids = fields.Many2many(
        "tthc.readiness.campaign",
        string="Campaigns behind it",
        domain="[('center_id', '=', center_id)]",
        help="Their readiness reports count for the opening.",
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Who sees to it",
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    note = fields.Text()
    state = fields.Selection(
        [
            ("draft", "Being drawn up"),
            ("running", "Being made ready"),
            ("ready", "Ready"),
            ("opened", "Center opened"),
            ("cancelled", "Called off"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    started_at = fields.Datetime(string="Started", readonly=True, copy=False)
    ready_at = fields.Datetime(string="Declared ready", readonly=True, copy=False)
    ready_by_id = fields.Many2one(
        "res.users", string="Declared by", readonly=True, copy=False
    )
    opened_on = fields.Date(readonly=True, copy=False)
    line_ids = fields.One2many("tthc.golive.line", "golive_id", string="Checklist")
    agency_ids = fields.Many2many(
        "tthc.agency",
        string="Responsible agencies",
        compute="_compute_agency_ids",
        store=True,
        # of all lines: whom the rules let see the list
        compute_sudo=True,
    )
    days_left = fields.Integer(string="Days to opening", compute="_compute_days_left")
    can_keep = fields.Boolean(compute="_compute_can_keep")

    # A center prepares one opening at a time, whoever draws a second one up.
    _one_a_center = models.UniqueIndex(
        "(center_id) WHERE state IN ('draft', 'running', 'ready')",
        "This center has a list that is not over yet.",
    )

    @api.depends("center_id", "opening_day")
    def _compute_display_name(self):
        for golive in self:
            parts = [golive.center_id.display_name or ""]
            if golive.opening_day:
                parts.append(golive.opening_day.strftime("%d/%m/%Y"))
            golive.display_name = " · ".join(parts)

    @api.depends("line_ids.agency_id")
    def _compute_agency_ids(self):
        for golive in self:
            golive.agency_ids = golive.line_ids.agency_id

    @api.depends("opening_day")
    def _compute_days_left(self):
        day = today(VIETNAM)
        for golive in self:
            opening = golive.opening_day
            golive.days_left = (opening - day).days if opening else 0

    @api.depends("center_id")
    @api.depends_context("uid")
    def _compute_can_keep(self):
        for golive in self:
            golive.can_keep = golive._is_keeper()

    @api.model_create_multi
    def create(self, vals_list):
        """Draw lists up; each begins with the lines of its template."""
        golives = super().create(vals_list)
        golives.filtered(lambda golive: not golive.line_ids).action_fill()
        return golives

    def write(self, vals):
        """Write; due days move along with the opening day.

        :raise AccessError: for everybody but the coordinator
        :raise UserError: for what can no longer be changed
        """
        if self._is_moving():
            return super().write(vals)
        if vals.keys() & (FIXED | CHANGED):
            self._check_role(COORDINATOR)
            self._check_state("draft", "running", "ready")
        if vals.keys() & FIXED:
            self._check_state("draft")
        before = {golive: golive.opening_day for golive in self}
        result = super().write(vals)
        moved = self.filtered(
            lambda golive: before[golive] and golive.opening_day != before[golive]
        )
        if moved:
            moved._shift_due(
                {golive: (golive.opening_day - before[golive]).days for golive in moved}
            )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if self.filtered(lambda golive: golive.state != "draft"):
            raise UserError(
                self.env._(
                    "A list that was worked on is not deleted: call the opening off."
                )
            )
