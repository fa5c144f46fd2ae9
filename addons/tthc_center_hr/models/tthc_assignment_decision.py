from odoo import api, fields, models
from odoo.exceptions import UserError

from .assignment_table import HR
from .tthc_assignment import ROLES

NUMERALS = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
STATES = [("draft", "Being drafted"), ("issued", "Issued")]


class TthcAssignmentDecision(models.Model):
    """A decision that puts people in post: one paper for many assignments."""

    _name = "tthc.assignment.decision"
    _inherit = ["tthc.ruled.by.lines", "tthc.guarded", "mail.thread"]
    _description = "Decision on assignments"
    _order = "date desc, id desc"
    _rec_names_search = ["number"]
    _ruling_lines = ("assignment_ids",)

    number = fields.Char(tracking=True, copy=False, help="Such as 1234/QĐ-UBND.")
    date = fields.Date(string="Signed on", tracking=True, copy=False)
    authority = fields.Char(
        tracking=True,
        default="Chủ tịch UBND",
        help="Who decides; by Decree 61/2018 Art 11.4 the Chairman.",
    )
    signer = fields.Char(string="Signed by", tracking=True)
    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user.tthc_center_id,
    )
    file = fields.Binary(string="Signed paper", attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    assignment_ids = fields.One2many("tthc.assignment", "decision_id", string="People")
    assignment_count = fields.Integer(
        string="Number of people", compute="_compute_assignment_count"
    )
    waiting_count = fields.Integer(
        string="Proposals in no decision", compute="_compute_waiting_count"
    )

    _number_uniq = models.UniqueIndex(
        "(center_id, number, date) WHERE number IS NOT NULL AND date IS NOT NULL",
        "This decision was entered already.",
    )

    @api.depends("number", "date")
    def _compute_display_name(self):
        for decision in self:
            day = decision.date and decision.date.strftime("%d/%m/%Y")
            parts = [part for part in (decision.number, day) if part]
            decision.display_name = " · ".join(parts) or self.env._("Decision")

    @api.depends("assignment_ids")
    def _compute_assignment_count(self):
        for decision in self:
            decision.assignment_count = len(decision.assignment_ids)

    @api.depends("center_id", "assignment_ids")
    def _compute_waiting_count(self):
        counts = dict(
            self.env["tthc.assignment"]._read_group(
                self._waiting_domain(), ["center_id"], ["__count"]
            )
        )
        for decision in self:
            decision.waiting_count = counts.get(decision.center_id, 0)

    def _waiting_domain(self):
        """Domain of the proposals of the centers that stand in no decision."""
        return [
            ("center_id", "in", self.center_id.ids),
            ("state", "=", "proposed"),
            ("decision_id", "=", False),
        ]

    @api.model_create_multi
    def create(self, vals_list):
        """Create decisions; they are issued by the action only.

        :raise AccessError: for a state that belongs to the action
        """
        if not self._is_moving() and any(
            vals.get("state", "draft") != "draft" for vals in vals_list
        ):
            self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Write a decision; once issued only the scanned paper is still added.

        :raise AccessError: for values that belong to the action
        """
        issued = self.filtered(lambda decision: decision.state == "issued")
        late = vals.keys() - {"file", "file_name"}
        if not self._is_moving() and ("state" in vals or (issued and late)):
            self._check_moving()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if self.filtered(lambda decision: decision.state == "issued"):
            self._check_moving()

    # -- actions --------------------------------------------------------------------

    def action_gather(self):
        """Put all proposals of the center that stand in no decision into this one.

        :raise AccessError: for everybody but HR
        :raise UserError: when it is issued, or nothing waits
        """
        self.ensure_one()
        self._check_role(HR)
        self._check_state("draft")
        waiting = self.env["tthc.assignment"].search(self._waiting_domain())
        if not waiting:
            raise UserError(
                self.env._("No proposal of this center waits for a decision.")
            )
        waiting._put_into(self)

    def action_issue(self):
        """Enter the signed decision: all people on it are in post by its dates.

        :raise AccessError: for everybody but HR
        :raise UserError: without number, day, authority or signer, without people,
            for who stands on it, or for a person whom a rule keeps out; then nobody
            is approved
        """
        self.ensure_one()
        self._check_role(HR)
        self._lock()
        self._check_state("draft")
        if not all((self.number, self.date, self.authority, self.signer)):
            raise UserError(
                self.env._(
                    "Enter number, day, authority and signer as they stand on the "
                    "signed decision."
                )
            )
        if not self.assignment_ids:
            raise UserError(self.env._("Put the people on the decision first."))
        self._check_not_own()
        self.assignment_ids._approve(self)
        self._moving().write({"state": "issued"})

    def _check_not_own(self):
        """Refuse whoever would put themselves in post: an account gets rights by it.

        :raise UserError: for a user of HR who stands on the decision
        """
        own = self.assignment_ids.filtered(lambda row: row.user_id == self.env.user)
        if own:
            raise UserError(
                self.env._(
                    "%(name)s is your own assignment: somebody else of HR enters the "
                    "signed decision.",
                    name=own[0].display_name,
                )
            )

    def action_withdraw(self):
        """Give up a decision that was never issued; its proposals wait again.

        :return: the action that shows the decisions
        :raise AccessError: for everybody but HR
        """
        self._check_role(HR)
        self._lock()
        self._check_state("draft")
        if self.assignment_ids:
            self.assignment_ids.action_take_out()
        self.unlink()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_center_hr.tthc_assignment_decision_action"
        )

    # -- the printed list -------------------------------------------------------------

    def _printed_groups(self):
        """The people as the list prints them: by agency, then by role.

        :return: list of (numeral, ``tthc.agency``, ``tthc.assignment``)
        """
        self.ensure_one()
        roles = [key for key, _label in ROLES]
        people = self.assignment_ids.sorted(
            lambda row: (
                row.agency_id.sequence,
                row.agency_id.display_name or "",
                roles.index(row.role),
                row.name or "",
            )
        )
        return [
            (roman(number), agency, rows)
            for number, (agency, rows) in enumerate(
                people.grouped("agency_id").items(), 1
            )
        ]


def roman(number):
    """A number as Vietnamese documents count their parts: I, II, III …

    :param number: int from 1 to 399
    :return: text
    """
    text = ""
    for value, sign in NUMERALS:
        count, number = divmod(number, value)
        text += sign * count
    return text
