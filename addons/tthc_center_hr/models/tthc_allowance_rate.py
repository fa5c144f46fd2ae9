from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .tthc_assignment_month import last_of_month

RECKONINGS = [
    ("month", "A month, whole"),
    ("days", "A month, by days in post"),
    ("served", "A month, by half-days served"),
    ("half_day", "A half-day served"),
]


class TthcAllowanceRate(models.Model):
    """How much whoever serves at a center gets, by the resolution of a province.

    Decree 61/2018 leaves amounts to others (Art 34.2.a, 34.4); provinces fix them by
    resolution. A rate holds at the centers that are named on it and nowhere else: no
    province's amount is taken for another's law.
    """

    _name = "tthc.allowance.rate"
    _description = "Rate of the allowance"
    _order = "date_from desc, level, role, id"

    name = fields.Char(required=True, help="Number and short title of the decision.")
    authority = fields.Char(string="Decided by")
    level = fields.Selection(
        selection=lambda self: self._selection_level(),
        required=True,
        default="province",
        string="Level of the center",
    )
    center_ids = fields.Many2many(
        "tthc.center",
        string="Holds at",
        domain="[('level', '=', level)]",
        help="No center: the rate is on file and holds nowhere yet.",
    )
    role = fields.Selection(
        selection=lambda self: self._selection_role(), required=True, default="main"
    )
    date_from = fields.Date(
        string="From", required=True, help="First day of a month: it is paid by months."
    )
    date_to = fields.Date(
        string="Until", help="First day of the month in which it no longer holds."
    )
    reckoning = fields.Selection(
        RECKONINGS, string="Reckoned as", required=True, default="days"
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    amount = fields.Monetary(string="Rate in đồng", required=True)
    pays_part_time = fields.Boolean(
        string="Also besides the own job",
        help="Whoever serves besides the own job at the agency gets it, too.",
    )
    verified = fields.Selection(
        [
            ("verified", "Verified in the text"),
            ("secondhand", "Second-hand"),
            ("unverified", "Not verified"),
        ],
        required=True,
        default="unverified",
    )
    source = fields.Char()
    active = fields.Boolean(default=True)

    _dates_ordered = models.Constraint(
        "CHECK (date_to > date_from)", "A rate can't end before it begins."
    )
    _whole_months = models.Constraint(
        "CHECK (EXTRACT(DAY FROM date_from) = 1"
        " AND (date_to IS NULL OR EXTRACT(DAY FROM date_to) = 1))",
        "A rate begins and ends with the first day of a month.",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "An allowance is not negative."
    )

    @api.model
    def _selection_level(self):
        return self.env["tthc.center"]._fields["level"]._description_selection(self.env)

    @api.model
    def _selection_role(self):
        return (
            self.env["tthc.assignment"]._fields["role"]._description_selection(self.env)
        )

    def _compute_currency_id(self):
        self.currency_id = self.env.ref("base.VND", raise_if_not_found=False)

    @api.constrains("center_ids", "level", "role", "date_from", "date_to", "active")
    def _check_overlap(self):
        for rate in self.filtered(lambda row: row.active and row.center_ids):
            if rate.center_ids.filtered(lambda row, rate=rate: row.level != rate.level):
                raise ValidationError(
                    self.env._(
                        "“%(rate)s” is for centers of another level than those that "
                        "it names.",
                        rate=rate.name,
                    )
                )
            domain = Domain(
                [
                    ("id", "!=", rate.id),
                    ("role", "=", rate.role),
                    ("center_ids", "in", rate.center_ids.ids),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">", rate.date_from),
                ]
            )
            if rate.date_to:
                domain &= Domain("date_from", "<", rate.date_to)
            other = self.search(domain, limit=1)
            if other:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” and “%(other)s” would hold for the same people on "
                        "the same day. End one of them first.",
                        rule=rate.name,
                        other=other.name,
                    )
                )

    @api.model
    def _of(self, center, month):
        """The rates that hold at a center in a month.

        :param center: one ``tthc.center``
        :param month: ``datetime.date``, first day of the month
        :return: dict role → rate
        """
        rates = self.search(
            [
                ("center_ids", "in", center.ids),
                ("date_from", "<=", month),
                "|",
                ("date_to", "=", False),
                ("date_to", ">", month),
            ]
        )
        return {rate.role: rate for rate in rates}

    def _share(self, month, days, served, half_days):
        """What part of the amount a person gets.

        :param month: ``datetime.date``, first day of the month
        :param days: days in post that are paid
        :param served: half-days served
        :param half_days: half-days that the center works in the month
        :return: pair (counted, of how many): a fraction, not shortened
        """
        self.ensure_one()
        if self.reckoning == "month":
            return 1, 1
        if self.reckoning == "days":
            return days, last_of_month(month).day
        if self.reckoning == "served":
            return min(served, half_days), half_days
        return served, 1

    def _amount_for(self, counted, whole):
        """The amount in đồng, halves rounded up.

        :param counted: as :meth:`_share` answers
        :param whole: as :meth:`_share` answers
        :return: int
        """
        self.ensure_one()
        if not whole:
            return 0
        # In whole numbers: nothing is lost on the way to the đồng.
        return (2 * round(self.amount) * counted + whole) // (2 * whole)
