from odoo import http
from odoo.http import request


class GuideController(http.Controller):
    """The guides of the roles, for whoever has logged in."""

    @http.route("/huong-dan", type="http", auth="user", methods=["GET"], readonly=True)
    def choose(self, screen=""):
        """Lead to the guide of the screen that somebody is at.

        :param screen: last part of the screen's address, such as ``scan-desk``
        :return: redirect to the guide, or the list of all where none fits
        """
        guide = request.env["tthc.guide"]._for_screen(screen)
        if guide:
            return request.redirect(f"/huong-dan/{guide.code}")
        return self._page("tthc_base.guide_list", "")

    @http.route(
        "/huong-dan/<string:code>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def guide(self, code):
        """Show one guide.

        :param code: of the guide
        :return: a page of one sheet; 404 for an unknown code
        """
        guide = request.env["tthc.guide"].search([("code", "=", code)], limit=1)
        if not guide:
            return request.not_found()
        return self._page(guide.template, guide.name, guide)

    def _page(self, template, title, guide=None):
        guides = request.env["tthc.guide"].search([], limit=50)
        return request.render(
            template, {"title": title, "guide": guide, "guides": guides}
        )
