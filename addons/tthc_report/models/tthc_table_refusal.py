from odoo import models

from .tthc_figure_reckoning import TABLES


class TthcTableRefusal(models.AbstractModel):
    _name = "tthc.table.refusal"
    _inherit = ["tthc.table.figure"]
    _description = "Refusals"
    _table_sequence = 36
    _figure = "refusal"
    _groupings = TABLES[_figure][1]
