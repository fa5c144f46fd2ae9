from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def tthc_set_pin(self, pin):
        """Set the own PIN for hand-over minutes.

        :param pin: four to eight digits
        :raise UserError: for anything else
        """
        self.env["tthc.custody.pin"]._set(self.env.user, pin)
