from odoo import fields, models


class TthcRatingOption(models.Model):
    """A word of a rating scale, with the points that it gives."""

    _name = "tthc.rating.option"
    _description = "Option of a rating scale"
    _order = "scale_id, sequence, id"

    scale_id = fields.Many2one(
        "tthc.rating.scale", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    points = fields.Float(digits=(4, 1))
    is_negative = fields.Boolean(
        string="Negative", help="The manager looks into such ratings."
    )

    _code_uniq = models.UniqueIndex(
        "(scale_id, code)", "The scale has an option with this code already."
    )
