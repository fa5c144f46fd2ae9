from odoo import fields, models


class TthcTableDifference(models.TransientModel):
    """A dossier that stands in another figure today than in the table that was sent."""

    _name = "tthc.table.difference"
    _description = "Difference to a table that was sent"
    _order = "code"
    _rec_name = "code"

    issue_id = fields.Many2one("tthc.table.issue", required=True, ondelete="cascade")
    dossier_id = fields.Many2one("tthc.dossier", ondelete="cascade")
    code = fields.Char()
    then = fields.Text(string="When it was sent")
    now = fields.Text(string="Today")
    cause = fields.Text()
