from odoo import models

from .tthc_figure_reckoning import TABLES


class TthcTableChannel(models.AbstractModel):
    _name = "tthc.table.channel"
    _inherit = ["tthc.table.figure"]
    _description = "Channel, online level and post"
    _table_sequence = 42
    _figure = "channel"
    _groupings = TABLES[_figure][1]
