from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import local_moment

from ..tools.readiness_paper import ReadinessBook
from ..tools.taken_along import taken_along
from .readiness_table import CAMPAIGN_MOVES, EDITABLE, SENT

STATES = [
    ("draft", "Being prepared"),
    ("open", "Reports coming in"),
    ("closed", "Closed"),
    ("cancelled", "Called off"),
]
#: What the agencies were asked by; fixed once they are asked.
ASKED_BY = {"center_id", "form_edition", "count_scope"}


class TthcReadinessCampaign(models.Model):
    """Agencies are asked by a dispatch to report on their readiness by an hour.

    As the dispatch of Sở Nội vụ of March 2017 did it: the form is attached, the
    answers are due the next day at 16:30.
    """

    _name = "tthc.readiness.campaign"
    _inherit = [
        "tthc.ruled.by.lines",
        "tthc.readiness.board",
        "tthc.readiness.reminding",
        "tthc.guarded.table",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Campaign of readiness reports"
    _order = "due_at desc, id desc"
    _ruling_lines = ("report_ids",)
    _moves = CAMPAIGN_MOVES
    _moved_fields = ("state", "opened_at", "closed_at", "late_told_at", "report_ids")

    name = fields.Char(string="Campaign", required=True, tracking=True)
    form_edition = fields.Selection(
        [("2017", "Form of March 2017, sections I to IV")],
        required=True,
        default="2017",
    )
    dispatch_number = fields.Char(tracking=True, help="Such as 581/SNV-CCHC.")
    dispatch_date = fields.Date(tracking=True)
    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user.tthc_center_id,
        tracking=True,
    )
    due_at = fields.Datetime(string="Due at", required=True, tracking=True)
    opening_day = fields.Date(
        tracking=True, help="The day on which the center is to open."
    )
    count_scope = fields.Selection(
        [
            ("agency", "All procedures of the agency"),
            ("center", "Procedures admitted to the center"),
        ],
        string="Section II counts",
        required=True,
        default="agency",
    )
    agency_ids = fields.Many2many(
        "tthc.agency", string="Agencies asked", domain="[('date_to', '=', False)]"
    )
    contact_id = fields.Many2one(
        "res.users",
        string="Whom to ask",
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    contact_phone = fields.Char(string="Phone for questions")
    note = fields.Text(string="Note to the agencies")
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    opened_at = fields.Datetime(string="Opened", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Closed on", readonly=True, copy=False)
    report_ids = fields.One2many(
        "tthc.readiness.report", "campaign_id", string="Reports", readonly=True
    )
    asked_count = fields.Integer(string="Asked", compute="_compute_progress")
    filed_count = fields.Integer(string="Filed", compute="_compute_progress")
    late_count = fields.Integer(string="Late", compute="_compute_progress")
    missing_count = fields.Integer(string="Not filed", compute="_compute_progress")
    accepted_count = fields.Integer(string="Accepted", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress")

    @api.depends("report_ids.state", "report_ids.is_late")
    def _compute_progress(self):
        groups = self.env["tthc.readiness.report"]._read_group(
            [("campaign_id", "in", self.ids)],
            ["campaign_id", "state", "is_late"],
            ["__count"],
        )
        for campaign in self:
            rows = [row[1:] for row in groups if row[0] == campaign]
            asked = sum(row[-1] for row in rows)
            filed = sum(row[-1] for row in rows if row[0] in SENT)
            campaign.asked_count, campaign.filed_count = asked, filed
            campaign.missing_count = asked - filed
            campaign.late_count = sum(row[-1] for row in rows if row[1])
            campaign.accepted_count = sum(
                row[-1] for row in rows if row[0] == "accepted"
            )
            campaign.progress = 100 * filed / asked if asked else 0

    @api.constrains("opening_day", "due_at")
    def _check_opening_day(self):
        for campaign in self.filtered("opening_day"):
            if local_moment(campaign.due_at).date() > campaign.opening_day:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: the reports would be due after the center has "
                        "opened.",
                        name=campaign.name,
                    )
                )

    def write(self, vals):
        """Write; whom an open campaign asks can only grow.

        :raise AccessError: for what the actions write
        :raise UserError: when an open campaign would ask an agency no more
        """
        if self._is_moving():
            return super().write(vals)
        asked = self.filtered(lambda row: row.state != "draft")
        if asked and vals.keys() & ASKED_BY:
            self._check_moving()
        if asked.filtered(lambda row: row.state != "open") and vals.keys() & {
            "due_at",
            "agency_ids",
            "opening_day",
        }:
            self._check_moving()
        result = super().write(vals)
        if "agency_ids" in vals:
            asked._ask_more()
        if "due_at" in vals:
            asked._wake_reminders()
        return result

    def _ask_more(self):
        """Make the reports of agencies that were put on the list of an open campaign.

        :raise UserError: when an agency that was asked is gone from the list
        """
        for campaign in self:
            gone = campaign.report_ids.agency_id - campaign.agency_ids
            if gone:
                raise UserError(
                    self.env._(
                        "%(agencies)s was asked already: its report stays on the list.",
                        agencies=", ".join(gone.mapped("display_name")),
                    )
                )
            campaign._make_reports()
        self._wake_reminders()

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if self.filtered(lambda campaign: campaign.state != "draft"):
            raise UserError(
                self.env._("Only a campaign that is being prepared can be deleted.")
            )

    # -- who is asked ---------------------------------------------------------------

    def action_add_center_agencies(self):
        """Put the agencies with a counter at the center on the list.

        :raise AccessError: for whoever may not write the campaign
        """
        for campaign in self:
            campaign.agency_ids |= campaign.center_id.agency_ids

    def action_add_last_agencies(self):
        """Put those on the list whom the center's last campaign asked.

        :raise AccessError: for whoever may not write the campaign
        :raise UserError: when there was none
        """
        for campaign in self:
            last = self.search(
                [
                    ("center_id", "=", campaign.center_id.id),
                    ("opened_at", "!=", False),
                    ("id", "!=", campaign.id),
                ],
                order="opened_at desc",
                limit=1,
            )
            if not last:
                raise UserError(self.env._("The center has asked nobody before."))
            campaign.agency_ids |= last.agency_ids.filtered(lambda row: not row.date_to)

    def action_add_communes(self):
        """Put the people's committees of all communes on the list.

        :raise AccessError: for whoever may not write the campaign
        """
        communes = self.env["tthc.agency"].search(
            [
                ("level", "=", "commune"),
                ("kind", "=", "committee"),
                ("date_to", "=", False),
            ]
        )
        for campaign in self:
            campaign.agency_ids |= communes

    # -- actions --------------------------------------------------------------------

    def action_open(self):
        """Ask the agencies: each gets a report with what the system knows filled in.

        :raise AccessError: for everybody but the coordinator
        :raise UserError: without agencies, with an hour that is over, or when an
            agency still has to answer another campaign of the center
        """
        self._check_move("open")
        for campaign in self:
            campaign._check_can_open()
            campaign._make_reports()
        self._move("open", {"opened_at": clock.now()})
        self._wake_reminders()

    def _check_can_open(self):
        if not self.agency_ids:
            raise UserError(
                self.env._("Choose the agencies that “%(name)s” asks.", name=self.name)
            )
        if self.due_at <= clock.now():
            raise UserError(
                self.env._(
                    "The hour by which “%(name)s” is due is over. Set a later one.",
                    name=self.name,
                )
            )

    def _check_not_asked_twice(self):
        """An agency answers one campaign of a center at a time: it has one plan."""
        other = self.env["tthc.readiness.report"].search(
            Domain("agency_id", "in", self.agency_ids.ids)
            & Domain("center_id", "=", self.center_id.id)
            & Domain("campaign_id", "!=", self.id)
            & Domain("campaign_id.state", "=", "open")
            & Domain("state", "!=", "accepted"),
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "%(agency)s still has to answer “%(campaign)s”. Close that "
                    "campaign or accept its report first.",
                    agency=other.agency_id.display_name,
                    campaign=other.campaign_id.name,
                )
            )

    def _make_reports(self):
        """Make the reports that are missing, filled with what is known."""
        self.ensure_one()
        self._check_not_asked_twice()
        missing = self.agency_ids - self.report_ids.agency_id
        # sudo: reports are made by the campaign, nobody makes one by hand
        reports = self.env["tthc.readiness.report"].sudo()._moving()
        made = reports.with_context(mail_create_nolog=True, mail_notrack=True).create(
            [
                {"campaign_id": self.id, "agency_id": agency.id}
                for agency in missing.sorted()
            ]
        )
        made._fill()
        self.invalidate_recordset(["report_ids"])

    def action_close(self):
        """End the campaign: nothing more is filed, nobody is reminded.

        :raise AccessError: for everybody but the coordinator
        """
        self._check_move("close")
        self._move("close", {"closed_at": clock.now()})
        self.report_ids._drop_duties()

    def action_reopen(self):
        """Let agencies file again.

        :raise AccessError: for everybody but the coordinator
        :raise UserError: when an agency answers a newer campaign of the center
        """
        self._check_move("reopen")
        for campaign in self:
            campaign._check_not_asked_twice()
        self._move("reopen", {"closed_at": False})
        self.report_ids.filtered(lambda row: row.state in EDITABLE)._take_plan()
        self._wake_reminders()

    def action_cancel(self):
        """Call a campaign off; what was filed stays on file.

        :raise AccessError: for everybody but the coordinator
        """
        self._check_move("cancel")
        self._move("cancel", {"closed_at": clock.now()})
        self.report_ids._drop_duties()

    def action_reports(self):
        """Open the reports of this campaign.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_rollout.tthc_readiness_report_action"
        )
        return {
            **action,
            "domain": [("campaign_id", "=", self.id)],
            "context": {"default_campaign_id": self.id},
        }

    # -- files ------------------------------------------------------------------------

    def action_excel(self):
        """Take the reports of all agencies along as an Excel file, a sheet a section.

        :return: action
        """
        self.ensure_one()
        return taken_along(self, "readiness_campaign")

    def _workbook(self):
        """The reports that the user may see as an Excel file.

        :return: bytes
        """
        self.ensure_one()
        reports = self.env["tthc.readiness.report"].search(
            [("campaign_id", "=", self.id)], order="agency_id"
        )
        return ReadinessBook([report._paper() for report in reports]).excel()
