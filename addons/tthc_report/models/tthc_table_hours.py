from odoo import models

from .tthc_figure_reckoning import TABLES


class TthcTableHours(models.AbstractModel):
    _name = "tthc.table.hours"
    _inherit = ["tthc.table.figure"]
    _description = "Working time by procedure and step"
    _table_sequence = 46
    _figure = "hours"
    _groupings = TABLES[_figure][1]
