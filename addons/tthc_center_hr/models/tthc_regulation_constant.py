from odoo import api, models


class TthcRegulationConstant(models.Model):
    _inherit = "tthc.regulation.constant"

    @api.model
    def _constant_fields(self):
        return [
            *super()._constant_fields(),
            "deputies_max",
            "deputies_max_commune",
            "experience_years",
            "ranks_too_low",
        ]
