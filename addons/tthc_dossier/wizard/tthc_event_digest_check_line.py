from odoo import fields, models


class TthcEventDigestCheckLine(models.TransientModel):
    """A dossier whose log is not what a digest says."""

    _name = "tthc.event.digest.check.line"
    _description = "Log that does not agree with a digest"
    _order = "id"

    check_id = fields.Many2one(
        "tthc.event.digest.check", required=True, ondelete="cascade", index=True
    )
    dossier_id = fields.Many2one("tthc.dossier", ondelete="cascade")
    code = fields.Char(help="As the digest has it.")
    told = fields.Integer(string="Entries then")
    found = fields.Integer(string="Entries now")
    fault = fields.Selection(
        [
            ("gone", "The dossier is gone"),
            ("cut", "Entries were removed"),
            ("rewritten", "Entries were rewritten"),
            ("broken", "An entry was changed"),
            ("head", "Count or last hash of the dossier was changed"),
            ("code", "The code of the dossier was changed"),
        ],
        required=True,
    )
