from odoo import fields, models


class TthcProcedureChannel(models.Model):
    """What one way of submitting changes: its own limit or fee."""

    _name = "tthc.procedure.channel"
    _inherit = ["tthc.procedure.part", "tthc.limit"]
    _description = "Channel of a procedure"
    _order = "version_id, channel, id"

    case_id = fields.Many2one(
        "tthc.procedure.case",
        ondelete="cascade",
        index="btree_not_null",
        domain="[('version_id', '=', version_id)]",
    )
    channel = fields.Selection(
        [("direct", "At the counter"), ("online", "Online"), ("post", "By post")],
        required=True,
        default="direct",
    )

    description = fields.Text(
        help="As published: where, when and how it is handed in this way."
    )

    _channel_uniq = models.UniqueIndex(
        "(version_id, case_id, channel) NULLS NOT DISTINCT",
        "This channel already has a row.",
    )

    def _difference_label(self):
        label = super()._difference_label()
        return f"{label} ({self.case_id.name})" if self.case_id else label
