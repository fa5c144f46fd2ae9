from odoo import api, fields, models

STATES = [("draft", "Being drafted"), ("issued", "Issued")]


class TthcAssignmentDecision(models.Model):
    """A decision that puts people in post: one paper for many assignments."""

    _name = "tthc.assignment.decision"
    _inherit = ["tthc.guarded", "mail.thread"]
    _description = "Decision on assignments"
    _order = "date desc, id desc"
    _rec_names_search = ["number"]

    number = fields.Char(tracking=True, copy=False, help="Such as 1234/QĐ-UBND.")
    date = fields.Date(string="Signed on", tracking=True, copy=False)
    authority = fields.Char(
        tracking=True,
        help="Who decides; by Decree 61/2018 Art 11.4 the Chairman.",
    )
    signer = fields.Char(string="Signed by", tracking=True)
    center_id = fields.Many2one(
        "tthc.center", required=True, ondelete="restrict", index=True
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
    assignment_ids = fields.One2many(
        "tthc.assignment", "decision_id", string="Assignments", readonly=True
    )
    assignment_count = fields.Integer(
        string="People", compute="_compute_assignment_count"
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
