from odoo import models

from .tthc_figure_reckoning import TABLES


class TthcTableApology(models.AbstractModel):
    _name = "tthc.table.apology"
    _inherit = ["tthc.table.figure"]
    _description = "Letters of apology"
    _table_sequence = 32
    _figure = "apology"
    _groupings = TABLES[_figure][1]
