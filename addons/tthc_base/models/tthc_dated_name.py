from odoo import fields, models


class TthcDatedName(models.AbstractModel):
    """A name that was valid for a time: a receipt of 2017 reprints as it was."""

    _name = "tthc.dated.name"
    _description = "Dated name"
    _order = "date_from desc, id desc"

    name = fields.Char(required=True)
    short_name = fields.Char()
    identifier = fields.Char(
        help="Electronic identifier in the form used today, such as H19.15.",
    )
    identifier_long = fields.Char(
        string="Identifier (2018 form)",
        help="Electronic identifier in the four-part form of Circular 01/2018, "
        "such as 000.00.15.H19.",
    )
    date_from = fields.Date(required=True)
    date_to = fields.Date(help="First day on which the name is no longer valid.")
    document = fields.Char(help="The decision that gave the name.")
    source = fields.Char()

    _dates_ordered = models.Constraint(
        "CHECK (date_to > date_from)",
        "The last day of a name lies before its first one.",
    )
