import re

from odoo import http
from odoo.http import request

from odoo.addons.tthc_base.tools.public_page import UNLISTED, public_page
from odoo.addons.tthc_base.tools.rate_limit import RateLimit

TOKEN = re.compile("[0-9a-f]{24}")


class CardPageController(http.Controller):
    """Public pages of who serves at a center (Decree 61/2018 Art 9.7)."""

    limit = RateLimit()

    @public_page("/cb/<string:token>")
    def card(self, token):
        """Show who serves you, or that the card is dead.

        :param token: the unguessable word of the card's QR code
        :return: a small page; 404 for an unknown word, 429 above the limit
        """
        if not TOKEN.fullmatch(token):
            return request.not_found()
        # sudo: whoever holds the word may see what the page tells, nothing else
        cards = request.env["tthc.card"].sudo()
        card = cards.search([("token", "=", token)], limit=1)
        if not card:
            return request.not_found()
        return request.render(
            "tthc_center_hr.card_page",
            card._page_values(),
            headers=UNLISTED,
        )

    @public_page("/nhan-su/<int:center_id>")
    def staff_list(self, center_id):
        """Show the staff list of a center that has switched it on.

        :param center_id: of the ``tthc.center``
        :return: a small page; 404 where it is not switched on, 429 above the limit
        """
        # sudo: a center that switched its list on has published it
        centers = request.env["tthc.center"].sudo()
        center = centers.search(
            [("id", "=", center_id), ("staff_list_public", "=", True)], limit=1
        )
        if not center:
            return request.not_found()
        return request.render(
            "tthc_center_hr.staff_list_page",
            {"center": center, **center._staff_list()},
            headers={"Cache-Control": "public, max-age=300"},
        )
