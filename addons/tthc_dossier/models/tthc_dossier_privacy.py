from odoo import api, fields, models

from odoo.addons.tthc_base.tools.identity_mask import mask

#: Beginnings of the names of fields that tell something about a person.
PERSONS = ("owner_", "submitter_", "proxy_", "receiver_")
#: What else people write about persons, or holds them together with other fields.
FREE_TEXTS = {
    "authorisation",
    "collector_authorisation",
    "end_reason",
    "message_ids",
    "note",
    "result_note",
    "undo_data",
}


class TthcDossierPrivacy(models.AbstractModel):
    """What of a dossier is personal, and how lists show it."""

    _name = "tthc.dossier.privacy"
    _inherit = ["tthc.personal.data"]
    _description = "Personal data of a dossier"

    owner_identity_masked = fields.Char(
        string="Identity number (masked)", compute="_compute_owner_identity_masked"
    )

    @api.depends("owner_identity")
    def _compute_owner_identity_masked(self):
        for dossier in self:
            dossier.owner_identity_masked = mask(dossier.owner_identity)

    @api.model
    def _personal_fields(self):
        """Everything told about the persons of a dossier; its code is not."""
        return super()._personal_fields() | {
            name
            for name in self._fields
            if name.startswith(PERSONS) or name in FREE_TEXTS
        }
