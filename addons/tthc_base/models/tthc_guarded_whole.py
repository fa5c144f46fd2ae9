from odoo import api, models


class TthcGuardedWhole(models.AbstractModel):
    """A guarded record of which nothing is written by hand: its actions do it all."""

    _name = "tthc.guarded.whole"
    _inherit = ["tthc.guarded"]
    _description = "Written by actions only"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse whoever is no action of the model.

        :raise AccessError: when no action is at work
        """
        self._check_moving()
        return super().create(vals_list)

    def write(self, vals):
        """Refuse whoever is no action of the model.

        :raise AccessError: when no action is at work
        """
        if vals.keys() - self._by_hand():
            self._check_moving()
        return super().write(vals)

    @api.model
    def _by_hand(self):
        """Names of fields that people write all the same."""
        return set()
