from odoo import models

from .tthc_figure_reckoning import TABLES


class TthcTableIntake(models.AbstractModel):
    _name = "tthc.table.intake"
    _inherit = ["tthc.table.figure"]
    _description = "Turned away at intake"
    _table_sequence = 40
    _figure = "intake"
    _groupings = TABLES[_figure][1]
