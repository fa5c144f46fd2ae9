from odoo import models

from .tthc_figure_reckoning import TABLES


class TthcTableInterlinked(models.AbstractModel):
    _name = "tthc.table.interlinked"
    _inherit = ["tthc.table.figure"]
    _description = "Interlinked dossiers by each agency's share"
    _table_sequence = 30
    _figure = "interlinked"
    _groupings = TABLES[_figure][1]
