from odoo import fields, models


class TthcGoliveSection(models.Model):
    """A section of a go-live checklist, as it is printed (in Vietnamese)."""

    _name = "tthc.golive.section"
    _description = "Section of a go-live checklist"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
