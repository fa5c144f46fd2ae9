from odoo import fields, models


class TthcProcedureCase(models.Model):
    """A variant of a procedure with its own limit, fee or papers."""

    _name = "tthc.procedure.case"
    _inherit = ["tthc.procedure.part", "tthc.limit"]
    _description = "Case of a procedure"
    _order = "version_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
