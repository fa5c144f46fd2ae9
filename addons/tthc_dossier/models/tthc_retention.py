from datetime import date

from odoo import api, fields, models

from odoo.addons.tthc_base.models.tthc_legal_period import VERIFIED


class TthcRetention(models.Model):
    """How long the file of a procedure is kept in the archive."""

    _name = "tthc.retention"
    _description = "Retention class"
    _order = "permanent desc, years desc, id"

    name = fields.Char(required=True)
    permanent = fields.Boolean()
    years = fields.Integer()
    is_default = fields.Boolean(
        string="Unless the procedure says otherwise",
        help="For procedures without a class of their own; one class has it.",
    )
    article = fields.Char(help="Instrument and article.")
    verified = fields.Selection(
        VERIFIED,
        required=True,
        default="unverified",
    )
    active = fields.Boolean(default=True)

    _one_default = models.UniqueIndex(
        "(is_default) WHERE is_default", "Another class is the usual one already."
    )
    _years_or_permanent = models.Constraint(
        "CHECK (permanent OR years > 0)",
        "A retention class is permanent or lasts a year at least.",
    )

    @api.model
    def _usual(self):
        """The class of procedures that have none of their own; may be empty."""
        return self.search([("is_default", "=", True)], limit=1)

    def _last_day(self, ended_on):
        """Last day of keeping: the years count from the end of the year it ended in.

        That the year in which a matter ended is not counted is practice of archives,
        not verified in the law of 2024.
        :param ended_on: ``datetime.date``
        :return: ``datetime.date``, False for a permanent class
        """
        self.ensure_one()
        return not self.permanent and date(ended_on.year + self.years, 12, 31)

    def _needs_sheet_numbers(self):
        """Whether the sheets of a file are numbered (Decree 30/2020 Art 29)."""
        self.ensure_one()
        return self.permanent or self.years >= 5
