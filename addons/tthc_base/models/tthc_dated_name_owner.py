from odoo import fields, models


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
        self.ensure_one()
        past = self.name_ids.filtered(
            lambda row: row.date_from <= day and (not row.date_to or day < row.date_to)
        )
        holder = past[:1] or self
        return {
            key: holder[key]
            for key in ("name", "short_name", "identifier", "identifier_long")
        }
