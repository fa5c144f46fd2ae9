from odoo import fields, models


class TthcDossierComponent(models.Model):
    """A paper handed in with a dossier."""

    _name = "tthc.dossier.component"
    _inherit = ["tthc.dossier.part"]
    _description = "Paper of a dossier"
    _order = "dossier_id, sequence, id"

    dossier_id = fields.Many2one(
        "tthc.dossier", required=True, ondelete="cascade", index=True
    )
    component_id = fields.Many2one("tthc.procedure.component", ondelete="restrict")
    sequence = fields.Integer()
    name = fields.Char(required=True)
    original_count = fields.Integer(string="Originals")
    certified_count = fields.Integer(string="Certified copies")
    copy_count = fields.Integer(string="Copies")
    note = fields.Char()
