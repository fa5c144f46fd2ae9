from odoo import fields, models


class TthcEventDigestCopy(models.Model):
    """A copy of a digest outside the database, or the attempt to bring one there."""

    _name = "tthc.event.digest.copy"
    _description = "Copy of a digest outside"
    _order = "digest_id desc, id"
    _rec_name = "target"

    digest_id = fields.Many2one(
        "tthc.event.digest", required=True, ondelete="restrict", index=True
    )
    way = fields.Selection(
        [
            ("mail", "Mail"),
            ("folder", "Folder"),
            ("download", "Download"),
            ("paper", "Paper"),
        ],
        required=True,
    )
    target = fields.Char(
        string="To whom, where to", required=True, help="Mailbox, folder or person."
    )
    state = fields.Selection(
        [("pending", "To be sent"), ("failed", "Failed"), ("sent", "Outside")],
        required=True,
        default="pending",
    )
    sent_at = fields.Datetime(string="Outside since")
    attempts = fields.Integer()
    error = fields.Char(string="What went wrong")

    # What the job sends: few rows at any time.
    _pending_idx = models.Index("(id) WHERE state != 'sent'")
