from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.tthc_base.models.tthc_legal_period import VERIFIED
from odoo.addons.tthc_base.tools.search_key import fold


class TthcPaperValidity(models.Model):
    """How long a kind of paper can be used again, as far as the law says so."""

    _name = "tthc.paper.validity"
    _description = "Validity of a kind of paper"
    _order = "name"

    name = fields.Char(
        string="Kind of paper",
        required=True,
        help="A paper is of the kind when all these words stand in its name, with or "
        "without accents.",
    )
    key = fields.Char(compute="_compute_key", store=True)
    months = fields.Integer(required=True, default=6)
    article = fields.Char(help="Instrument and article.")
    verified = fields.Selection(
        VERIFIED,
        required=True,
        default="unverified",
    )
    active = fields.Boolean(default=True)

    _key_uniq = models.UniqueIndex("(key)", "This kind of paper is listed already.")
    _months_positive = models.Constraint(
        "CHECK (months > 0)", "A paper is valid for a month at least."
    )

    @api.depends("name")
    def _compute_key(self):
        for kind in self:
            kind.key = fold(kind.name)

    @api.model
    def _last_day(self, paper_name, issued_on):
        """Last day on which a paper can be used again.

        :param paper_name: name of the paper
        :param issued_on: ``datetime.date`` or False
        :return: ``datetime.date``; False where nothing is said or known
        """
        if not issued_on:
            return False
        words = set(fold(paper_name).split())
        days = [
            issued_on + relativedelta(months=kind.months)
            for kind in self.sudo().search([], limit=500)  # sudo: law is no secret
            if set(kind.key.split()) <= words
        ]
        return min(days, default=False)
