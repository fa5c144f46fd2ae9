from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools import clock

from .readiness_table import EDITABLE, REPORT_MOVES, SENT

STATES = [
    ("draft", "Being filled in"),
    ("submitted", "With the leader"),
    ("approved", "Approved by the leader"),
    ("filed", "Filed"),
    ("returned", "Returned"),
    ("accepted", "Accepted"),
]
#: What the agency itself writes on its report.
BY_AGENCY = {"person_ids", "count_ids", "visit_ids", "plan_ids", "difficulty_ids"}


class TthcReadinessReport(models.Model):
    """The report of one agency on its readiness, sections I to IV.

    As the form attached to the dispatch of March 2017 has them. What the system knows
    is filled in; the agency corrects it, says why, and files.
    """

    _name = "tthc.readiness.report"
    _inherit = [
        "tthc.readiness.report.moving",
        "tthc.readiness.report.reminding",
        "tthc.readiness.report.nudging",
        "tthc.readiness.report.filling",
        "tthc.readiness.report.checking",
        "tthc.readiness.report.cells",
        "tthc.readiness.report.standing",
        "tthc.readiness.report.board",
        "tthc.readiness.report.content",
        "tthc.readiness.report.paper",
        "tthc.guarded.table",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Readiness report"
    _order = "campaign_id desc, agency_id"
    _rec_names_search = ["agency_id.name", "agency_id.short_name", "campaign_id.name"]
    _moves = REPORT_MOVES
    # Whoever reads the report may ask and answer on it.
    _mail_post_access = "read"

    campaign_id = fields.Many2one(
        "tthc.readiness.campaign", required=True, readonly=True, ondelete="restrict"
    )
    campaign_state = fields.Selection(
        related="campaign_id.state", string="Campaign is", related_sudo=True
    )
    agency_id = fields.Many2one(
        "tthc.agency", required=True, readonly=True, ondelete="restrict", index=True
    )
    agency_level = fields.Selection(
        related="agency_id.level", store=True, string="Level"
    )
    center_id = fields.Many2one(
        related="campaign_id.center_id", store=True, index=True, string="Center"
    )
    opening_day = fields.Date(related="campaign_id.opening_day")
    campaign_note = fields.Text(related="campaign_id.note")
    dispatch_words = fields.Char(string="Dispatch", compute="_compute_words")
    opening_words = fields.Char(string="Opening", compute="_compute_words")
    contact_words = fields.Char(string="Questions to", compute="_compute_words")
    wants_approval = fields.Boolean(
        related="agency_id.readiness_approval", string="The leader approves first"
    )
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    extended_to = fields.Datetime(readonly=True, copy=False, tracking=True)
    extension_reason = fields.Char(readonly=True, copy=False, tracking=True)
    due_at = fields.Datetime(
        string="Due at",
        compute="_compute_due_at",
        store=True,
        help="The hour of the campaign, or the later one given to this agency.",
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    filed_at = fields.Datetime(string="Filed", readonly=True, copy=False)
    filed_by_id = fields.Many2one(
        "res.users", string="Filed by", readonly=True, copy=False, ondelete="restrict"
    )
    first_filed_at = fields.Datetime(
        string="First filed", readonly=True, copy=False, help="What lateness goes by."
    )
    is_late = fields.Boolean(
        string="Filed late",
        readonly=True,
        copy=False,
        help="Whether the report was first filed after it was due; a fact of the "
        "moment of filing.",
    )
    approved_at = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    returned_at = fields.Datetime(readonly=True, copy=False)
    returned_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    remarks = fields.Text(
        readonly=True, copy=False, help="What the agency is asked to mend."
    )
    accepted_at = fields.Datetime(readonly=True, copy=False)
    accepted_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    filled_at = fields.Datetime(
        string="Filled in from the system", readonly=True, copy=False
    )
    previous_id = fields.Many2one(
        "tthc.readiness.report",
        string="Report before",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    person_ids = fields.One2many(
        "tthc.readiness.person", "report_id", string="I. Staff"
    )
    count_ids = fields.One2many(
        "tthc.readiness.count", "report_id", string="II. Procedures"
    )
    visit_ids = fields.One2many(
        "tthc.readiness.visit", "report_id", string="II. Visits of the Post"
    )
    plan_ids = fields.One2many("project.task", "tthc_report_id", string="III. Plan")
    difficulty_ids = fields.One2many(
        "tthc.readiness.difficulty", "report_id", string="IV. Difficulties"
    )
    filing_ids = fields.One2many(
        "tthc.readiness.filing", "report_id", string="Filings", readonly=True
    )

    _once = models.UniqueIndex(
        "(campaign_id, agency_id)", "This agency is asked by the campaign already."
    )
    # Who has not filed yet and is due: reminders, red rows first.
    _due_idx = models.Index("(due_at) WHERE state NOT IN ('filed', 'accepted')")

    @api.depends("campaign_id.due_at", "extended_to")
    def _compute_due_at(self):
        for report in self:
            due = report.campaign_id.due_at
            report.due_at = max(due, report.extended_to) if report.extended_to else due

    @api.depends("state", "due_at", "campaign_id.state")
    def _compute_is_overdue(self):
        moment = clock.now()
        for report in self:
            report.is_overdue = bool(
                report.state not in SENT
                and report.campaign_state in ("open", "closed")
                and report.due_at
                and report.due_at < moment
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return (
            Domain("state", "not in", SENT)
            & Domain("campaign_id.state", "in", ("open", "closed"))
            & Domain("due_at", "<", clock.now())
        )

    @api.depends("agency_id", "campaign_id")
    def _compute_display_name(self):
        for report in self:
            # sudo: the name of the campaign that asks is no secret to its reader
            campaign = report.sudo().campaign_id.name
            report.display_name = f"{report.agency_id.display_name} · {campaign}"

    @api.depends("campaign_id")
    @api.depends_context("lang")
    def _compute_words(self):
        # sudo: what the dispatch of the campaign told everybody whom it asks
        for report in self.sudo():
            campaign = report.campaign_id
            day = campaign.dispatch_date
            words = [campaign.dispatch_number, day and day.strftime("%d/%m/%Y")]
            report.dispatch_words = ", ".join(filter(None, words))
            report.opening_words = campaign._opening_words()
            words = [campaign.contact_id.name, campaign.contact_phone]
            report.contact_words = ", ".join(filter(None, words))

    def _own_facts(self):
        """All but what the agency writes in the sections."""
        return set(self._fields) - BY_AGENCY - self._chatter_fields()

    @api.model_create_multi
    def create(self, vals_list):
        """Make reports; a campaign does it.

        :raise AccessError: when no action is at work
        """
        self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Write sections while the agency is at it; all else is for the actions.

        :raise AccessError: for what the actions write
        :raise UserError: when the report is no longer being filled in
        """
        written = vals.keys() & (BY_AGENCY - {"difficulty_ids", "plan_ids"})
        if written and not self._is_moving():
            self._check_editable()
        return super().write(vals)

    def _check_editable(self):
        """Refuse to change a report that has left the agency's desk.

        :raise UserError: names the report and what to do
        """
        for report in self:
            if report.state not in EDITABLE:
                raise UserError(
                    self.env._(
                        "“%(name)s” was sent and does not change any more. Take it "
                        "back from the leader, or ask the coordinator to return it.",
                        name=report.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("A readiness report is never deleted."))
