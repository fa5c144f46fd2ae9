from odoo import fields, models


class TthcProcedureResult(models.Model):
    """What the applicant gets in the end."""

    _name = "tthc.procedure.result"
    _inherit = ["tthc.procedure.part"]
    _description = "Result of a procedure"
    _order = "version_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    code = fields.Char(help="Mã kết quả of the national portal.")
