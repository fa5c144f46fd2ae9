from odoo import api, models

from .parcel_table import PARCEL_MOVES


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
            "post_minutes": self.env._("Handed over by the Post with minutes"),
        }
        return [*super()._selection_kind(), *own.items(), *self._parcel_kinds()]

    @api.model
    def _parcel_kinds(self):
        """What happens to the parcels of a dossier: a kind a move of their table."""
        names = {
            "order": self.env._("Parcel made ready"),
            "accept": self.env._("Parcel handed to the Post"),
            "collect": self.env._("Picked up at the citizen's door"),
            "depart": self.env._("Parcel on its way"),
            "fail": self.env._("Parcel not taken at the door"),
            "miss": self.env._("Nobody handed it over at the door"),
            "deliver": self.env._("Parcel delivered"),
            "arrive": self.env._("Parcel handed over at the center"),
            "send_back": self.env._("Parcel goes back to the center"),
            "recall": self.env._("Parcel called back"),
            "take_back": self.env._("Parcel back at the center"),
            "cancel": self.env._("Parcel cancelled"),
            "give_up": self.env._("Pick-up given up"),
            "lose": self.env._("Parcel lost"),
        }
        return [(f"parcel_{action}", names[action]) for action in PARCEL_MOVES]
