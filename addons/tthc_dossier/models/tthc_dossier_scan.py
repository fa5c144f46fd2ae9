from odoo import fields, models


class TthcDossierScan(models.Model):
    """One file of a paper: scanned at the desk, or taken over from an earlier dossier.

    A paper has as many files as it took to scan it; they are read as one PDF. Each
    change is an entry of the dossier's log with the SHA-256 of the file.
    """

    _name = "tthc.dossier.scan"
    _inherit = ["tthc.dossier.part", "tthc.scanned"]
    _description = "Scan of a paper"
    _order = "component_id, sequence, id"
    _rec_name = "file_name"

    _free_states = ()

    component_id = fields.Many2one(
        "tthc.dossier.component",
        string="Paper",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    dossier_id = fields.Many2one(
        related="component_id.dossier_id", store=True, index=True
    )
    sequence = fields.Integer(default=10, readonly=True)
    origin = fields.Selection(
        string="Where the file is from",
        selection=[
            ("scan", "Scanned"),
            ("paper", "From an earlier dossier"),
            ("result", "Result of an earlier dossier"),
        ],
        required=True,
        default="scan",
        readonly=True,
    )

    source_scan_id = fields.Many2one(
        "tthc.dossier.scan", ondelete="set null", index="btree_not_null", readonly=True
    )
    source_result_id = fields.Many2one(
        "tthc.dossier.result",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    source_code = fields.Char(string="From the dossier", readonly=True)
    source_day = fields.Date(string="Issued on", readonly=True)
    valid_until = fields.Date(string="Valid until", readonly=True)

    _once = models.UniqueIndex(
        "(component_id, sha256)", "This file is with the paper already."
    )
