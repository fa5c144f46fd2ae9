from odoo import fields, models


class TthcDossierClosingLine(models.TransientModel):
    """A document of a file that is being closed."""

    _name = "tthc.dossier.closing.line"
    _description = "Document of a file being closed"
    _order = "sequence, id"

    closing_id = fields.Many2one(
        "tthc.dossier.closing", required=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=100)
    name = fields.Char(string="What it is", required=True)
    number = fields.Char(string="Number and sign")
    date = fields.Date()
    author = fields.Char()
    sheet_count = fields.Integer(string="Sheets")
    note = fields.Char()
