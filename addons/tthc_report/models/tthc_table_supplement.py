from odoo import models

from .tthc_figure_reckoning import TABLES


class TthcTableSupplement(models.AbstractModel):
    _name = "tthc.table.supplement"
    _inherit = ["tthc.table.figure"]
    _description = "Supplements"
    _table_sequence = 34
    _figure = "supplement"
    _groupings = TABLES[_figure][1]
