from odoo.addons.sms.tools.sms_api import SmsApiBase


class SmsApiGateway(SmsApiBase):
    """Sends by the gateway that the center set up, never by Odoo's paid service."""

    PROVIDER_TO_SMS_FAILURE_TYPE = SmsApiBase.PROVIDER_TO_SMS_FAILURE_TYPE | {
        "refused": "sms_server",
        "unclear": "sms_server",
    }

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        """Send one message after another; what goes wrong with one ends with it.

        :param messages: list of dicts ``content`` and ``numbers`` (dicts ``number``,
            ``uuid``), as Odoo's queue makes them
        :return: list of dicts ``uuid``, ``state``, ``failure_reason``, ``trial``
        """
        # sudo: the word of the gateway is closed to whoever sends
        provider = self.env["tthc.sms.provider"].sudo()._current()
        return [
            {"uuid": row["uuid"], **provider._send(row["number"], text, row["uuid"])}
            for message in messages
            for text in (message.get("content") or "",)
            for row in message.get("numbers") or ()
        ]
