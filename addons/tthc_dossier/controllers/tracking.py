import re

from odoo import http
from odoo.http import request

from odoo.addons.tthc_base.tools.rate_limit import RateLimit

from ..models.tthc_dossier import TOKEN_LETTERS

TOKEN = re.compile(f"[{TOKEN_LETTERS}]{{25}}")


class TrackingController(http.Controller):
    """The citizen's page behind the QR code of the receipt."""

    limit = RateLimit()

    @http.route(
        "/hs/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        sitemap=False,
        save_session=False,
    )
    def track(self, token):
        """Show code, progress and the explained date; nothing personal (rule R25).

        :param token: the unguessable word of the receipt
        :return: a small page; 404 for an unknown word, 429 above the limit
        """
        if not self.limit.allows(request.httprequest.remote_addr):
            return request.make_response("", status=429)
        dossier = self._find(token)
        if not dossier:
            return request.not_found()
        return request.render(
            "tthc_dossier.tracking_page",
            dossier._tracking_values(),
            headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"},
        )

    def _find(self, token):
        if not TOKEN.fullmatch(token):
            return None
        # sudo: whoever holds the word may see what _tracking_values tells
        dossiers = request.env["tthc.dossier"].sudo()
        return dossiers.search([("token", "=", token)], limit=1)
