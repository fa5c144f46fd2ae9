from odoo import fields, models

from ..models.tthc_dossier_results import RESULT_FIELDS


class TthcDossierDecidingLine(models.TransientModel):
    """One result document of a decision."""

    _name = "tthc.dossier.deciding.line"
    _description = "Result document of a decision"
    _order = "sequence, id"

    deciding_id = fields.Many2one(
        "tthc.dossier.deciding", required=True, ondelete="cascade"
    )
    version_id = fields.Many2one(related="deciding_id.version_id")
    sequence = fields.Integer(default=10)
    kind_id = fields.Many2one(
        "tthc.procedure.result",
        domain="[('version_id', '=', version_id)]",
    )
    name = fields.Char(string="What it is")
    number = fields.Char(string="No.")
    date = fields.Date()
    signer_name = fields.Char(string="Signed by")
    signer_title = fields.Char(string="Title of the signer")
    valid_until = fields.Date(string="Valid until")

    def _documents(self):
        """The lines as ``tthc.dossier.action_resolve`` takes them."""
        return [
            {
                name: line[name].id if name == "kind_id" else line[name]
                for name in RESULT_FIELDS
            }
            for line in self
        ]
