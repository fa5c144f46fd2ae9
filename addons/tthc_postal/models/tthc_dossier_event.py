from odoo import api, models


class TthcDossierEvent(models.Model):
    """What happens to the papers of a dossier outside its transitions."""

    _inherit = "tthc.dossier.event"

    @api.model
    def _selection_kind(self):
        own = {
            "lose_paper": self.env._("Paper declared lost"),
            "search_paper": self.env._("Search for the paper ordered"),
            "find_paper": self.env._("Lost paper found"),
            "replace_paper": self.env._("Lost paper replaced"),
            "waive_paper": self.env._("Lost paper not to be replaced"),
            "apologise_loss": self.env._("Apology for a lost paper signed"),
            "close_loss": self.env._("Loss of a paper closed"),
        }
        return [*super()._selection_kind(), *own.items()]
