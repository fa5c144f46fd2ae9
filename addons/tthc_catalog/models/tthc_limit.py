from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import formatLang

UNITS = [
    ("minute", "minutes"),
    ("hour", "working hours"),
    ("half_day", "half days"),
    ("same_day", "same day"),
    ("working_day", "working days"),
    ("day", "days"),
    ("month", "months"),
]
FEE_KINDS = [("fee", "Fee (phí)"), ("charge", "Charge (lệ phí)")]
FEE_TIMES = [
    ("before", "When the dossier is handed in"),
    ("after", "When the agency asks for it"),
    ("on_return", "When the result is returned"),
]
FEE_COLLECTORS = [
    ("center", "The center"),
    ("agency", "The agency"),
    ("post", "The post"),
    ("online", "Paid online"),
]
#: Units that the engine counts in whole numbers only.
WHOLE_UNITS = ("working_day", "day", "month")


class TthcLimit(models.AbstractModel):
    """A time limit and a fee, where a procedure, case, channel or step has its own."""

    _name = "tthc.limit"
    _description = "Time limit and fee"

    limit_value = fields.Float(string="Time limit", digits=(6, 1))
    limit_unit = fields.Selection(UNITS, string="Unit of the limit")
    limit_text = fields.Char(string="Note on the limit", help="As published.")
    currency_id = fields.Many2one(
        "res.currency",
        default=lambda self: self.env.ref("base.VND", raise_if_not_found=False),
    )
    fee_known = fields.Boolean(
        string="One amount",
        help="The fee is one amount, which may be zero. Otherwise the text says it.",
    )
    fee_amount = fields.Monetary(string="Fee")
    fee_text = fields.Char(
        string="Fee as published", help="Tariffs, exemptions, conditions."
    )

    limit_label = fields.Char(
        string="Time limit in words", compute="_compute_limit_label"
    )
    fee_label = fields.Char(string="Fee in words", compute="_compute_fee_label")

    _limit_positive = models.Constraint(
        "CHECK (limit_value >= 0)", "A time limit can't be negative."
    )
    _fee_positive = models.Constraint(
        "CHECK (fee_amount >= 0)", "A fee can't be negative."
    )

    @api.constrains("limit_value", "limit_unit")
    def _check_limit_whole(self):
        for record in self:
            whole = record.limit_value == int(record.limit_value)
            if record.limit_unit in WHOLE_UNITS and not whole:
                raise ValidationError(
                    self.env._(
                        "“%(limit)s” of “%(record)s” can't be counted: enter a whole "
                        "number, or half days or working hours for a part of a day.",
                        limit=record._limit_label(),
                        record=record.display_name,
                    )
                )

    @api.depends("limit_value", "limit_unit")
    @api.depends_context("lang")
    def _compute_limit_label(self):
        for record in self:
            record.limit_label = record._limit_label()

    @api.depends("fee_known", "fee_amount", "fee_text", "currency_id")
    @api.depends_context("lang")
    def _compute_fee_label(self):
        for record in self:
            record.fee_label = record._fee_label()

    def _fee_label(self):
        """The fee in words, for screens and printed forms.

        :return: such as “75.000 ₫”, “Free”, or the published text
        """
        self.ensure_one()
        if not self.fee_known:
            return self.fee_text or ""
        if not self.fee_amount:
            return self.env._("Free")
        return formatLang(self.env, self.fee_amount, currency_obj=self.currency_id)

    def _has_limit(self):
        """Whether the record states a limit that the clock can run on.

        :return: bool; a number without a unit is not a limit
        """
        self.ensure_one()
        if self.limit_unit == "same_day":
            return True
        return bool(self.limit_unit and self.limit_value)

    def _limit_label(self):
        """The limit in words, for screens and printed forms.

        :return: such as “20 ngày làm việc”, or an empty text
        """
        self.ensure_one()
        if not self._has_limit():
            return ""
        unit = dict(self._fields["limit_unit"]._description_selection(self.env))[
            self.limit_unit
        ]
        if self.limit_unit == "same_day":
            return unit
        return f"{self.limit_value:g} {unit}".replace(".", ",")
