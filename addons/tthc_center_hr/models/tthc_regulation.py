from odoo import fields, models


class TthcRegulation(models.Model):
    _inherit = "tthc.regulation"

    deputies_max = fields.Integer(
        string="Deputy directors at most",
        tracking=True,
        help="Of a center of the province.",
    )
    deputies_max_commune = fields.Integer(
        string="Deputy directors of a commune's center at most", tracking=True
    )
    experience_years = fields.Integer(
        string="Years in the field at least", tracking=True
    )
    ranks_too_low = fields.Char(
        string="Ranks below that of a specialist",
        tracking=True,
        help="With semicolons between them.",
    )

    def _deputies_at(self, center):
        """How many deputy directors a center may have at once.

        :param center: ``tthc.center``
        :return: int
        """
        self.ensure_one()
        if center.level == "commune":
            return self.deputies_max_commune
        return self.deputies_max
