from odoo import models


class TthcDossierStep(models.Model):
    _inherit = "tthc.dossier.step"

    # What somebody finished in a month, for the monthly notice: of millions of steps a
    # few hundred.
    _done_by_idx = models.Index(
        "(done_by_id, done_at) WHERE state = 'done' AND done_by_id IS NOT NULL"
    )
