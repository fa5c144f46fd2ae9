from odoo import api, fields, models
from odoo.exceptions import UserError


class TthcCustodyPinSet(models.TransientModel):
    """A person sets the own PIN for hand-over minutes."""

    _name = "tthc.custody.pin.set"
    _description = "Set the own PIN"

    # Not stored: only its hash goes into the database, by create().
    pin = fields.Char(string="New PIN", compute="_compute_pin", readonly=False)
    pin_again = fields.Char(string="Once more", compute="_compute_pin", readonly=False)

    def _compute_pin(self):
        self.pin = self.pin_again = False

    @api.model_create_multi
    def create(self, vals_list):
        """Set the PIN that was typed twice, and forget what was typed.

        :raise UserError: when the two differ, or the PIN is too short or too easy
        """
        for vals in vals_list:
            if vals.get("pin") != vals.get("pin_again"):
                raise UserError(self.env._("The two entries differ: type them again."))
            self.env["tthc.custody.pin"]._set(self.env.user, vals.get("pin"))
        return super().create([{} for _vals in vals_list])

    def action_confirm(self):
        """Close the dialog: saving it has set the PIN."""
        return {"type": "ir.actions.act_window_close"}
