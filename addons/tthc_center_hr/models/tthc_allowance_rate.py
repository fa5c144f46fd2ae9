from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .tthc_assignment_month import last_of_month

RECKONINGS = [
    ("month", "A month, whole"),
    ("days", "A month, by days in post"),
    ("served", "A month, by half-days served"),
    ("half_day", "A half-day served"),
]


class TthcAllowanceRate(models.Model):
    """How much whoever serves at a center gets, by the resolution of a province.

    Decree 61/2018 Art 34.2.a, 34.4.
    """

    _name = "tthc.allowance.rate"
    _inherit = ["tthc.province.rule"]
    _description = "Rate of the allowance"
    _order = "date_from desc, level, role, id"

    level = fields.Selection(
        selection=lambda self: self._selection_level(),
        required=True,
        default="province",
        string="Level of the center",
    )
    center_ids = fields.Many2many(domain="[('level', '=', level)]")
    date_from = fields.Date(
        string="From", help="First day of a month: it is paid by months."
    )
    date_to = fields.Date(help="First day of the month in which it no longer holds.")
    reckoning = fields.Selection(
        RECKONINGS, string="Reckoned as", required=True, default="days"
    )
    amount = fields.Monetary(string="Rate in đồng", required=True)
    pays_part_time = fields.Boolean(
        string="Also besides the own job",
        help="Whoever serves besides the own job at the agency gets it, too.",
    )

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

    @api.constrains("center_ids", "level")
    def _check_level(self):
        for rate in self:
            if rate.center_ids.filtered(lambda row, rate=rate: row.level != rate.level):
                raise ValidationError(
                    self.env._(
                        "“%(rate)s” is for centers of another level than those that "
                        "it names.",
                        rate=rate.name,
                    )
                )

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
