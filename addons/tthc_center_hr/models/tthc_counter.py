from odoo import models

from ..tools.coverage import Desk


class TthcCounter(models.Model):
    _inherit = "tthc.counter"

    def _as_desk(self):
        """The counter as a value of the tool of coverage."""
        self.ensure_one()
        return Desk(
            self.id, frozenset(self.agency_ids.ids), frozenset(self.sector_ids.ids)
        )
