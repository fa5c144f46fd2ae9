from odoo import models

from ..tools.sms_api import SmsApiGateway


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _split_by_api(self):
        """All SMS go by our gateway; Odoo's paid service is never called."""
        if self:
            yield SmsApiGateway(self.env), self

    def _handle_call_result_hook(self, results):
        """Let the notices know what the gateway answered.

        :param results: as ``SmsApiGateway._send_sms_batch`` gives
        """
        self.env["tthc.notice"]._take_answers(results)
        return super()._handle_call_result_hook(results)
