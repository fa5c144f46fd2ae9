from odoo import fields, models


class TthcRatingBand(models.Model):
    """From how many points on a result has which name."""

    _name = "tthc.rating.band"
    _description = "Band of a rating scale"
    _order = "scale_id, points_from desc"

    scale_id = fields.Many2one(
        "tthc.rating.scale", required=True, ondelete="cascade", index=True
    )
    points_from = fields.Float(digits=(4, 1), required=True)
    name = fields.Char(required=True, translate=True)

    _points_uniq = models.UniqueIndex(
        "(scale_id, points_from)", "The scale has a band from these points on already."
    )
