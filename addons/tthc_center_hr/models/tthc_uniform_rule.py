from odoo import api, fields, models
from odoo.fields import Domain

#: Of whom sizes are asked where no rule says otherwise (dispatch of March 2017).
MAIN = "main"


class TthcUniformRule(models.Model):
    """Who gets how many uniforms a year, by the decision of a province.

    Decree 61/2018 asks for the uniform (Art 11.2.e).
    """

    _name = "tthc.uniform.rule"
    _inherit = ["tthc.province.rule"]
    _description = "Entitlement to uniforms"
    _order = "date_from desc, role"

    name = fields.Char(string="Decision")
    sets_per_year = fields.Integer(string="Uniforms a year", required=True, default=2)
    amount = fields.Monetary(string="Amount a uniform")
    yearly_amount = fields.Monetary(
        string="Amount a year", compute="_compute_yearly_amount"
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_to > date_from)", "A rule can't end before it begins."
    )
    _sets_positive = models.Constraint(
        "CHECK (sets_per_year BETWEEN 0 AND 12)", "A year has 0 to 12 uniforms."
    )

    @api.depends("sets_per_year", "amount")
    def _compute_yearly_amount(self):
        for rule in self:
            rule.yearly_amount = rule.sets_per_year * rule.amount

    # -- who gets something -----------------------------------------------------------

    @api.model
    def _entitling(self, center, day):
        """The rules that give something at a center on a day.

        :param center: one ``tthc.center``
        :param day: ``datetime.date`` in the center's time zone
        :return: dict role → rule
        """
        # sudo: whoever is asked for a size is asked by these rules, read or not
        rules = self.sudo()._of_center(center, day)
        return {role: rule for role, rule in rules.items() if rule.sets_per_year}

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
        rule = self._entitling(center, day).get(MAIN, self.browse())
        return assignments.staff_id, rule
