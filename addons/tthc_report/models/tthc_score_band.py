from odoo import fields, models

from .tthc_score_indicator import AUDIENCES


class TthcScoreBand(models.Model):
    """What a sum of points is called."""

    _name = "tthc.score.band"
    _description = "Band of a scoring scheme"
    _order = "scheme_id, audience, points_from desc"

    scheme_id = fields.Many2one(
        "tthc.score.scheme", required=True, ondelete="cascade", index=True
    )
    audience = fields.Selection(AUDIENCES, required=True)
    points_from = fields.Float(digits=(4, 1), required=True)
    name = fields.Char(required=True)
