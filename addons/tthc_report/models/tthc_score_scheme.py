from odoo import api, fields, models

from odoo.addons.tthc_base.models.tthc_legal_period import VERIFIED


class TthcScoreScheme(models.Model):
    """How dossiers and agencies are scored in a legal period: law is data.

    Circular 01/2018/TT-VPCP Art 13 to 15: nine indicators of 2, 1 or 0 points, and
    bands of their sum.
    """

    _name = "tthc.score.scheme"
    _inherit = ["tthc.legal.period"]
    _description = "Scoring scheme"
    _order = "date_from desc"

    name = fields.Char(required=True)
    article = fields.Char(string="Instrument and article")
    verified = fields.Selection(VERIFIED, required=True, default="unverified")
    note = fields.Text()
    indicator_ids = fields.One2many("tthc.score.indicator", "scheme_id")
    band_ids = fields.One2many("tthc.score.band", "scheme_id", string="Bands")

    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (daterange(date_from, date_to) WITH &&)",
        "Two scoring schemes would apply on the same day.",
    )

    @api.model
    def _none_at(self, day):
        return self.env._(
            "No scoring scheme applies on %(day)s. Ask the administrator to enter one.",
            day=day,
        )

    def _band(self, audience, points):
        """Band of a sum of points.

        :param audience: “staff” or “agency”
        :return: ``tthc.score.band``
        """
        self.ensure_one()
        bands = self.band_ids.filtered(lambda band: band.audience == audience)
        bands = bands.sorted("points_from", reverse=True)
        return bands.filtered(lambda band: points >= band.points_from)[:1]
