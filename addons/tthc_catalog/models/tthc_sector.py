from odoo import api, fields, models

from odoo.addons.tthc_base.tools.search_key import fold


class TthcSector(models.Model):
    _name = "tthc.sector"
    _description = "Field of procedures"
    _order = "name"

    name = fields.Char(required=True)
    code = fields.Char(help="Such as G03-GD10 (Circular 01/2018 Art 20).")
    name_key = fields.Char(compute="_compute_name_key", store=True)
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(name_key)", "A sector with this name exists.")

    @api.depends("name")
    def _compute_name_key(self):
        for sector in self:
            sector.name_key = fold(sector.name)
