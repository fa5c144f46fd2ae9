from odoo import models

from .tthc_figure_reckoning import TABLES


class TthcTableRefusalReason(models.AbstractModel):
    _name = "tthc.table.refusal.reason"
    _inherit = ["tthc.table.figure"]
    _description = "Reasons of refusals"
    _table_sequence = 38
    _figure = "refusal_reason"
    _groupings = TABLES[_figure][1]
