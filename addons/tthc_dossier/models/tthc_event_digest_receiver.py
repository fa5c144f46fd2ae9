from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mail import single_email_re


class TthcEventDigestReceiver(models.Model):
    """A mailbox outside that gets each digest of the logs, as a setting."""

    _name = "tthc.event.digest.receiver"
    _inherit = ["mail.thread"]
    _description = "Receiver of the digests"
    _order = "name, id"

    name = fields.Char(string="Whose mailbox", required=True, tracking=True)
    email = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)

    _email_uniq = models.UniqueIndex(
        "(email)", "This mailbox gets the digests already."
    )

    @api.constrains("email")
    def _check_email(self):
        for receiver in self:
            if not single_email_re.match(receiver.email):
                raise ValidationError(
                    self.env._(
                        "“%(email)s” is no mail address: enter one, like "
                        "name@example.org.",
                        email=receiver.email,
                    )
                )
