from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.tthc_base.models.tthc_legal_period import VERIFIED


class TthcProvinceRule(models.AbstractModel):
    """What a province decided on money for people at centers.

    Decree 61/2018 leaves amounts to others (Art 34); provinces fix them by resolution.
    A rule holds at the centers that are named on it and nowhere else: no province's
    amount is taken for another's law.
    """

    _name = "tthc.province.rule"
    _inherit = ["tthc.legal.period"]
    _description = "Rule of a province"

    name = fields.Char(required=True, help="Number and short title of the decision.")
    authority = fields.Char(string="Decided by")
    center_ids = fields.Many2many(
        "tthc.center",
        string="Holds at",
        help="No center: it is on file and holds nowhere yet.",
    )
    role = fields.Selection(
        selection=lambda self: self._selection_role(), required=True, default="main"
    )
    date_to = fields.Date(help="First day on which it no longer holds.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    verified = fields.Selection(VERIFIED, required=True, default="unverified")
    source = fields.Char()
    active = fields.Boolean(default=True)

    @api.model
    def _selection_role(self):
        return (
            self.env["tthc.assignment"]._fields["role"]._description_selection(self.env)
        )

    def _compute_currency_id(self):
        self.currency_id = self.env.ref("base.VND", raise_if_not_found=False)

    @api.constrains("center_ids", "role", "date_from", "date_to", "active")
    def _check_overlap(self):
        for rule in self.filtered(lambda row: row.active and row.center_ids):
            other = self.search(
                rule._domain_overlapping()
                & Domain("role", "=", rule.role)
                & Domain("center_ids", "in", rule.center_ids.ids),
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” and “%(other)s” would hold for the same people on "
                        "the same day. End one of them first.",
                        rule=rule.name,
                        other=other.name,
                    )
                )

    @api.model
    def _of_center(self, center, day):
        """The rules that hold at a center on a day.

        :param center: one ``tthc.center``
        :param day: ``datetime.date`` in the center's time zone
        :return: dict role → rule
        """
        rules = self.search(
            Domain("center_ids", "in", center.ids) & self._domain_at(day)
        )
        return {rule.role: rule for rule in rules}
