from odoo import http
from odoo.http import request

from odoo.addons.tthc_base.tools.public_page import UNLISTED, public_page
from odoo.addons.tthc_base.tools.rate_limit import RateLimit
from odoo.addons.tthc_dossier.controllers.tracking import TOKEN

COMMENT_AT_MOST = 500


class RatingPage(http.Controller):
    """Where a citizen rates the service, led by the word of the receipt."""

    limit = RateLimit()
    #: Nobody rates more than a few dossiers a minute.
    rating_limit = RateLimit(per_minute=10)

    @public_page("/danh-gia/<string:token>")
    def page(self, token):
        """Show the words to choose from, or why there is nothing to rate.

        :param token: the unguessable word of the receipt
        :return: a small page; 404 for an unknown word, 429 above the limit
        """
        dossier = self._dossier(token)
        if not dossier:
            return request.not_found()
        return self._render(dossier, token)

    @public_page(
        "/danh-gia/<string:token>",
        limit="rating_limit",
        methods=["POST"],
        readonly=False,
        # The word of the receipt is the key; the page keeps no session that a
        # foreign site could use.
        csrf=False,
    )
    def rate(self, token, option="", comment=""):
        """Keep a rating, once a dossier.

        :param token: the unguessable word of the receipt
        :param option: code of the word that was chosen
        :param comment: what is said besides
        :return: the page; 404 for an unknown word, 429 above the limit
        """
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
            "tthc_center_hr_dossier.rating_page", values, headers=UNLISTED
        )
