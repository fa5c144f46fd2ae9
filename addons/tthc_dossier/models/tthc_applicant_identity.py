from odoo import api, fields, models


class TthcApplicantIdentity(models.Model):
    """An identity paper of an applicant."""

    _name = "tthc.applicant.identity"
    _inherit = ["tthc.personal.data"]
    _description = "Identity paper"
    _order = "applicant_id, id desc"
    _rec_name = "number"

    applicant_id = fields.Many2one(
        "tthc.applicant", required=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [
            ("cccd", "Citizen card (CCCD)"),
            ("cmnd", "Identity card (CMND)"),
            ("passport", "Passport"),
            ("tax", "Tax code"),
            ("business", "Business registration"),
        ],
        required=True,
        default="cccd",
    )
    number = fields.Char(required=True)
    number_key = fields.Char(compute="_compute_number_key", store=True, precompute=True)
    date = fields.Date(string="Issued on")

    _number_uniq = models.UniqueIndex(
        "(number_key)", "Another applicant already holds this number."
    )

    @api.depends("number")
    def _compute_number_key(self):
        for identity in self:
            identity.number_key = self._number_key(identity.number)

    @api.model
    def _personal_fields(self):
        """All of an identity paper is personal."""
        return super()._personal_fields() | set(self._fields) - {"id"}

    @api.model
    def _number_key(self, number):
        """A number as it is compared: letters and digits only, in capitals."""
        return "".join(char for char in (number or "").upper() if char.isalnum())
