from odoo import api, models


class TthcGuardedPaper(models.AbstractModel):
    """A paper that its actions write and people talk about: money, sheets, reports."""

    _name = "tthc.guarded.paper"
    _inherit = ["tthc.guarded.whole"]
    _description = "Paper written by actions only"

    @api.model
    def _by_hand(self):
        return self._chatter_fields()

    def _as_action(self):
        """The records as their actions write them, with no message of their own."""
        return (
            # sudo: nobody writes such a paper by hand, its actions do
            self.sudo()
            .with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
            ._moving()
        )
