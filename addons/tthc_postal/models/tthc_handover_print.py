from odoo import fields, models


class TthcHandoverPrint(models.Model):
    """Who printed which sheet of minutes: beside them, for signed ones are closed."""

    _name = "tthc.handover.print"
    _inherit = ["tthc.append.only"]
    _description = "Print of hand-over minutes"
    _order = "id desc"
    _rec_name = "handover_id"

    handover_id = fields.Many2one(
        "tthc.handover", required=True, ondelete="restrict", index=True
    )
    form_id = fields.Many2one("tthc.form", required=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    printed_at = fields.Datetime(required=True)
    copies = fields.Integer()
    number = fields.Integer(
        string="Print no.", help="1 is the first print, 2 the first reprint."
    )
