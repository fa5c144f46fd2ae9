from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: How sure it is that a text of law says what a row says.
VERIFIED = [
    ("verified", "Verified in the text"),
    ("secondhand", "Second-hand"),
    ("unverified", "Not verified"),
]


class TthcLegalPeriod(models.AbstractModel):
    """A setting that holds from a day until another: law is data.

    What tells its rows apart differs, so each model has its own constraint against two
    of them on one day. Where one row alone holds, :meth:`_at` answers which.
    """

    _name = "tthc.legal.period"
    _description = "Setting by date"

    date_from = fields.Date(required=True)
    date_to = fields.Date(
        string="Until", help="First day on which it no longer applies."
    )

    @api.model
    def _domain_at(self, day):
        """Rows that hold on a day; one without a first day has held ever.

        :param day: ``datetime.date`` in the time zone of the center
        :return: ``Domain``
        """
        begun = Domain("date_from", "=", False) | Domain("date_from", "<=", day)
        return begun & (Domain("date_to", "=", False) | Domain("date_to", ">", day))

    def _domain_overlapping(self):
        """Other rows that hold on a day of this one.

        :return: ``Domain``
        """
        self.ensure_one()
        others = Domain("id", "!=", self.id) & (
            Domain("date_to", "=", False) | Domain("date_to", ">", self.date_from)
        )
        if self.date_to:
            others &= Domain("date_from", "<", self.date_to)
        return others

    @api.model
    def _at(self, day):
        """The one row that holds on a day.

        :param day: ``datetime.date`` in the time zone of the center
        :raise UserError: when there is none
        """
        return self._one_of(self._domain_at(day), day)

    @api.model
    def _one_of(self, domain, day):
        """The one row of a domain.

        :param domain: of rows that hold on the day
        :param day: ``datetime.date``, for the words of the refusal
        :raise UserError: when there is none
        """
        found = self.search(domain, limit=1)
        if not found:
            raise UserError(self._none_at(day.strftime("%d/%m/%Y")))
        return found

    @api.model
    def _none_at(self, day):
        """What is told when nothing holds; a model says where it is entered.

        :param day: as it is shown
        """
        return self.env._(
            "%(setting)s: nothing applies on %(day)s. Ask the administrator to enter "
            "it.",
            setting=self.env["ir.model"]._get(self._name).name,
            day=day,
        )
