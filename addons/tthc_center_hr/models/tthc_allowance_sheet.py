from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from .tthc_assignment_month import first_of_month, last_of_month

STATES = [
    ("draft", "Draft"),
    ("checked", "Checked"),
    ("approved", "Approved"),
    ("sent", "Sent to Finance"),
]


class TthcAllowanceSheet(models.Model):
    """Who gets which allowance for a month at a center: a list for Finance.

    Salaries are not reckoned here; they stay with the home agency (Decree 61/2018
    Art 11.2.g, 11.3.d).
    """

    _name = "tthc.allowance.sheet"
    _inherit = [
        "tthc.allowance.supplement",
        "tthc.allowance.moving",
        "tthc.allowance.workbook",
        "mail.thread",
    ]
    _description = "Sheet of allowances of a month"
    _order = "month desc, center_id"
    _rec_names_search = ["center_id"]
    _moved_fields = (
        "state",
        "half_days",
        "gathered_at",
        "checked_by_id",
        "approved_by_id",
        "approved_at",
        "sent_at",
        "reason",
        "supplements_id",
        "why",
    )

    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user.tthc_center_id,
    )
    month = fields.Date(
        required=True,
        default=lambda self: self._month_before(),
        help="Any day of the month; the first one is kept.",
    )
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    is_fixed = fields.Boolean(compute="_compute_is_fixed")
    line_ids = fields.One2many(
        "tthc.allowance.sheet.line", "sheet_id", string="People", copy=False
    )
    note = fields.Text()
    half_days = fields.Integer(
        string="Half-days of the month",
        readonly=True,
        copy=False,
        help="Half-days that the center worked in the month.",
    )
    gathered_at = fields.Datetime(string="Figures of", readonly=True, copy=False)
    checked_by_id = fields.Many2one(
        "res.users", string="Checked by", readonly=True, copy=False, ondelete="restrict"
    )
    approved_by_id = fields.Many2one(
        "res.users",
        string="Approved by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    approved_at = fields.Datetime(string="Approved on", readonly=True, copy=False)
    sent_at = fields.Datetime(string="Sent on", readonly=True, copy=False)
    reason = fields.Char(
        string="Returned because", readonly=True, copy=False, tracking=True
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    paid_count = fields.Integer(string="Paid", compute="_compute_totals")
    unpaid_count = fields.Integer(string="Not paid", compute="_compute_totals")
    amount = fields.Monetary(string="Total", compute="_compute_totals")

    _month_uniq = models.UniqueIndex(
        "(center_id, month) WHERE supplements_id IS NULL",
        "This center has a sheet of this month already.",
    )

    @api.model
    def _month_before(self):
        return fields.Date.subtract(first_of_month(today(VIETNAM)), months=1)

    @api.depends("month", "center_id", "supplements_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for sheet in self:
            month = sheet.month.strftime("%m/%Y") if sheet.month else ""
            name = f"{month} · {sheet.center_id.display_name or ''}"
            if sheet.supplements_id:
                name = self.env._("%(sheet)s (supplement)", sheet=name)
            sheet.display_name = name

    @api.depends("state")
    def _compute_is_fixed(self):
        for sheet in self:
            sheet.is_fixed = sheet.state != "draft"

    def _compute_currency_id(self):
        self.currency_id = self.env.ref("base.VND", raise_if_not_found=False)

    @api.depends("line_ids.amount", "line_ids.is_paid")
    def _compute_totals(self):
        for sheet in self:
            paid = sheet.line_ids.filtered("is_paid")
            sheet.paid_count = len(paid)
            sheet.unpaid_count = len(sheet.line_ids) - len(paid)
            sheet.amount = sum(sheet.line_ids.mapped("amount"))

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts; the month is kept by its first day.

        :raise AccessError: for values that belong to the actions
        """
        return super().create([self._with_month(vals) for vals in vals_list])

    def write(self, vals):
        """Write a draft; once people are on it, center and month stay.

        :raise AccessError: for values that belong to the actions
        """
        vals = self._with_month(vals)
        if not self._is_moving():
            place = vals.keys() & {"center_id", "month"}
            fixed = vals.keys() & {"center_id", "month", "note", "line_ids"}
            if (place and self.line_ids) or (fixed and self.filtered("is_fixed")):
                self._check_moving()
        return super().write(vals)

    @api.model
    def _with_month(self, vals):
        if not vals.get("month"):
            return vals
        return {**vals, "month": first_of_month(vals["month"])}

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if self.filtered("is_fixed"):
            raise UserError(
                self.env._("Only a draft can be deleted. Return the sheet first.")
            )
        self.line_ids._moving().unlink()

    def _last_day(self):
        """The last day of the month."""
        self.ensure_one()
        return last_of_month(self.month)

    def _printed_groups(self):
        """People with an amount, by agency, as the sheet is printed.

        :return: list of (``tthc.agency``, ``tthc.allowance.sheet.line``)
        """
        self.ensure_one()
        return list(self._listed_lines().grouped("agency_id").items())

    def _listed_lines(self):
        """Who stands on the sheet with an amount; on a supplement all differences.

        :return: ``tthc.allowance.sheet.line``
        """
        self.ensure_one()
        if self.supplements_id:
            return self.line_ids
        return self.line_ids.filtered("is_paid")

    def _amount_text(self, amount):
        """An amount with dots between thousands, as printed in Vietnam."""
        return f"{round(amount):,}".replace(",", ".")
