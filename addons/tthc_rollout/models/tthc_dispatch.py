from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.taken_along import taken_along

DAYS_PARAMETER = "tthc_rollout.duty_days_before"
DAYS_BEFORE = 3


class TthcDispatch(models.Model):
    """A dispatch (công văn) that gives duties to agencies, point by point."""

    _name = "tthc.dispatch"
    _inherit = ["mail.thread"]
    _description = "Dispatch"
    _order = "date desc, id desc"
    _rec_names_search = ["number", "subject"]

    number = fields.Char(string="Number and mark", required=True, tracking=True)
    date = fields.Date(string="Of", required=True, tracking=True)
    issuer = fields.Char(string="Issued by", required=True, tracking=True)
    signer = fields.Char(string="Signed by")
    subject = fields.Char(required=True, tracking=True, help="What stands after “V/v”.")
    addressee = fields.Text(
        string="Addressed to", help="As the dispatch writes it after “Kính gửi”."
    )
    agency_ids = fields.Many2many(
        "tthc.agency",
        "tthc_dispatch_agency_rel",
        string="Addressed agencies",
        help="Those of the suite; the others stand in the words of the dispatch.",
    )
    center_id = fields.Many2one(
        "tthc.center",
        ondelete="restrict",
        index="btree_not_null",
        help="The center that the dispatch is about, if any.",
    )
    received_number = fields.Char(string="Received as no.")
    received_on = fields.Date()
    attachment_ids = fields.Many2many(
        "ir.attachment", "tthc_dispatch_attachment_rel", string="File", copy=False
    )
    replaces_id = fields.Many2one(
        "tthc.dispatch", ondelete="restrict", index="btree_not_null"
    )
    amends_id = fields.Many2one(
        "tthc.dispatch", ondelete="restrict", index="btree_not_null"
    )
    replaced_ids = fields.One2many(
        "tthc.dispatch", "replaces_id", string="Replaced by", readonly=True
    )
    amended_ids = fields.One2many(
        "tthc.dispatch", "amends_id", string="Amended by", readonly=True
    )
    is_history = fields.Boolean(
        string="To be looked up only",
        tracking=True,
        help="A dispatch of the past: its duties are kept with their words and dates, "
        "nothing of them is due and nobody is reminded.",
    )
    source = fields.Char(help="Where the words come from, for a dispatch of the past.")
    follower_id = fields.Many2one(
        "res.users",
        string="Followed up by",
        default=lambda self: self.env.user,
        ondelete="restrict",
        help="Told which agencies reported and which are late.",
    )
    days_before = fields.Integer(
        string="Reminded days before",
        default=lambda self: self._default_days_before(),
        help="Agencies are reminded that many days before the day, on the day, and "
        "when it is over.",
    )
    duty_ids = fields.One2many("tthc.duty", "dispatch_id", string="Duties", copy=False)
    share_ids = fields.One2many("tthc.duty.share", "dispatch_id", readonly=True)
    # Who may see it. Record rules do not go by the shares themselves: what a rule
    # reads, it reads for all, and a reader would find the shares of others with it.
    party_ids = fields.Many2many(
        "tthc.agency",
        "tthc_dispatch_party_rel",
        string="Agencies with a duty",
        compute="_compute_party_ids",
        store=True,
    )
    party_center_ids = fields.Many2many(
        "tthc.center",
        "tthc_dispatch_center_rel",
        string="Centers with a duty",
        compute="_compute_party_ids",
        store=True,
    )
    draft_count = fields.Integer(
        string="Duties not given yet", compute="_compute_counts"
    )
    share_count = fields.Integer(string="Given to", compute="_compute_counts")
    accepted_count = fields.Integer(string="Accepted", compute="_compute_counts")
    overdue_count = fields.Integer(string="Overdue", compute="_compute_counts")
    progress = fields.Integer(string="Done (%)", compute="_compute_counts")
    has_shares = fields.Boolean(compute="_compute_counts")

    _number_uniq = models.UniqueIndex(
        "(number, date, issuer)", "This dispatch is in the register already."
    )
    _days_positive = models.Constraint(
        "CHECK (days_before BETWEEN 0 AND 60)",
        "Agencies are reminded 0 to 60 days before.",
    )

    @api.model
    def _default_days_before(self):
        # sudo: a setting of the suite, which only administrators read
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param(DAYS_PARAMETER) or DAYS_BEFORE)

    @api.depends("number", "subject")
    def _compute_display_name(self):
        for dispatch in self:
            dispatch.display_name = dispatch.number

    @api.depends("share_ids.agency_id", "share_ids.center_id", "center_id")
    def _compute_party_ids(self):
        for dispatch in self:
            dispatch.party_ids = dispatch.share_ids.agency_id
            dispatch.party_center_ids = (
                dispatch.share_ids.center_id | dispatch.center_id
            )

    @api.depends("duty_ids.state", "share_ids.state", "share_ids.due_at")
    @api.depends_context("uid")
    def _compute_counts(self):
        shares = self.env["tthc.duty.share"]
        domain = Domain("dispatch_id", "in", self.ids)
        given = domain & Domain("state", "!=", "withdrawn")
        counted = dict(shares._read_group(given, ["dispatch_id"], ["__count"]))
        accepted = dict(
            shares._read_group(
                domain & Domain("state", "=", "accepted"), ["dispatch_id"], ["__count"]
            )
        )
        overdue = dict(
            shares._read_group(
                domain & Domain("is_overdue", "=", True), ["dispatch_id"], ["__count"]
            )
        )
        drafts = dict(
            self.env["tthc.duty"]._read_group(
                domain & Domain("state", "=", "draft"), ["dispatch_id"], ["__count"]
            )
        )
        for dispatch in self:
            known = dispatch._origin
            dispatch.share_count = counted.get(known, 0)
            dispatch.accepted_count = accepted.get(known, 0)
            dispatch.overdue_count = overdue.get(known, 0)
            dispatch.draft_count = drafts.get(known, 0)
            dispatch.has_shares = bool(dispatch.share_count)
            dispatch.progress = (
                100 * dispatch.accepted_count // (dispatch.share_count or 1)
            )

    @api.constrains("replaces_id", "amends_id")
    def _check_cycle(self):
        for name in ("replaces_id", "amends_id"):
            if self._has_cycle(name):
                raise UserError(self.env._("A dispatch can't replace or amend itself."))

    def write(self, vals):
        """Write; what was given stays given, what was recorded stays recorded."""
        if "is_history" in vals:
            for dispatch in self:
                if bool(vals["is_history"]) != dispatch.is_history and any(
                    duty.state != "draft" for duty in dispatch.duty_ids
                ):
                    raise UserError(
                        self.env._(
                            "Duties of “%(name)s” were given or recorded already: "
                            "enter the dispatch anew.",
                            name=dispatch.display_name,
                        )
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_without_given_duties(self):
        for dispatch in self:
            if any(duty.state != "draft" for duty in dispatch.duty_ids):
                raise UserError(
                    self.env._(
                        "“%(name)s” stays in the register: its duties were given. "
                        "Withdraw them with a reason instead.",
                        name=dispatch.display_name,
                    )
                )

    # -- actions ----------------------------------------------------------------------

    def action_give(self):
        """Give all duties that were not given yet to their agencies.

        :raise AccessError: when the user is no coordinator
        :raise UserError: without duties, or for a duty that nobody has to do
        """
        for dispatch in self:
            drafts = dispatch.duty_ids.filtered(lambda duty: duty.state == "draft")
            if not drafts:
                raise UserError(
                    self.env._(
                        "“%(name)s” has no duty that is still to be given. Add its "
                        "points below.",
                        name=dispatch.display_name,
                    )
                )
            drafts.action_give()

    def action_shares(self):
        """Open what each agency has to do by this dispatch.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_rollout.tthc_duty_share_action"
        )
        return {
            **action,
            "domain": [("dispatch_id", "=", self.id)],
            "context": {},
            "display_name": self.display_name,
        }

    def action_print(self):
        """Print the table of who must do what by when.

        :return: action
        :raise UserError: when nothing was given yet
        """
        self.ensure_one()
        return self.share_ids._print_table()

    def action_excel(self):
        """Take that table along as Excel.

        :return: action
        """
        self.ensure_one()
        return taken_along(self, "dispatch")

    def _workbook(self):
        """The table of this dispatch as Excel.

        :return: bytes
        """
        self.ensure_one()
        return self.share_ids._workbook()
