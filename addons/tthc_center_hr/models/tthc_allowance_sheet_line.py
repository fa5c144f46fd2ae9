from odoo import api, fields, models

from .tthc_assignment import ROLES

#: Why the rates give nothing.
RULE_REASONS = [
    ("no_rate", "No rate holds for this role"),
    ("part_time", "Serves besides the own job"),
    ("other_role", "Paid for another role"),
    ("other_center", "Paid at another center"),
    ("gone", "Not in post in this month"),
]


class TthcAllowanceSheetLine(models.Model):
    """A person on the sheet of a month, with what the amount was reckoned from."""

    _name = "tthc.allowance.sheet.line"
    _inherit = ["tthc.guarded"]
    _description = "Person on a sheet of allowances"
    _order = "sheet_id, is_paid desc, agency_id, name, id"

    sheet_id = fields.Many2one(
        "tthc.allowance.sheet", required=True, ondelete="cascade", readonly=True
    )
    center_id = fields.Many2one(related="sheet_id.center_id", store=True, index=True)
    state = fields.Selection(related="sheet_id.state")
    assignment_id = fields.Many2one(
        "tthc.assignment", required=True, ondelete="restrict", readonly=True
    )
    # As they were when the sheet was made up: the paper stays as it was signed.
    name = fields.Char(readonly=True)
    title = fields.Char(readonly=True)
    role = fields.Selection(ROLES, readonly=True)
    agency_id = fields.Many2one(
        "tthc.agency", string="Sent by", ondelete="restrict", readonly=True
    )
    days_in_post = fields.Integer(readonly=True)
    planned = fields.Integer(string="Half-days planned", readonly=True)
    served = fields.Integer(string="Half-days served", readonly=True)
    absent = fields.Integer(string="Half-days absent", readonly=True)
    rate_id = fields.Many2one(
        "tthc.allowance.rate",
        ondelete="restrict",
        readonly=True,
        index="btree_not_null",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    rate_amount = fields.Monetary(string="Rate in đồng", readonly=True)
    counted = fields.Integer(readonly=True)
    whole = fields.Integer(readonly=True)
    reckoned = fields.Char(string="Reckoned as", compute="_compute_reckoned")
    full_amount = fields.Monetary(
        string="By the rate", readonly=True, help="Before anybody was left out by hand."
    )
    paid_before = fields.Monetary(
        string="Sent before",
        readonly=True,
        help="What the sheets that were sent before gave for this month.",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        help="On a supplementary sheet: the difference to what was sent before.",
    )
    rule_reason = fields.Selection(
        RULE_REASONS, string="The rates give nothing", readonly=True
    )
    hand_reason = fields.Char(
        string="Left out because",
        help="Fill it in to leave the person out by hand; empty it to pay again.",
    )
    is_paid = fields.Boolean(string="Paid", compute="_compute_amount", store=True)
    reason = fields.Char(string="Not paid because", compute="_compute_reason")

    _sheet_idx = models.UniqueIndex(
        "(sheet_id, assignment_id)", "This assignment is on the sheet already."
    )
    _assignment_idx = models.Index("(assignment_id)")

    def _compute_currency_id(self):
        self.currency_id = self.env.ref("base.VND", raise_if_not_found=False)

    @api.depends("counted", "whole", "rate_id")
    def _compute_reckoned(self):
        for line in self:
            line.reckoned = (
                f"{line.counted}/{line.whole}"
                if line.whole > 1
                else f"× {line.counted}"
                if line.rate_id
                else ""
            )

    @api.depends("full_amount", "rule_reason", "hand_reason", "paid_before")
    def _compute_amount(self):
        for line in self:
            line.is_paid = not (line.rule_reason or line.hand_reason)
            given = line.full_amount if line.is_paid else 0
            line.amount = given - line.paid_before

    @api.depends("rule_reason", "hand_reason")
    @api.depends_context("lang")
    def _compute_reason(self):
        labels = dict(self._fields["rule_reason"]._description_selection(self.env))
        for line in self:
            line.reason = labels.get(line.rule_reason) or line.hand_reason

    def _role_label(self):
        """The role in the words of the user's language."""
        self.ensure_one()
        labels = dict(self._fields["role"]._description_selection(self.env))
        return labels.get(self.role, "")

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse whoever is not the action that makes up the sheet.

        :raise AccessError: when no action is at work
        """
        self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Leave somebody out of a draft by hand; the action writes the rest.

        :raise AccessError: for other values, or once the sheet was checked
        """
        if not self._is_moving() and (
            vals.keys() - {"hand_reason"} or self.sheet_id.filtered("is_fixed")
        ):
            self._check_moving()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_by_action_only(self):
        self._check_moving()

    @api.model
    def _moving_refusal(self):
        return self.env._(
            "The sheet is made up from assignments and roster; only a draft can be "
            "changed, by leaving a person out with a reason."
        )
