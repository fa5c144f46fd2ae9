from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM


class TthcChainCall(models.Model):
    """Asks agencies to propose chains by a date (dispatch 2522/UBND-HCTC of 2017).

    Asking makes an empty proposal for each agency: as long as it is a draft, the
    agency has not answered.
    """

    _name = "tthc.chain.call"
    _inherit = ["mail.thread"]
    _description = "Call for proposals of chains"
    _order = "date_due desc, id desc"

    name = fields.Char(required=True, tracking=True)
    document = fields.Char(help="Number and date of the dispatch that asks.")
    date_due = fields.Date(string="To be filed by", required=True, tracking=True)
    reviewer_agency_id = fields.Many2one(
        "tthc.agency",
        string="Reviewed by",
        required=True,
        ondelete="restrict",
        default=lambda self: self._default_reviewer_agency_id(),
        tracking=True,
    )
    agency_ids = fields.Many2many("tthc.agency", string="Agencies asked")
    proposal_ids = fields.One2many("tthc.chain.proposal", "call_id")
    asked_count = fields.Integer(string="Asked", compute="_compute_counts")
    answered_count = fields.Integer(string="Answered", compute="_compute_counts")
    missing_agency_ids = fields.Many2many(
        "tthc.agency", string="Not answered", compute="_compute_counts"
    )
    is_overdue = fields.Boolean(compute="_compute_counts")
    note = fields.Html(string="What is asked for")

    def _default_reviewer_agency_id(self):
        """The agency that reviewed the last call."""
        return self.search([], limit=1).reviewer_agency_id

    @api.depends("agency_ids", "date_due", "proposal_ids.state")
    def _compute_counts(self):
        today = clock.today(VIETNAM)
        for call in self:
            filed = call.proposal_ids.filtered(lambda row: row.state != "draft")
            missing = call.agency_ids - filed.agency_id
            call.asked_count = len(call.agency_ids)
            call.answered_count = len(call.agency_ids) - len(missing)
            call.missing_agency_ids = missing
            call.is_overdue = bool(missing and call.date_due and call.date_due < today)

    def action_ask(self):
        """Make an empty proposal for every agency that has none yet.

        :return: action that lists the proposals
        :raise UserError: when no agency is asked
        """
        for call in self:
            if not call.agency_ids:
                raise UserError(
                    self.env._("Say which agencies “%(call)s” asks.", call=call.name)
                )
        self.env["tthc.chain.proposal"].create(
            [
                {"call_id": call.id, "agency_id": agency.id, "name": call.name}
                for call in self
                for agency in call.agency_ids - call.proposal_ids.agency_id
            ]
        )
        return self.action_open_proposals()

    def action_open_proposals(self):
        """List the proposals of the calls."""
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "tthc_catalog.tthc_chain_proposal_action"
            ),
            "domain": [("call_id", "in", self.ids)],
            "context": {"default_call_id": self[:1].id, "search_default_by_state": 1},
        }
