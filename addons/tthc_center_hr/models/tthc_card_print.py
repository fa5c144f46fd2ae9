from odoo import fields, models


class TthcCardPrint(models.Model):
    """The log of what was printed: each sheet that a card stood on."""

    _name = "tthc.card.print"
    _inherit = ["tthc.append.only"]
    _description = "Print of a card"
    _order = "id desc"

    card_id = fields.Many2one(
        "tthc.card", required=True, ondelete="restrict", index=True
    )
    printed_at = fields.Datetime(required=True)
    user_id = fields.Many2one(
        "res.users", string="Printed by", required=True, ondelete="restrict"
    )
    seq = fields.Integer(string="Print no.", required=True)

    # One row a print, numbered by card.
    _seq_uniq = models.UniqueIndex("(card_id, seq)")
