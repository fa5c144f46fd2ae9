from odoo import models

from ..tools.sms_api import SmsApiGateway


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_sms_api_class(self):
        """Odoo's own queue sends by our gateway, never by Odoo's paid service."""
        self.ensure_one()
        return SmsApiGateway
