from odoo import models

from .tthc_figure_reckoning import TABLES


class TthcTableDecision766(models.AbstractModel):
    _name = "tthc.table.decision.766"
    _inherit = ["tthc.table.figure"]
    _description = "Measurable parts of Decision 766"
    _table_sequence = 62
    _figure = "decision_766"
    _groupings = TABLES[_figure][1]
