from odoo import models

from .tthc_figure_reckoning import TABLES


class TthcTableCarried(models.AbstractModel):
    _name = "tthc.table.carried"
    _inherit = ["tthc.table.figure"]
    _description = "Carried over from earlier periods"
    _table_sequence = 44
    _figure = "carried"
    _groupings = TABLES[_figure][1]
