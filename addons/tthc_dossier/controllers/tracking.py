import re
from collections import OrderedDict
from threading import Lock
from time import monotonic

from odoo import http
from odoo.http import request

from ..models.tthc_dossier import TOKEN_LETTERS

TOKEN = re.compile(f"[{TOKEN_LETTERS}]{{25}}")
#: Requests from one address within a minute; per worker process.
REQUESTS_PER_MINUTE = 60
ADDRESSES = 5000


class RateLimit:
    """Counts requests of an address within a minute, in the memory of one worker."""

    def __init__(self, per_minute, addresses):
        self._per_minute = per_minute
        self._addresses = addresses
        self._windows = OrderedDict()
        self._lock = Lock()

    def allows(self, address):
        """Count one request.

        :param address: text that identifies the caller
        :return: False once the address has used up its minute
        """
        moment = monotonic()
        with self._lock:
            start, count = self._windows.pop(address, (moment, 0))
            if moment - start >= 60:
                start, count = moment, 0
            self._windows[address] = (start, count + 1)
            if len(self._windows) > self._addresses:
                self._windows.popitem(last=False)
            return count < self._per_minute


class TrackingController(http.Controller):
    """The citizen's page behind the QR code of the receipt."""

    limit = RateLimit(REQUESTS_PER_MINUTE, ADDRESSES)

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
