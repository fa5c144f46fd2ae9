from odoo import fields, models


class TthcOpeningLine(models.Model):
    """What one row of an opening balance comes to, or what is wrong with a cell."""

    _name = "tthc.opening.line"
    _inherit = "tthc.catalog.import.line"
    _description = "Line of an opening balance"

    import_id = fields.Many2one("tthc.opening.import")
