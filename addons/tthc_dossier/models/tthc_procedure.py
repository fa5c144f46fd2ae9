from odoo import fields, models


class TthcProcedure(models.Model):
    _inherit = "tthc.procedure"

    retention_id = fields.Many2one(
        "tthc.retention",
        string="Kept in the archive",
        ondelete="restrict",
        help="Empty: as the usual class says.",
    )

    def _retention(self):
        """The retention class of the files of this procedure; may be empty."""
        self.ensure_one()
        # sudo: how long a file is kept is no secret
        own = self.sudo().retention_id
        # sudo: as above
        return own or self.env["tthc.retention"].sudo()._usual()
