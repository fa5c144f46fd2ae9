from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

HR = "tthc_base.group_hr_logistics"
STATES = [
    ("draft", "Being prepared"),
    ("open", "Gathering sizes"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]


class TthcUniformCampaign(models.Model):
    """Sizes are gathered from the agencies by a day, as seed 004 does it on paper.

    The sizes themselves belong to the people (``tthc.uniform.size.choice``) and
    outlive the campaign; a campaign says of whom they are asked, by when, and whom it
    reminded.
    """

    _name = "tthc.uniform.campaign"
    _inherit = [
        "tthc.ruled.by.lines",
        "tthc.guarded",
        "tthc.uniform.grid",
        "mail.thread",
    ]
    _description = "Gathering of sizes"
    _order = "deadline desc, id desc"
    _ruling_lines = ("agency_ids",)

    name = fields.Char(string="Campaign", required=True, tracking=True)
    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user.tthc_center_id,
    )
    garment_ids = fields.Many2many(
        "tthc.uniform.garment", string="Garments", required=True
    )
    deadline = fields.Date(required=True, tracking=True)
    remind_days = fields.Integer(
        string="Remind, working days before",
        default=2,
        help="From so many working days before the deadline on, agencies with sizes "
        "missing are reminded each working day.",
    )
    note = fields.Text(string="Note to the agencies")
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    opened_at = fields.Datetime(string="Opened", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Closed on", readonly=True, copy=False)
    agency_ids = fields.One2many(
        "tthc.uniform.campaign.agency", "campaign_id", string="Agencies", readonly=True
    )
    order_ids = fields.One2many("tthc.uniform.order", "campaign_id", string="Orders")
    order_count = fields.Integer(compute="_compute_order_count")
    asked_count = fields.Integer(string="Asked for", compute="_compute_progress")
    missing_count = fields.Integer(string="Missing", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress")

    @api.depends("agency_ids")
    def _compute_progress(self):
        for campaign in self:
            asked = sum(campaign.agency_ids.mapped("asked_count"))
            missing = sum(campaign.agency_ids.mapped("missing_count"))
            campaign.asked_count, campaign.missing_count = asked, missing
            campaign.progress = 100 * (asked - missing) / asked if asked else 0

    def _compute_order_count(self):
        groups = self.env["tthc.uniform.order"]._read_group(
            [("campaign_id", "in", self.ids)], ["campaign_id"], ["__count"]
        )
        counts = dict(groups)
        for campaign in self:
            campaign.order_count = counts.get(campaign, 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Create campaigns that are being prepared."""
        if not self._is_moving() and any(
            vals.get("state", "draft") != "draft"
            or vals.keys() & {"opened_at", "closed_at", "agency_ids"}
            for vals in vals_list
        ):
            self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Write; the state, and whom an open campaign asks, change by actions only."""
        fixed = {"state", "opened_at", "closed_at", "agency_ids"}
        if self.filtered(lambda campaign: campaign.state != "draft"):
            fixed |= {"center_id", "garment_ids"}
        if self.filtered(lambda campaign: campaign.state in ("closed", "cancelled")):
            fixed |= {"deadline", "name"}
        if not self._is_moving() and vals.keys() & fixed:
            self._check_moving()
        result = super().write(vals)
        if "deadline" in vals:
            self.agency_ids._move_duties()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if self.filtered(lambda campaign: campaign.state != "draft"):
            raise UserError(
                self.env._("Only a campaign that is being prepared can be deleted.")
            )

    # -- who is asked ---------------------------------------------------------------

    def _asked(self):
        """Whose size of what is asked for, today.

        :return: dict campaign → list of (staff, garment) in the superuser's
            environment
        """
        day = clock.today(VIETNAM)
        domain = self.env["tthc.uniform.rule"]._asked_domain(day)
        groups = (
            self.env["tthc.assignment"]
            # sudo: who is asked does not depend on who looks
            .sudo()
            ._read_group(
                domain & Domain("center_id", "in", self.center_id.ids),
                ["center_id"],
                ["staff_id:recordset"],
            )
        )
        people = {center.id: staff for center, staff in groups}
        nobody = self.env["tthc.staff"]
        return {
            campaign: [
                (person, garment)
                for person in people.get(campaign.center_id.id, nobody)
                for garment in campaign.garment_ids._worn_by(person.sex)
            ]
            for campaign in self
        }

    def _sizes(self):
        """The rows of sizes that are asked for, with those that are not there yet.

        :return: dict campaign → list of (staff, garment, row or none)
        """
        asked = self._asked()
        pairs = {
            (person.id, garment.id)
            for rows in asked.values()
            for person, garment in rows
        }
        choices = self.env["tthc.uniform.size.choice"]
        known = choices._by_pair(list(pairs))
        return {
            campaign: [
                (person, garment, known.get((person.id, garment.id), choices))
                for person, garment in rows
            ]
            for campaign, rows in asked.items()
        }

    def _missing_names(self):
        """Names of the people whose size is missing, each once.

        :return: list of “name (agency)”
        """
        self.ensure_one()
        return list(
            dict.fromkeys(
                f"{person.name} ({person.agency_id.display_name})"
                for person, _garment, row in self._sizes()[self]
                if not row.size_id
            )
        )

    def _grid_garments(self):
        return self.garment_ids

    def _grid_counts(self):
        counts = {}
        for person, _garment, row in self._sizes()[self]:
            key = (person.agency_id, row.size_id)
            counts[key] = counts.get(key, 0) + 1
        return counts

    def open_grid_cell(self, agency_id, size_id):
        """The people behind a figure of the grid.

        :param agency_id: id, or False for all agencies
        :param size_id: id, or False for sizes that are not known
        :return: action
        """
        self.ensure_one()
        rows = [
            row.id
            for person, _garment, row in self._sizes()[self]
            if row.size_id.id == size_id
            and (not agency_id or person.agency_id.id == agency_id)
        ]
        return self._action_sizes([("id", "in", rows)])

    # -- actions --------------------------------------------------------------------

    def action_open(self):
        """Ask the agencies for the sizes of their main staff.

        :raise AccessError: when the user is not of HR
        :raise UserError: without anybody to ask, or with a deadline that is over
        """
        self._check_role(HR)
        self._lock()
        self._check_state("draft")
        for campaign in self:
            if campaign.deadline < clock.today(VIETNAM):
                raise UserError(
                    self.env._(
                        "The deadline of “%(name)s” is over. Set a later day.",
                        name=campaign.name,
                    )
                )
            if not campaign._asked()[campaign]:
                raise UserError(
                    self.env._(
                        "%(center)s has no main staff to ask: enter the assignments "
                        "first (People › Assignments).",
                        center=campaign.center_id.display_name,
                    )
                )
            campaign._moving().write({"state": "open", "opened_at": clock.now()})
            campaign._refresh()

    def action_refresh(self):
        """Ask for the sizes of people who came since, too."""
        self._check_role(HR)
        self._check_state("open")
        self._refresh()

    def _refresh(self):
        """Make the empty rows, and the agencies that have something to enter."""
        for campaign, pairs in self._asked().items():
            self.env["tthc.uniform.size.choice"]._ensure(pairs)
            staff = self.env["tthc.staff"].union(*(person for person, _ in pairs))
            agencies = staff.agency_id - campaign.agency_ids.agency_id
            # sudo: the nightly job and HR write these lines, nobody by hand
            lines = self.env["tthc.uniform.campaign.agency"].sudo()._moving()
            lines.create(
                [
                    {"campaign_id": campaign.id, "agency_id": agency.id}
                    for agency in agencies
                ]
            )
            campaign.invalidate_recordset(["agency_ids"])
            campaign.agency_ids._give_duties()

    def action_remind(self):
        """Remind the agencies whose sizes are missing, now.

        :raise UserError: when nothing is missing, or nobody reports for the agencies
        """
        self._check_role(HR)
        self._check_state("open")
        self._refresh()
        late = self.agency_ids.filtered("missing_count")
        if not late:
            raise UserError(self.env._("No size is missing."))
        if not late._remind():
            raise UserError(
                self.env._(
                    "Nobody reports for %(agencies)s. Ask the administrator for an "
                    "account with the role of agency reporter, or enter the sizes "
                    "here.",
                    agencies=", ".join(late.agency_id.mapped("display_name")),
                )
            )

    def action_close(self):
        """End the gathering; sizes that are missing can still be entered."""
        self._check_role(HR)
        self._lock()
        self._check_state("open")
        self._moving().write({"state": "closed", "closed_at": clock.now()})
        self.agency_ids._drop_duties()

    def action_reopen(self):
        """Gather sizes again."""
        self._check_role(HR)
        self._lock()
        self._check_state("closed")
        self._moving().write({"state": "open", "closed_at": False})
        self._refresh()

    def action_cancel(self):
        """Call a campaign off; the sizes that were entered stay with the people."""
        self._check_role(HR)
        self._lock()
        self._check_state("draft", "open")
        self._moving().write({"state": "cancelled", "closed_at": clock.now()})
        self.agency_ids._drop_duties()

    def action_sizes(self):
        """All sizes that this campaign asks for.

        :return: action
        """
        self.ensure_one()
        if self.state == "open":
            self._refresh()
        rows = [row.id for _person, _garment, row in self._sizes()[self] if row]
        return self._action_sizes([("id", "in", rows)])

    def _action_sizes(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_center_hr.tthc_uniform_size_choice_action"
        )
        return {**action, "domain": domain, "context": {}}

    def action_orders(self):
        """The orders that came of this campaign.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_center_hr.tthc_uniform_order_action"
        )
        return {**action, "domain": [("campaign_id", "=", self.id)], "context": {}}

    @api.model
    def _cron_remind(self):
        """Once a working day: ask newcomers, remind who is late or nearly so."""
        day = clock.today(VIETNAM)
        for campaign in self.search([("state", "=", "open")], limit=200):
            if not campaign.center_id.resource_calendar_id.tthc_is_working_day(day):
                continue
            campaign._refresh()
            if day >= campaign._first_reminder():
                campaign.agency_ids.filtered(
                    lambda line: line.missing_count and line.reminded_on != day
                )._remind()

    def _first_reminder(self):
        """The day from which on agencies are reminded.

        :return: ``datetime.date``
        """
        self.ensure_one()
        calendar = self.center_id.resource_calendar_id
        day = self.deadline
        for _day in range(self.remind_days):
            day = calendar.tthc_previous_working_day(day)
        return day
