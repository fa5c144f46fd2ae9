from odoo import api, fields, models


class TthcUniformGarment(models.Model):
    """A piece of the uniform: who makes it, what it costs, which sizes there are."""

    _name = "tthc.uniform.garment"
    _description = "Garment of the uniform"
    _order = "sequence, id"

    name = fields.Char(string="Garment", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    sex = fields.Selection(
        [("female", "Women"), ("male", "Men"), ("both", "Women and men")],
        string="Worn by",
        required=True,
        default="both",
    )
    supplier_id = fields.Many2one(
        "tthc.uniform.supplier", required=True, ondelete="restrict", index=True
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    unit_price = fields.Monetary(
        help="Price of one piece; an order keeps the price of its own day."
    )
    pieces_per_set = fields.Integer(
        string="Pieces a uniform",
        required=True,
        default=1,
        help="How many pieces belong to one uniform, such as two shirts and one skirt.",
    )
    size_ids = fields.One2many("tthc.uniform.size", "garment_id", string="Sizes")
    source = fields.Char()

    _name_uniq = models.UniqueIndex(
        "(supplier_id, name)", "This supplier has a garment of this name already."
    )
    _price_positive = models.Constraint(
        "CHECK (unit_price >= 0)", "A price can't be negative."
    )
    _pieces_positive = models.Constraint(
        "CHECK (pieces_per_set BETWEEN 1 AND 20)",
        "A uniform has 1 to 20 pieces of a garment.",
    )

    def _compute_currency_id(self):
        self.currency_id = self.env.ref("base.VND", raise_if_not_found=False)

    def _worn_by(self, sex):
        """The garments that somebody of a sex wears.

        :param sex: ``female``, ``male`` or nothing: then all of them
        """
        return self.filtered(lambda row: not sex or row.sex in (sex, "both"))

    @api.onchange("sex")
    def _onchange_sex(self):
        """Say at once when sizes of the other sex are on the list."""
        if self.sex == "both" or not self.size_ids.filtered(
            lambda size: size.sex != self.sex
        ):
            return {}
        return {
            "warning": {
                "title": self.env._("Sizes of the other sex"),
                "message": self.env._(
                    "Archive the sizes that nobody wears any more, so that they are "
                    "not offered."
                ),
            }
        }
