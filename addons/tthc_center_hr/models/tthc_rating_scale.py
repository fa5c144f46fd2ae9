from odoo import api, fields, models
from odoo.fields import Domain

#: What a scale is for.
KINDS = [
    ("citizen", "Ratings by citizens"),
    ("head", "Rating by the head of the center"),
    ("score", "Points of the staff"),
]


class TthcRatingScale(models.Model):
    """By which words, points and bands people are rated, by regulation and date."""

    _name = "tthc.rating.scale"
    _inherit = ["tthc.legal.period", "mail.thread"]
    _description = "Rating scale"
    _order = "kind, date_from desc"

    name = fields.Char(required=True, translate=True, tracking=True)
    kind = fields.Selection(KINDS, required=True, tracking=True)
    date_from = fields.Date(string="From", tracking=True)
    date_to = fields.Date(tracking=True)
    article = fields.Char(required=True, tracking=True)
    is_verified = fields.Boolean(
        string="Compared with the text",
        tracking=True,
        help="Not set: words or points are the suite's reading.",
    )
    note = fields.Char(translate=True)
    option_ids = fields.One2many("tthc.rating.option", "scale_id", string="Options")
    band_ids = fields.One2many("tthc.rating.band", "scale_id", string="Bands")

    _one_at_a_time = models.Constraint(
        "EXCLUDE USING gist (kind WITH =, daterange(date_from, date_to) WITH &&)",
        "Two scales of this kind would hold on the same day.",
    )

    @api.model
    def _of_kind(self, kind, day):
        """The scale of a kind that holds on a day.

        :param kind: key of :data:`KINDS`
        :param day: ``datetime.date`` at the center
        :return: one or no ``tthc.rating.scale``
        """
        # sudo: scales are law, no secret; some who are rated by them can't list them
        scales = self.sudo().search(
            Domain("kind", "=", kind) & self._domain_at(day), limit=1
        )
        return scales.with_env(self.env)

    def _points(self, code):
        """Points that an outcome gives by this scale.

        :param code: of a ``tthc.rating.option``
        :return: float
        """
        option = self.option_ids.filtered(lambda row: row.code == code)
        return option.points

    def _band(self, points):
        """The band in which a sum of points lies.

        :param points: float
        :return: one or no ``tthc.rating.band``
        """
        bands = self.band_ids.filtered(lambda band: band.points_from <= points)
        return bands.sorted("points_from", reverse=True)[:1]
