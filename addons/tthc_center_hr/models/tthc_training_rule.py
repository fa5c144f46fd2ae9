from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TthcTrainingRule(models.Model):
    """Who must have been trained in what, how soon, and how long it is valid.

    Whoever is in post in the role must; nobody types a list (``tthc.training.need``).
    No document prescribes the figures: they are the center's own, and a rule holds at
    the centers that are named on it and nowhere else.
    """

    _name = "tthc.training.rule"
    _description = "Rule on training"
    _order = "topic_id, role, id"
    _rec_name = "topic_id"

    topic_id = fields.Many2one(
        "tthc.training.topic", required=True, ondelete="cascade", index=True
    )
    center_ids = fields.Many2many(
        "tthc.center",
        string="Holds at",
        help="No center: the rule is on file and holds nowhere yet.",
    )
    role = fields.Selection(
        selection=lambda self: self._selection_role(), required=True, default="serving"
    )
    sector_ids = fields.Many2many(
        "tthc.sector",
        string="Sectors",
        help="Only who serves one of these sectors; empty: whatever they serve.",
    )
    at_counter = fields.Boolean(
        string="At a counter only", help="Only who has a counter of their own."
    )
    new_days = fields.Integer(
        string="New people: within days",
        default=30,
        help="So many days whoever comes into post may serve without it. 0: trained "
        "before the first day.",
    )
    valid_months = fields.Integer(
        string="Valid for months", help="0: once is enough for good."
    )
    renew_days = fields.Integer(
        string="Renew, days before", default=60, help="It is then shown as ending."
    )
    date_from = fields.Date(
        string="From",
        help="First day of the rule; people in post have the days of new people from "
        "then on.",
    )
    date_to = fields.Date(string="Until", help="First day on which it does not hold.")
    source = fields.Char(string="Ground", help="Document that asks for it.")
    active = fields.Boolean(default=True)

    _figures_positive = models.Constraint(
        "CHECK (new_days >= 0 AND valid_months >= 0 AND renew_days >= 0)",
        "Days and months are not negative.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_to > date_from)", "A rule can't end before it begins."
    )

    @api.model
    def _selection_role(self):
        roles = self.env["tthc.assignment"]._fields["role"]
        return [
            ("serving", self.env._("Main, reserve and own staff")),
            *roles._description_selection(self.env),
        ]

    @api.constrains("renew_days", "valid_months")
    def _check_renewal(self):
        for rule in self.filtered("valid_months"):
            # A month has 28 days at least: whoever was trained yesterday is not told
            # to renew today.
            if rule.renew_days >= 28 * rule.valid_months:
                raise ValidationError(
                    self.env._(
                        "“%(topic)s”: the days before the end are more than the "
                        "months for which it is valid.",
                        topic=rule.topic_id.name,
                    )
                )
