from odoo import models


class TthcShiftNote(models.Model):
    _inherit = "tthc.shift.note"

    def _fill_in(self):
        """Also the papers that the ledger has at the counter."""
        result = super()._fill_in()
        for note in self.filtered("counter_id"):
            note.folder_count = (
                self.env["tthc.paper"]
                # sudo: a count of what lies at the own counter, whoever received it
                .sudo()
                .search_count([("holder_id.counter_id", "=", note.counter_id.id)])
            )
        return result
