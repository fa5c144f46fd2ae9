from odoo import fields, models

from odoo.addons.tthc_catalog.models.tthc_catalog_import_line import (
    OUTCOMES,
    SEVERITIES,
)


class TthcOpeningLine(models.Model):
    """What one row of an opening balance comes to, or what is wrong with a cell."""

    _name = "tthc.opening.line"
    _inherit = "tthc.catalog.import.line"
    _description = "Line of an opening balance"

    import_id = fields.Many2one("tthc.opening.import")
    # Said again here, so that their words are translated with this addon.
    label = fields.Char(string="Earlier code")
    severity = fields.Selection(SEVERITIES)
    outcome = fields.Selection(OUTCOMES)
