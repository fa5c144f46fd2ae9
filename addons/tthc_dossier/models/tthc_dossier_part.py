from odoo import api, models
from odoo.exceptions import AccessError


class TthcDossierPart(models.AbstractModel):
    """What belongs to a dossier and changes only with it.

    A part is free while its dossier is a draft. Later it changes through the
    dossier's actions alone: neither a form, nor an import, nor RPC.
    """

    _name = "tthc.dossier.part"
    _description = "Part of a dossier"

    #: States of the dossier in which people may change the part by hand.
    _free_states = ("draft",)

    @api.model_create_multi
    def create(self, vals_list):
        """Create parts of drafts; later only through actions."""
        parts = super().create(vals_list)
        parts._check_dossier_open()
        return parts

    def write(self, vals):
        """Write parts of drafts; later only through actions."""
        self._check_dossier_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_received(self):
        self._check_dossier_open()

    def _check_dossier_open(self):
        if self.env["tthc.dossier"]._is_moving():
            return
        fixed = self.dossier_id.filtered(
            lambda dossier: dossier.state not in self._free_states
        )
        if fixed:
            raise AccessError(
                self.env._(
                    "The papers and steps of %(code)s change through its buttons only.",
                    code=fixed[0].display_name,
                )
            )
