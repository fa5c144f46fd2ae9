from odoo import fields, models


class TthcCatalogImportProgress(models.Model):
    """How far an import in the background is.

    A record of its own, written from a transaction of its own: the import itself is
    one transaction, of which nobody sees anything before its end, and whose row must
    not be touched by another one meanwhile.
    """

    _name = "tthc.catalog.import.progress"
    _description = "Progress of an import"

    import_id = fields.Many2one(
        "tthc.catalog.import", required=True, ondelete="cascade", index=True
    )
    percent = fields.Float()

    def _publish(self, percent):
        """Show a share at once, whatever becomes of the transaction under way.

        :param percent: 0 to 100
        """
        self.ensure_one()
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr)).percent = percent
