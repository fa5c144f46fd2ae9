from odoo import fields, models


class TthcDutyEvent(models.Model):
    """What happened to an agency's share of a duty, for ever: who, when, in words.

    What was reported stays as it was reported, with the fingerprint of each file.
    """

    _name = "tthc.duty.event"
    _inherit = ["tthc.append.only"]
    _description = "History of a duty"
    _order = "id desc"
    _rec_name = "at"

    share_id = fields.Many2one(
        "tthc.duty.share", required=True, readonly=True, ondelete="restrict", index=True
    )
    kind = fields.Selection(
        [
            ("give", "Given"),
            ("record", "Entered to be looked up"),
            ("take", "Taken"),
            ("report", "Reported"),
            ("return", "Returned"),
            ("accept", "Accepted"),
            ("withdraw", "Withdrawn"),
            ("defer", "Deadline moved"),
        ],
        string="Step",
        required=True,
        readonly=True,
    )
    at = fields.Datetime(string="When", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Who", required=True, readonly=True, ondelete="restrict"
    )
    text = fields.Text(string="Words", readonly=True)
    paper = fields.Char(string="Paper behind it", readonly=True)
    due_before = fields.Datetime(string="Was due", readonly=True)
    due_after = fields.Datetime(string="Is due", readonly=True)
    is_late = fields.Boolean(string="Late", readonly=True)
    evidence = fields.Text(
        readonly=True, help="Name and SHA-256 of each file, one a line."
    )
