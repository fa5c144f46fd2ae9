from odoo import fields, models

from odoo.addons.tthc_base.models.tthc_legal_period import VERIFIED

AUDIENCES = [("staff", "Staff"), ("agency", "Agencies")]


class TthcScoreIndicator(models.Model):
    """One indicator of a scheme: its points and where one ends and the next begins."""

    _name = "tthc.score.indicator"
    _description = "Indicator of a scoring scheme"
    _order = "scheme_id, number"

    scheme_id = fields.Many2one(
        "tthc.score.scheme", required=True, ondelete="cascade", index=True
    )
    number = fields.Integer(required=True)
    code = fields.Selection(
        [
            ("time", "Time in all"),
            ("shares", "Time of each agency"),
            ("contacts", "Contacts to complete the dossier"),
            ("bodies", "Bodies to be contacted"),
            ("desk", "Organisation at the center"),
            ("publication", "Publication of procedures"),
            ("attitude", "Attitude"),
            ("feedback", "Answers to feedback"),
            ("online", "Online services"),
        ],
        required=True,
        help="What is measured.",
    )
    name = fields.Char(required=True)
    audience = fields.Selection(
        AUDIENCES,
        required=True,
        help="Staff are scored by dossier; agencies by all indicators.",
    )
    points_high = fields.Float(digits=(4, 1), default=2)
    points_mid = fields.Float(digits=(4, 1), default=1)
    points_low = fields.Float(digits=(4, 1), default=0)
    limit_high = fields.Float(
        digits=(6, 1),
        string="Limit of the full points",
        help="A number, or a share in percent; in words in the note.",
    )
    limit_mid = fields.Float(digits=(6, 1), string="Limit of the middle points")
    limit_also = fields.Float(
        digits=(6, 1), string="Second limit", help="Share of procedures, in percent."
    )
    limit_district = fields.Float(digits=(6, 1), string="Limit at district level")
    limit_commune = fields.Float(digits=(6, 1), string="Limit at commune level")
    article = fields.Char(string="Instrument and article")
    verified = fields.Selection(VERIFIED, required=True, default="unverified")
    note = fields.Char()

    _code_uniq = models.UniqueIndex(
        "(scheme_id, code)", "This indicator is in the scheme already."
    )

    def _graded(self, full, middle):
        """Points of a grade.

        :param full: whether the full points are reached
        :param middle: whether the middle ones are
        """
        self.ensure_one()
        if full:
            return self.points_high
        return self.points_mid if middle else self.points_low

    def _limit_at(self, level):
        """Limit of the full points at a level of government."""
        self.ensure_one()
        limits = {"district": self.limit_district, "commune": self.limit_commune}
        return limits.get(level, self.limit_high)
