from odoo import models

from .tthc_figure_reckoning import TABLES


class TthcTableScore(models.AbstractModel):
    _name = "tthc.table.score"
    _inherit = ["tthc.table.figure"]
    _description = "Scoring (Circular 01/2018)"
    _table_sequence = 60
    _figure = "score"
    _groupings = TABLES[_figure][1]
