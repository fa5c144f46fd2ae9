from odoo import models


class TthcShiftNote(models.Model):
    _inherit = "tthc.shift.note"

    def _fill_in(self):
        """Also the cash that should be in the clerk's open till of the day."""
        result = super()._fill_in()
        for note in self:
            till = self.env["tthc.cash.session"].search(
                [
                    ("user_id", "=", note.giver_id.id),
                    ("counter_id", "=", note.counter_id.id),
                    ("day", "=", note.day),
                    ("state", "=", "open"),
                ],
                limit=1,
            )
            if till:
                note.cash = till.expected
        return result
