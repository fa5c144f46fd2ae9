from odoo import fields, models


class TthcReorganisationLine(models.Model):
    """Exceptions by sector or procedure: a split hands each to its successor."""

    _inherit = "tthc.reorganisation.line"

    scope = fields.Selection(
        selection_add=[
            ("sector", "One sector of procedures"),
            ("procedure", "One procedure"),
        ],
        ondelete={"sector": "cascade", "procedure": "cascade"},
    )
    sector_id = fields.Many2one("tthc.sector", ondelete="restrict")
    procedure_id = fields.Many2one("tthc.procedure", ondelete="restrict")

    def _target_fields(self):
        return {
            **super()._target_fields(),
            "sector": "sector_id",
            "procedure": "procedure_id",
        }
