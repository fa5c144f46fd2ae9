from odoo import fields, models


class TthcProcedureLegalBasis(models.Model):
    """A legal text that the procedure rests on."""

    _name = "tthc.procedure.legal.basis"
    _inherit = ["tthc.procedure.part"]
    _description = "Legal basis of a procedure"
    _order = "version_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, help="Such as “Nghị định 123/2015/NĐ-CP”.")
    code = fields.Char(string="Number", help="Mã văn bản, such as 123/2015/NĐ-CP.")
