from odoo import models

#: What makes the fees of a dossier known.
RECEIVING = ("receive", "receive_late")


class TthcDossier(models.Model):
    """Fees that the postman took with the dossier are paid once it is received."""

    # A file of its own: money, not papers.
    _inherit = "tthc.dossier"  # pylint: disable=consider-merging-classes-inherited

    def _run(self, action, source="web", **arguments):
        """Extend: money that came with the dossier pays its fees."""
        result = super()._run(action, source=source, **arguments)
        if action in RECEIVING:
            by_post = self.filtered(lambda dossier: dossier.channel == "post")
            by_post._book_waiting_money()
        return result

    def _book_waiting_money(self):
        """Book what postmen took at the door before the dossiers were received."""
        # sudo: the clerk who receives the dossier must not see the sheets for it
        for line in self.sudo().parcel_ids.settlement_line_ids:
            if line.unbooked > 0:
                line._book(line.unbooked)
