import logging

import psycopg2

from odoo import models

from .handover_sides import OTHER

_logger = logging.getLogger(__name__)


class TthcHandoverCopying(models.AbstractModel):
    """A copy to each side: in the own list at once, and by mail where there is one."""

    _name = "tthc.handover.copying"
    _description = "Copies of signed minutes"

    def _queue_copies(self):
        """Put a mail to each side in the queue, with the address of the minutes.

        The mail names numbers and counts, no citizen. What is wrong with a mail never
        undoes a signature: it is told in the log of the server.
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._make_copies()
        except psycopg2.OperationalError:
            # Two at once: the request is run again, the signature with it.
            raise
        except Exception:
            _logger.warning("No copy of the minutes %s", self.name, exc_info=True)

    def _make_copies(self):
        template = self.env.ref(
            "tthc_postal.mail_template_handover", raise_if_not_found=False
        )
        addresses = dict.fromkeys(self._copy_addresses())
        if not template or not addresses:
            return
        sender = self.env.company.email or self.center_id.email
        for address in addresses:
            template.send_mail(
                self.id,
                email_values={
                    "email_to": address,
                    "recipient_ids": [],
                    # A letter between two offices, not a message of the record.
                    "message_type": "user_notification",
                    **({"email_from": sender} if sender else {}),
                },
            )

    def _copy_addresses(self):
        """Where the copies go: the address of the place, else that of who signed."""
        addresses = [self._copy_address(side) for side in OTHER]
        return [address for address in addresses if address]

    def _copy_address(self, side):
        kind = self._side_kind(side)
        place = {
            "courier": self.courier_id,
            "counter": self.center_id,
            "agency": self.agency_id,
        }
        return place[kind].email or self[f"sign_{side}_user_id"].email

    def _minutes_url(self):
        """Address of the minutes: behind the QR code, and in the mail.

        It opens after a login, for whoever may see these minutes.
        """
        self.ensure_one()
        return f"{self.get_base_url()}/odoo/hand-overs/{self.id}"
