from odoo import fields, models


class TthcProcedureComponent(models.Model):
    """A paper that the procedure asks for."""

    _name = "tthc.procedure.component"
    _inherit = ["tthc.procedure.part"]
    _description = "Component of a procedure"
    _order = "version_id, sequence, id"

    case_id = fields.Many2one(
        "tthc.procedure.case",
        ondelete="cascade",
        index="btree_not_null",
        domain="[('version_id', '=', version_id)]",
        help="Empty: asked for in every case.",
    )
    sequence = fields.Integer(default=10)
    group_name = fields.Char(string="Group", help="Heading it stands under.")
    name = fields.Char(required=True)
    original_count = fields.Integer(string="Originals")
    certified_count = fields.Integer(string="Certified copies")
    copy_count = fields.Integer(string="Copies")
    form_code = fields.Char()
    form_file = fields.Char()
    required = fields.Boolean(default=True)
    held_by_state = fields.Boolean(
        string="Already held by the state",
        help="The administration has it: the citizen need not bring it.",
    )
    source = fields.Char()

    _counts_positive = models.Constraint(
        "CHECK (original_count >= 0 AND certified_count >= 0 AND copy_count >= 0)",
        "The number of papers can't be negative.",
    )
