from odoo import models

from .tthc_figure_reckoning import TABLES


class TthcTableWhere(models.AbstractModel):
    _name = "tthc.table.where"
    _inherit = ["tthc.table.figure"]
    _description = "Where the time went"
    _table_sequence = 48
    _figure = "where"
    _groupings = TABLES[_figure][1]
