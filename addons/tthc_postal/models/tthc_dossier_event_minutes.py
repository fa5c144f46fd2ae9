from odoo import api, models


class TthcDossierEvent(models.Model):
    """What the minutes of the Post leave in the log of a dossier."""

    _inherit = "tthc.dossier.event"

    @api.model
    def _selection_kind(self):
        return [
            *super()._selection_kind(),
            ("post_minutes", self.env._("Handed over by the Post with minutes")),
        ]
