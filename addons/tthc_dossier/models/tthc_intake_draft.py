from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.tthc_base.tools.clock import now


class TthcIntakeDraft(models.Model):
    """What a clerk has typed and not yet received: one row a clerk.

    The window can be closed by mistake; the row is emptied by the receipt. Old rows
    are cleared, for they hold personal data.
    """

    _name = "tthc.intake.draft"
    _description = "Unfinished intake of a clerk"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    payload = fields.Json(required=True)

    _user_uniq = models.UniqueIndex("(user_id)")

    @api.autovacuum
    def _gc_old(self):
        """Delete what was left behind for more than a week."""
        limit = now() - timedelta(days=7)
        self.search([("write_date", "<", limit)]).unlink()
