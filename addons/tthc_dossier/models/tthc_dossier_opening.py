from odoo import api, models


class TthcDossierOpening(models.AbstractModel):
    """A scanned receipt opens its dossier anywhere in the backend."""

    _name = "tthc.dossier.opening"
    _description = "Opening by a scanned receipt"

    @api.model
    def open_by_token(self, token):
        """Find the dossier of a receipt, if the user may read it.

        Who may not see it learns no more than who scans a wrong code.

        :param token: the word behind the receipt's QR code
        :return: id of the dossier, or False
        """
        if not isinstance(token, str) or not token.strip():
            return False
        self.check_access("read")
        # sudo: the word is closed to staff; what it finds is read as the user below
        found = self.sudo().search([("token", "=", token.strip().upper())], limit=1)
        return self.search([("id", "in", found.ids)], limit=1).id

    @api.model
    def open_receipt(self, token):
        """What a scanned receipt opens: its dossier, or all those of a group receipt.

        :param token: the word behind the receipt's QR code
        :return: action of the web client, or False
        """
        dossier = self.browse(self.open_by_token(token))
        if not dossier:
            return False
        action = {"type": "ir.actions.act_window", "res_model": self._name}
        group = dossier.group_id
        together = group and self.search([("group_id", "=", group.id)])
        if group and len(together) > 1:
            return {
                **action,
                "name": group.display_name,
                "views": [(False, "list"), (False, "form")],
                "domain": [("group_id", "=", group.id)],
            }
        return {**action, "res_id": dossier.id, "views": [(False, "form")]}
