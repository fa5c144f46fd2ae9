from odoo import api, fields, models


class TthcDossierCorrectLine(models.TransientModel):
    """A paper as the receipt should have listed it."""

    _name = "tthc.dossier.correct.line"
    _description = "Paper of a corrected receipt"
    _order = "sequence, id"

    correct_id = fields.Many2one(
        "tthc.dossier.correct", required=True, ondelete="cascade", index=True
    )
    paper_id = fields.Many2one("tthc.dossier.component", ondelete="cascade")
    version_id = fields.Many2one(related="correct_id.dossier_id.version_id")
    component_id = fields.Many2one(
        "tthc.procedure.component",
        string="Paper of the procedure",
        domain="[('version_id', '=', version_id)]",
    )
    sequence = fields.Integer()
    name = fields.Char(required=True)
    original_count = fields.Integer(string="Originals")
    certified_count = fields.Integer(string="Certified copies")
    copy_count = fields.Integer(string="Copies")
    to_give_back = fields.Boolean(string="Original to give back")

    @api.onchange("component_id")
    def _onchange_component_id(self):
        if self.component_id and not self.name:
            self.name = self.component_id.name
