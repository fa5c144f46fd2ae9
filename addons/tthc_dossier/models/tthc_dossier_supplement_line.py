from odoo import fields, models


class TthcDossierSupplementLine(models.Model):
    """A paper that the citizen is asked to bring."""

    _name = "tthc.dossier.supplement.line"
    _description = "Paper to bring"
    _order = "supplement_id, sequence, id"

    supplement_id = fields.Many2one(
        "tthc.dossier.supplement", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer()
    component_id = fields.Many2one("tthc.procedure.component", ondelete="restrict")
    name = fields.Char(required=True)
    original_count = fields.Integer(string="Originals")
    certified_count = fields.Integer(string="Certified copies")
    copy_count = fields.Integer(string="Copies")
