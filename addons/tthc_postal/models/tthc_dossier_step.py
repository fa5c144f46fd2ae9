from odoo import fields, models


class TthcDossierStep(models.Model):
    _inherit = "tthc.dossier.step"

    paper_place = fields.Char(
        related="dossier_id.paper_place", string="Where the paper is"
    )
