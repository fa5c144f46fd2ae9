from odoo import fields, models


class TthcProcedurePin(models.Model):
    """A procedure that a clerk keeps at the front of the counter's favourites.

    Pinned is the procedure, not its version: an amendment keeps the star.
    """

    _name = "tthc.procedure.pin"
    _description = "Procedure pinned by a clerk"

    user_id = fields.Many2one(
        "res.users", required=True, ondelete="cascade", readonly=True
    )
    procedure_id = fields.Many2one(
        "tthc.procedure", required=True, ondelete="cascade", readonly=True, index=True
    )

    _procedure_uniq = models.UniqueIndex("(user_id, procedure_id)")
