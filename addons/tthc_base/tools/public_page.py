from functools import wraps

from odoo import http
from odoo.http import request

#: For pages that lead to one person or dossier: nobody keeps or lists them.
UNLISTED = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def public_page(path, limit="limit", **routing):
    """Route of a page that anybody may open, so many times a minute.

    It keeps no session and stands in no site map; an address that asks too often gets
    status 429 before anything is looked up.

    :param path: of the page
    :param limit: name of the controller's :class:`.rate_limit.RateLimit`
    :param routing: as for ``http.route``; a page that is read by default
    :return: decorator of a method of a controller
    """
    routing = {"methods": ["GET"], "readonly": True, **routing}

    def decorate(page):
        """Make a method of a controller the page."""

        @http.route(
            path,
            type="http",
            auth="public",
            sitemap=False,
            save_session=False,
            **routing,
        )
        @wraps(page)
        def limited(self, *args, **params):
            """The page, or 429 for who asks too often."""
            if not getattr(self, limit).allows(request.httprequest.remote_addr):
                return request.make_response("", status=429)
            return page(self, *args, **params)

        return limited

    return decorate
