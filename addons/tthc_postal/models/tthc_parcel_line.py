from odoo import api, fields, models


class TthcParcelLine(models.Model):
    """One paper of a parcel as its consignment note lists it (Circular 17 Art 9)."""

    _name = "tthc.parcel.line"
    _description = "Paper in a parcel"
    _order = "parcel_id, sequence, id"

    parcel_id = fields.Many2one(
        "tthc.parcel", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Paper", required=True)
    original_count = fields.Integer(string="Originals")
    copy_count = fields.Integer(string="Copies")

    @api.model_create_multi
    def create(self, vals_list):
        """Lines change as long as the parcel is prepared."""
        lines = super().create(vals_list)
        lines.parcel_id._check_prepared()
        return lines

    def write(self, vals):
        """See :meth:`create`."""
        self.parcel_id._check_prepared()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_while_prepared(self):
        self.parcel_id._check_prepared()
