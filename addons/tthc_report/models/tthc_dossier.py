from odoo import fields, models


class TthcDossier(models.Model):
    """The dated rows by which a dossier is counted."""

    _inherit = "tthc.dossier"

    span_ids = fields.One2many("tthc.dossier.span", "dossier_id", string="Dated rows")
