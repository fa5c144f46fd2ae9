from odoo import fields, models


class TthcUniformMove(models.Model):
    """Pieces of a size that came or went; appended to and never changed."""

    _name = "tthc.uniform.move"
    _inherit = ["tthc.chained"]
    _description = "Move of uniforms"
    _order = "id desc"
    _rec_name = "seq"

    _chain_owner = "stock_id"
    _chain_count = "move_count"
    _chain_head = "move_head"

    # Found by the unique index on stock and number.
    stock_id = fields.Many2one("tthc.uniform.stock", required=True, ondelete="restrict")
    center_id = fields.Many2one("tthc.center", required=True, ondelete="restrict")
    garment_id = fields.Many2one(
        "tthc.uniform.garment", required=True, ondelete="restrict"
    )
    size_id = fields.Many2one("tthc.uniform.size", required=True, ondelete="restrict")
    quantity = fields.Integer(required=True, help="Negative: handed out.")
    kind = fields.Selection(
        [
            ("delivery", "Delivered"),
            ("issue", "Handed out"),
            ("exchange", "Came back in exchange"),
            ("return", "Taken back"),
            ("count", "Counted"),
        ],
        required=True,
    )
    delivery_line_id = fields.Many2one(
        "tthc.uniform.delivery.line", ondelete="restrict", index="btree_not_null"
    )
    issue_line_id = fields.Many2one(
        "tthc.uniform.issue.line", ondelete="restrict", index="btree_not_null"
    )
    reason = fields.Char()

    _seq_uniq = models.UniqueIndex(
        "(stock_id, seq)", "This move of the size is on record already."
    )
