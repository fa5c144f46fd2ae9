from datetime import date

from odoo import Command, fields, models
from odoo.exceptions import UserError

#: Begin of a name whose first day nobody knows.
SINCE_EVER = date(1900, 1, 1)
NAME_FIELDS = ("name", "short_name", "identifier", "identifier_long")


class TthcDatedNameOwner(models.AbstractModel):
    """Something whose name and identifier change by date.

    The fields of the record hold the present ones; ``name_ids`` holds those of
    earlier times.
    """

    _name = "tthc.dated.name.owner"
    _description = "Owner of dated names"

    name = fields.Char(required=True, index="trigram")
    short_name = fields.Char()
    identifier = fields.Char(
        index="btree_not_null",
        help="Electronic identifier in the form used today, such as H19.15.",
    )
    identifier_long = fields.Char(
        string="Identifier (2018 form)",
        help="Electronic identifier in the four-part form of Circular 01/2018, "
        "such as 000.00.15.H19.",
    )

    def _names_at(self, day):
        """Names and identifiers that were valid on a day.

        :param day: ``datetime.date`` in the time zone of the center
        :return: dict with ``name``, ``short_name``, ``identifier`` and
            ``identifier_long``; what an earlier name does not say is empty
        """
        holder = self._earlier_name_at(day) or self
        return {key: holder[key] for key in NAME_FIELDS}

    def _earlier_name_at(self, day):
        """The row of an earlier name that holds on a day, or none."""
        self.ensure_one()
        return self.name_ids.filtered(
            lambda row: row.date_from <= day and (not row.date_to or day < row.date_to)
        )[:1]

    def _keep_names_until(self, day, document, **values):
        """Write the present names down as those of earlier, before they change.

        :param day: ``datetime.date``, the first on which they no longer hold
        :param document: the decision that changes them
        :param values: further values of the row of names
        :raise UserError: when the earlier names reach beyond the day already
        """
        for owner in self:
            later = owner.name_ids.filtered(lambda row: (row.date_to or date.max) > day)
            running = later.filtered(
                lambda row: not row.date_to and row.date_from < day
            )
            if later - running:
                raise UserError(
                    self.env._(
                        "The names by date of %(name)s go beyond the day of the change "
                        "already: mend them first.",
                        name=owner.name,
                    )
                )
            if running:
                owner.write({key: running[key] for key in NAME_FIELDS})
                running.write({"date_to": day, **values})
                continue
            begin = max(owner.name_ids.mapped("date_to"), default=None)
            owner.name_ids = [
                Command.create(
                    {
                        **{key: owner[key] for key in NAME_FIELDS},
                        "date_from": begin or owner._named_since(),
                        "date_to": day,
                        "document": document,
                        **values,
                    }
                )
            ]

    def _named_since(self):
        """First day of the present name where no earlier name tells it."""
        return SINCE_EVER
