from odoo import fields, models


class TthcOpeningProgress(models.Model):
    """How far an opening balance in the background is."""

    _name = "tthc.opening.progress"
    _inherit = "tthc.catalog.import.progress"
    _description = "Progress of an opening balance"

    import_id = fields.Many2one("tthc.opening.import")
