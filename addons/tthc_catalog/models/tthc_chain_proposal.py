from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

EDITOR = "tthc_base.group_catalog_editor"
CONTROLLER = "tthc_base.group_catalog_controller"
REPORTER = "tthc_base.group_agency_reporter"


class Transition(NamedTuple):
    source: str
    target: str
    group: str
    agency: str = ""


#: Every move of a proposal: action → from, to, who may; nothing else moves it. The
#: field names the agency whose members may; a catalog controller always may.
TRANSITIONS = {
    "file": Transition("draft", "filed", REPORTER, "agency_id"),
    "recall": Transition("filed", "draft", REPORTER, "agency_id"),
    "review": Transition("filed", "review", EDITOR, "reviewer_agency_id"),
    "accept": Transition("review", "accepted", EDITOR, "reviewer_agency_id"),
    "decline": Transition("review", "declined", EDITOR, "reviewer_agency_id"),
    "make_chain": Transition("accepted", "made", EDITOR),
}


class TthcChainProposal(models.Model):
    """What an agency proposes to link together, or that it proposes nothing.

    Dispatch 2522/UBND-HCTC of 2017 §1-2: each agency by a date, reviewed by the
    Department of Justice; Circular 01/2018 Art 4 and 11.
    """

    _name = "tthc.chain.proposal"
    _inherit = ["tthc.guarded", "mail.thread", "mail.activity.mixin"]
    _description = "Proposal of a chain"
    _order = "date_due desc, agency_id, id"

    name = fields.Char(string="Group of procedures", required=True, tracking=True)
    call_id = fields.Many2one("tthc.chain.call", ondelete="restrict", index=True)
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Proposing agency",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user.tthc_agency_ids[:1],
        tracking=True,
    )
    field_text = fields.Char(
        string="Fields", help="For instance: investment – land – construction."
    )
    nothing_to_propose = fields.Boolean(
        help="The agency has looked and proposes no chain.", tracking=True
    )
    text = fields.Html(string="Proposal")
    partner_agency_ids = fields.Many2many(
        "tthc.agency",
        "tthc_chain_proposal_agency_rel",
        string="Agencies that take part",
        help="The editor puts them in order in the chain.",
    )
    procedure_ids = fields.Many2many("tthc.procedure", string="Procedures")
    date_due = fields.Date(related="call_id.date_due", store=True)
    filed_on = fields.Date(readonly=True, copy=False, tracking=True)
    reviewer_agency_id = fields.Many2one(
        related="call_id.reviewer_agency_id", string="Reviewed by"
    )
    state = fields.Selection(
        [
            ("draft", "Not filed"),
            ("filed", "Filed"),
            ("review", "In review"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("made", "Made into a chain"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    is_late = fields.Boolean(
        string="Late", compute="_compute_is_late", search="_search_is_late"
    )
    decline_reason = fields.Text(copy=False, tracking=True)
    may_file = fields.Boolean(compute="_compute_may")
    may_review = fields.Boolean(compute="_compute_may")
    chain_id = fields.Many2one(
        "tthc.procedure.chain", readonly=True, copy=False, ondelete="set null"
    )

    @api.depends("agency_id", "reviewer_agency_id")
    @api.depends_context("uid")
    def _compute_may(self):
        for proposal in self:
            proposal.may_file = not proposal._refusal(TRANSITIONS["file"])
            proposal.may_review = not proposal._refusal(TRANSITIONS["review"])

    @api.depends("date_due", "filed_on")
    def _compute_is_late(self):
        today = clock.today(VIETNAM)
        for proposal in self:
            due = proposal.date_due
            proposal.is_late = bool(due and (proposal.filed_on or today) > due)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        open_late = Domain("filed_on", "=", False) & Domain(
            "date_due", "<", clock.today(VIETNAM)
        )
        filed_late = Domain.custom(
            to_sql=lambda model, alias, query: model._filed_late_sql(alias, query)
        )
        return open_late | filed_late

    @api.model
    def _filed_late_sql(self, alias, query):
        filed = self._field_to_sql(alias, "filed_on", query)
        due = self._field_to_sql(alias, "date_due", query)
        return SQL("%s > %s", filed, due)

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts; another state is reached by actions only."""
        proposals = super().create(vals_list)
        # Looked at afterwards, because a default may come from the context too.
        if any(row.state != "draft" or row.filed_on for row in proposals):
            proposals._check_moving()
        return proposals

    def write(self, vals):
        """Write; what was filed is not rewritten."""
        if {"state", "filed_on", "chain_id"} & set(vals):
            self._check_moving()
        if "decline_reason" in vals:
            self._check_reviewer()
        if not self._fields_open_after_filing().issuperset(vals):
            self._check_not_filed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_filed(self):
        self._check_not_filed()

    @api.model
    def _fields_open_after_filing(self):
        """Fields that are not part of what was filed."""
        talk = {
            name for name in self._fields if name.startswith(("message_", "activity_"))
        }
        return {*talk, "decline_reason"}

    def _check_not_filed(self):
        if self._is_moving():
            return
        filed = self.filtered(lambda row: row.state != "draft")[:1]
        if filed:
            raise UserError(
                self.env._(
                    "The proposal “%(name)s” was filed and can't be changed. Recall it "
                    "first.",
                    name=filed.name,
                )
            )

    def _check_reviewer(self):
        if not self.env.su:
            self._check_actor(TRANSITIONS["decline"])

    @api.model
    def _moving_refusal(self):
        """Speak of proposals."""
        return self.env._("The state of a proposal changes through its buttons only.")

    def _check_action(self, action):
        """Whether the user may take an action on proposals in their present state.

        :param action: key of ``TRANSITIONS``
        :raise AccessError: without the role, or for another agency's proposal
        :raise UserError: when a proposal is in another state
        """
        transition = TRANSITIONS[action]
        if not self.env.su:
            self._check_actor(transition)
        wrong = self.filtered(lambda row: row.state != transition.source)[:1]
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(name)s” is “%(state)s”: reload the page and look again.",
                    name=wrong.name,
                    state=labels[wrong.state],
                )
            )

    def _check_actor(self, transition):
        for proposal in self:
            refusal = proposal._refusal(transition)
            if refusal:
                raise AccessError(refusal)

    def _refusal(self, transition):
        """Why the user may not take an action on a proposal.

        :param transition: one of ``TRANSITIONS``
        :return: sentence, empty where the user may
        """
        self.ensure_one()
        user = self.env.user
        if user.has_group(CONTROLLER):
            return ""
        if not (user.has_group(transition.group) or user.has_group(EDITOR)):
            # sudo: the name of a role is no secret; the user can't read groups
            group = self.env.ref(transition.group).sudo()
            return self.env._("Only the role “%(role)s” may do this.", role=group.name)
        # sudo: only compared; the agency of another one is not told
        agency = self.sudo()[transition.agency] if transition.agency else False
        if not agency or agency in user.tthc_agency_ids:
            return ""
        if transition.agency == "agency_id":
            return self.env._("Only members of the proposing agency may do this.")
        return self.env._(
            "Only members of the reviewing agency, or a controller, may do this."
        )

    def _move(self, action, **values):
        self._moving().write({"state": TRANSITIONS[action].target, **values})

    def action_file(self):
        """Hand the proposals in; the day counts, late ones are taken too.

        :raise AccessError: for anybody but a reporter or an editor of the agency, and
            controllers
        :raise UserError: when one is empty or already filed
        """
        self._check_action("file")
        for proposal in self:
            if not (proposal.nothing_to_propose or proposal.partner_agency_ids):
                raise UserError(
                    self.env._(
                        "Name the agencies that take part in “%(name)s”, or tick "
                        "“Nothing to propose”.",
                        name=proposal.name,
                    )
                )
        self._move("file", filed_on=clock.today(VIETNAM))
        self._remind_reviewers()

    def _remind_reviewers(self):
        """An activity for one editor of the reviewing agency, where there is one."""
        group = self.env.ref(EDITOR)
        for proposal in self:
            # sudo: who files does not read the members of another agency
            members = proposal.sudo().reviewer_agency_id.user_ids
            editors = members.filtered(lambda user: group in user.all_group_ids)
            if editors:
                # sudo: as above, the activity is for the reviewers
                proposal.sudo().activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Review the proposal"),
                    user_id=editors[0].id,
                )

    def action_recall(self):
        """Take filed proposals back as long as nobody reviews them."""
        self._check_action("recall")
        self._move("recall", filed_on=False)

    def action_review(self):
        """Begin to review filed proposals."""
        self._check_action("review")
        self._move("review")

    def action_accept(self):
        """Accept reviewed proposals.

        :raise UserError: for the answer that there is nothing to propose
        """
        self._check_action("accept")
        if any(self.mapped("nothing_to_propose")):
            raise UserError(
                self.env._("There is nothing to accept: the agency proposes no chain.")
            )
        self._move("accept")

    def action_decline(self):
        """Decline reviewed proposals.

        :raise UserError: without a reason
        """
        self._check_action("decline")
        for proposal in self:
            if not (proposal.decline_reason or "").strip():
                raise UserError(
                    self.env._("Write why “%(name)s” is declined.", name=proposal.name)
                )
        self._move("decline")

    def action_make_chain(self):
        """Make a chain that waits for its procedure from each accepted proposal.

        :return: action that opens the chain
        """
        self._check_action("make_chain")
        chains = self.env["tthc.procedure.chain"].create(
            [proposal._chain_values() for proposal in self]
        )
        for proposal, chain in zip(self, chains, strict=True):
            proposal._move("make_chain", chain_id=chain.id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "tthc.procedure.chain",
            "res_id": chains[:1].id,
            "view_mode": "form",
        }

    def _chain_values(self):
        """The agencies, one line each; order and limits are the editor's to fill in."""
        self.ensure_one()
        return {
            "name": self.name,
            "lead_agency_id": self.agency_id.id,
            "procedure_text": ", ".join(self.procedure_ids.mapped("code")),
            "source": self.env._("Proposal of %(agency)s", agency=self.agency_id.name),
            "line_ids": [
                Command.create(
                    {
                        "sequence": 10 * number,
                        "agency_id": agency.id,
                        "task": self.env._("To be described"),
                    }
                )
                for number, agency in enumerate(self.partner_agency_ids, 1)
            ],
        }
