from odoo import fields, models


class TthcProcedureStep(models.Model):
    _inherit = "tthc.procedure.step"

    kind = fields.Selection(
        [
            ("processing", "Processing"),
            ("consultation", "Consultation"),
            ("field_check", "Field check"),
            ("decision", "Decision"),
        ],
        default="processing",
    )
