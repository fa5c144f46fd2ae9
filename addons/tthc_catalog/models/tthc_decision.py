from odoo import api, fields, models
from odoo.exceptions import UserError

from .tthc_version_amendment import OPEN_STATES


class TthcDecision(models.Model):
    """A decision that publishes procedures (Decree 63/2010 Art 13–15)."""

    _name = "tthc.decision"
    _inherit = ["tthc.decision.duty", "mail.thread"]
    _description = "Publication decision"
    _order = "date DESC NULLS LAST, name"

    name = fields.Char(string="Number", required=True, tracking=True)
    date = fields.Date(string="Signed on", tracking=True)
    date_effective = fields.Date(string="In effect from", tracking=True)
    authority = fields.Char(tracking=True)
    kind = fields.Selection(
        [
            ("new", "New"),
            ("amended", "Amended"),
            ("replaced", "Replaced"),
            ("abolished", "Abolished"),
            ("kept", "Kept or standardised"),
        ],
        tracking=True,
    )
    file = fields.Binary(attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    version_ids = fields.One2many("tthc.procedure.version", "decision_id")
    version_count = fields.Integer(compute="_compute_version_count")
    draft_count = fields.Integer(
        string="Drafts", compute="_compute_state_counts", help="Not yet proposed."
    )
    proposed_count = fields.Integer(
        string="Waiting for approval", compute="_compute_state_counts"
    )
    waiting_text = fields.Char(compute="_compute_state_counts")
    ending_ids = fields.Many2many(
        "tthc.procedure.version",
        "tthc_decision_ending_rel",
        "decision_id",
        "version_id",
        string="Abolishes",
        copy=False,
        domain="[('state', '=', 'approved')]",
        help="Versions that this decision abolishes on its day of effect. The editor "
        "chooses them, a controller abolishes them.",
    )
    abolished_version_ids = fields.One2many(
        "tthc.procedure.version", "abolished_by_id", string="Abolished versions"
    )
    to_abolish_count = fields.Integer(compute="_compute_to_abolish_count")

    _name_uniq = models.UniqueIndex(
        "(name, date) NULLS NOT DISTINCT",
        "A decision with this number and date exists.",
    )

    @api.depends("version_ids")
    def _compute_version_count(self):
        counts = dict(
            self.env["tthc.procedure.version"]._read_group(
                [("decision_id", "in", self.ids)], ["decision_id"], ["__count"]
            )
        )
        for decision in self:
            decision.version_count = counts.get(decision, 0)

    @api.depends("version_ids.state")
    @api.depends_context("lang")
    def _compute_state_counts(self):
        groups = self.env["tthc.procedure.version"]._read_group(
            [("decision_id", "in", self.ids), ("state", "in", OPEN_STATES)],
            ["decision_id", "state"],
            ["__count"],
        )
        counts = {(decision, state): count for decision, state, count in groups}
        for decision in self:
            decision.draft_count = counts.get((decision, "draft"), 0)
            decision.proposed_count = counts.get((decision, "proposed"), 0)
            decision.waiting_text = decision._waiting_sentence()

    def _waiting_sentence(self):
        """What an approval leaves behind, or False."""
        if not (self.draft_count and self.proposed_count):
            return False
        return self.env._(
            "%(proposed)s wait for approval; %(drafts)s are still drafts and stay so "
            "until they are proposed, too.",
            proposed=self.proposed_count,
            drafts=self.draft_count,
        )

    @api.depends("ending_ids.state")
    def _compute_to_abolish_count(self):
        for decision in self:
            decision.to_abolish_count = len(decision._to_abolish())

    @api.constrains("ending_ids")
    def _check_ending_ids(self):
        """Keep what the decision abolished, and refuse what can't be abolished."""
        for decision in self:
            lost = decision.abolished_version_ids - decision.ending_ids
            if lost:
                raise UserError(
                    self.env._(
                        "Abolished by this decision already: %(codes)s.",
                        codes=lost._codes(),
                    )
                )
            wrong = decision.ending_ids.filtered(
                lambda version: version.state in OPEN_STATES
            )
            if wrong:
                raise UserError(
                    self.env._(
                        "Not approved, so there is nothing to abolish: %(codes)s.",
                        codes=wrong._codes(),
                    )
                )

    def _to_abolish(self):
        return self.ending_ids.filtered(lambda version: version.state == "approved")

    # -- actions ----------------------------------------------------------------

    def action_open_versions(self):
        """Open the versions that the decision makes.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_catalog.tthc_procedure_version_action_all"
        )
        return action | {
            "display_name": self.display_name,
            "domain": [("decision_id", "=", self.id)],
            "context": {"default_decision_id": self.id},
        }

    def action_take_date(self):
        """Give the drafts of the decision its day of effect.

        :raise UserError: when the decision has none
        """
        self.ensure_one()
        self._check_effective()
        self._versions_in("draft").write({"valid_from": self.date_effective})

    def action_propose_versions(self):
        """Propose all drafts of the decision at once.

        :return: client action that says how many
        :raise UserError: when there is none, or something is missing in one of them
        """
        return self._versions_in("draft", needed=True).action_propose()

    def action_approve_versions(self):
        """Ask to approve all proposed versions of the decision at once.

        :return: action that opens the question
        :raise UserError: when there is none
        """
        return self._versions_in("proposed", needed=True).action_ask_approval()

    def action_abolish_versions(self):
        """End the chosen versions on the day of effect of the decision.

        :return: client action that says how many
        :raise AccessError: for anybody but a catalog controller
        :raise UserError: when none is chosen, the decision has no day of effect, or
            a later version of one of the procedures would stay
        """
        self.ensure_one()
        versions = self._to_abolish()
        if not versions:
            raise UserError(
                self.env._(
                    "Choose what the decision %(name)s abolishes first.",
                    name=self.name,
                )
            )
        self._check_effective()
        return versions._abolish(self.date_effective, self)

    def _check_effective(self):
        for decision in self:
            if not decision.date_effective:
                raise UserError(
                    self.env._(
                        "Enter from when the decision %(name)s is in effect.",
                        name=decision.name,
                    )
                )

    def _versions_in(self, state, needed=False):
        """The versions of the decisions in a state.

        :param state: key of the state
        :param needed: raise where there is none
        """
        versions = self.version_ids.filtered(lambda version: version.state == state)
        if needed and not versions:
            raise UserError(
                self.env._("The decision has no version for this: reload the page.")
            )
        return versions
