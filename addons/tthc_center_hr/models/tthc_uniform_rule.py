from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

#: Of whom sizes are asked where no rule says otherwise (dispatch of March 2017).
MAIN = "main"


class TthcUniformRule(models.Model):
    """Who gets how many uniforms a year, by the decision of a province.

    Decree 61/2018 asks for the uniform (Art 11.2.e) and leaves amounts to others
    (Art 34); provinces fix them by resolution. A rule holds at the centers that are
    named on it and nowhere else: no province's amount is taken for another's law.
    """

    _name = "tthc.uniform.rule"
    _description = "Entitlement to uniforms"
    _order = "date_from desc, role"

    name = fields.Char(
        string="Decision",
        required=True,
        help="Number and short title of the decision.",
    )
    authority = fields.Char(string="Decided by")
    center_ids = fields.Many2many(
        "tthc.center",
        string="Holds at",
        help="No center: the rule is on file and holds nowhere yet.",
    )
    role = fields.Selection(
        selection=lambda self: self._selection_role(), required=True, default=MAIN
    )
    date_from = fields.Date(required=True)
    date_to = fields.Date(
        string="Until", help="First day on which the rule no longer holds."
    )
    sets_per_year = fields.Integer(string="Uniforms a year", required=True, default=2)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    amount = fields.Monetary(string="Amount a uniform")
    yearly_amount = fields.Monetary(
        string="Amount a year", compute="_compute_yearly_amount"
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
        "CHECK (date_to > date_from)", "A rule can't end before it begins."
    )
    _sets_positive = models.Constraint(
        "CHECK (sets_per_year BETWEEN 0 AND 12)", "A year has 0 to 12 uniforms."
    )

    @api.model
    def _selection_role(self):
        return (
            self.env["tthc.assignment"]._fields["role"]._description_selection(self.env)
        )

    def _compute_currency_id(self):
        self.currency_id = self.env.ref("base.VND", raise_if_not_found=False)

    @api.depends("sets_per_year", "amount")
    def _compute_yearly_amount(self):
        for rule in self:
            rule.yearly_amount = rule.sets_per_year * rule.amount

    @api.constrains("center_ids", "role", "date_from", "date_to", "active")
    def _check_overlap(self):
        for rule in self.filtered(lambda row: row.active and row.center_ids):
            domain = Domain(
                [
                    ("id", "!=", rule.id),
                    ("role", "=", rule.role),
                    ("center_ids", "in", rule.center_ids.ids),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">", rule.date_from),
                ]
            )
            if rule.date_to:
                domain &= Domain("date_from", "<", rule.date_to)
            other = self.search(domain, limit=1)
            if other:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” and “%(other)s” would hold for the same people on "
                        "the same day. End one of them first.",
                        rule=rule.name,
                        other=other.name,
                    )
                )

    # -- who gets something -----------------------------------------------------------

    @api.model
    def _at(self, center, day):
        """The rules that hold at a center on a day.

        :param center: one ``tthc.center``
        :param day: ``datetime.date`` in the center's time zone
        :return: dict role → rule
        """
        # sudo: whoever is asked for a size is asked by these rules, read or not
        rules = self.sudo().search(
            [
                ("center_ids", "in", center.ids),
                ("date_from", "<=", day),
                "|",
                ("date_to", "=", False),
                ("date_to", ">", day),
            ]
        )
        return {rule.role: rule for rule in rules if rule.sets_per_year}

    @api.model
    def _asked_domain(self, day):
        """Domain of the assignments whose people are asked for a size.

        Main staff whose term is not over, who wear no dress of their sector (Decree
        61/2018 Art 11.2.e). Proposed ones are asked, too: the dispatch of March 2017
        asks for sizes together with the names.

        :param day: ``datetime.date`` in Vietnam
        """
        return Domain(
            [
                ("role", "=", MAIN),
                ("state", "in", ("proposed", "approved")),
                ("staff_id.sector_uniform", "=", False),
                "|",
                ("last_day", "=", False),
                ("last_day", ">=", day),
            ]
        )

    @api.model
    def _entitled(self, center, day):
        """The people of a center who are to get uniforms.

        Main staff by an approved assignment that is not over on the day. Reserve
        staff, people of a service company and whoever wears the dress of a sector
        get none.

        :param center: one ``tthc.center``
        :param day: ``datetime.date`` in the center's time zone
        :return: pair of ``tthc.staff`` (in the superuser's environment) and the rule
            of main staff on that day (none or one)
        """
        assignments = (
            self.env["tthc.assignment"]
            # sudo: who is entitled does not depend on who asks
            .sudo()
            .search(
                self._asked_domain(day)
                & Domain([("center_id", "=", center.id), ("state", "=", "approved")])
            )
        )
        rule = self._at(center, day).get(MAIN, self.browse())
        return assignments.staff_id, rule
