from odoo import fields, models


class TthcUniformSupplier(models.Model):
    """Who makes or sells uniforms; kept apart from everybody's contacts."""

    _name = "tthc.uniform.supplier"
    _description = "Supplier of uniforms"
    _order = "name"

    name = fields.Char(string="Supplier", required=True)
    active = fields.Boolean(default=True)
    contact = fields.Char(string="Contact person")
    phone = fields.Char()
    email = fields.Char()
    address = fields.Char()
    tax_code = fields.Char()
    garment_ids = fields.One2many(
        "tthc.uniform.garment", "supplier_id", string="Garments"
    )

    _name_uniq = models.UniqueIndex("(name)", "There is a supplier of this name.")
