from odoo import fields, models


class TthcDossierRequestLine(models.TransientModel):
    """A paper that the citizen is to bring."""

    _name = "tthc.dossier.request.line"
    _description = "Paper to ask for"

    request_id = fields.Many2one(
        "tthc.dossier.request", required=True, ondelete="cascade"
    )
    component_id = fields.Many2one("tthc.procedure.component")
    name = fields.Char(string="Paper", required=True)
    original_count = fields.Integer(string="Originals")
    certified_count = fields.Integer(string="Certified copies")
    copy_count = fields.Integer(string="Copies")
