import re

from odoo import http
from odoo.http import request

from odoo.addons.tthc_base.tools.rate_limit import RateLimit
from odoo.addons.tthc_dossier.models.tthc_dossier import TOKEN_LETTERS

TOKEN = re.compile(f"[{TOKEN_LETTERS}]{{25}}")
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
COMMENT_AT_MOST = 500


class RatingPage(http.Controller):
    """Where a citizen rates the service, led by the word of the receipt."""

    limit = RateLimit()
    #: Nobody rates more than a few dossiers a minute.
    rating_limit = RateLimit(per_minute=10)

    @http.route(
        "/danh-gia/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        sitemap=False,
        save_session=False,
    )
    def page(self, token):
        """Show the words to choose from, or why there is nothing to rate.

        :param token: the unguessable word of the receipt
        :return: a small page; 404 for an unknown word, 429 above the limit
        """
        if not self.limit.allows(request.httprequest.remote_addr):
            return request.make_response("", status=429)
        dossier = self._dossier(token)
        if not dossier:
            return request.not_found()
        return self._render(dossier, token)

    @http.route(
        "/danh-gia/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        # The word of the receipt is the key; the page keeps no session that a
        # foreign site could use.
        csrf=False,
        sitemap=False,
        save_session=False,
    )
    def rate(self, token, option="", comment=""):
        """Keep a rating, once a dossier.

        :param token: the unguessable word of the receipt
        :param option: code of the word that was chosen
        :param comment: what is said besides
        :return: the page; 404 for an unknown word, 429 above the limit
        """
        if not self.rating_limit.allows(request.httprequest.remote_addr):
            return request.make_response("", status=429)
        dossier = self._dossier(token)
        if not dossier:
            return request.not_found()
        done = not self._inside() and dossier._rate_service(
            option, comment.strip()[:COMMENT_AT_MOST]
        )
        return self._render(dossier, token, done=done)

    def _dossier(self, token):
        if not TOKEN.fullmatch(token):
            return None
        # sudo: whoever holds the word may rate this dossier, and sees its code alone
        dossiers = request.env["tthc.dossier"].sudo()
        return dossiers.search([("token", "=", token)], limit=1)

    def _inside(self):
        """Whether somebody of the staff is logged in: they print the receipts."""
        return request.env.user._is_internal()

    def _render(self, dossier, token, done=False):
        values = {
            "code": dossier.code,
            "center": dossier.center_id,
            "options": dossier._rating_options(),
            "open": dossier._may_be_rated(),
            "rated": dossier._is_rated(),
            "inside": self._inside(),
            "done": done,
            "token": token,
        }
        return request.render(
            "tthc_center_hr_dossier.rating_page", values, headers=HEADERS
        )
