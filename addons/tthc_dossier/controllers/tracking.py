import re

from odoo import http
from odoo.http import request

from odoo.addons.tthc_base.tools.public_page import UNLISTED, public_page
from odoo.addons.tthc_base.tools.rate_limit import RateLimit

from ..models.tthc_dossier import TOKEN_LETTERS

TOKEN = re.compile(f"[{TOKEN_LETTERS}]{{25}}")


class TrackingController(http.Controller):
    """The citizen's page behind the QR code of the receipt."""

    limit = RateLimit()

    @public_page("/hs/<string:token>")
    def track(self, token):
        """Show code, progress and the explained date; nothing personal (rule R25).

        :param token: the unguessable word of the receipt
        :return: a small page; 404 for an unknown word, 429 above the limit
        """
        dossier = self._find("tthc.dossier", token)
        if dossier:
            values = dossier._tracking_values()
            return request.render(
                "tthc_dossier.tracking_page", values, headers=UNLISTED
            )
        blank = self._find("tthc.receipt.blank", token)
        if blank:
            return request.render(
                "tthc_dossier.tracking_blank_page", {"blank": blank}, headers=UNLISTED
            )
        return request.not_found()

    def _find(self, model, token):
        if not TOKEN.fullmatch(token):
            return None
        # sudo: whoever holds the word may see what the page tells, nothing else
        records = request.env[model].sudo()
        return records.search([("token", "=", token)], limit=1)
