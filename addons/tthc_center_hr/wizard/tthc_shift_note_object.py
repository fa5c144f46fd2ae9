from odoo import fields, models


class TthcShiftNoteObject(models.TransientModel):
    """What is not as written when a shift is taken over."""

    _name = "tthc.shift.note.object"
    _description = "Remarks at a hand-over of a shift"

    note_id = fields.Many2one(
        "tthc.shift.note",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    objection = fields.Char(string="What is not as written", required=True)

    def action_confirm(self):
        """Take over with the remarks.

        :raise AccessError: for whoever is not named as the one who takes over
        """
        self.ensure_one()
        self.note_id.action_take(self.objection)
