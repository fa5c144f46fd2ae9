from odoo import fields, models


class TthcCustodyMove(models.Model):
    """One line of the ledger: a paper went from one holder to another."""

    _name = "tthc.custody.move"
    _inherit = ["tthc.chained"]
    _description = "Move of a paper"
    _order = "paper_id, seq desc"
    _rec_name = "seq"

    _chain_owner = "paper_id"
    _chain_count = "move_count"
    _chain_head = "move_head"

    # Found by the unique index on paper and number.
    paper_id = fields.Many2one("tthc.paper", required=True, ondelete="restrict")
    from_id = fields.Many2one("tthc.custody.holder", ondelete="restrict")
    to_id = fields.Many2one("tthc.custody.holder", required=True, ondelete="restrict")
    source = fields.Selection(
        [
            ("intake", "Taken in at the counter"),
            ("result", "Result made out"),
            ("minutes", "Hand-over minutes"),
            ("return", "Handed to the citizen"),
            ("loss", "Declared lost"),
            ("recovery", "Found again"),
            ("void", "Action taken back"),
        ],
        required=True,
    )
    evidence = fields.Char(help="Number of the minutes or of another document.")

    _seq_uniq = models.UniqueIndex(
        "(paper_id, seq)", "This move of the paper is in the ledger already."
    )
    # What passed through the hands of a person or a place.
    _to_idx = models.Index("(to_id, happened_at)")
