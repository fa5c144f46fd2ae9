import re

from odoo import http
from odoo.http import request

from odoo.addons.tthc_base.tools.public_page import public_page
from odoo.addons.tthc_base.tools.rate_limit import RateLimit

CODE = re.compile(r"[0-9A-Za-z.\-]{3,40}")


class ProcedurePageController(http.Controller):
    """The public page of a procedure, behind the QR code of its sheet.

    It tells what was published, nothing personal: no token, but a limit.
    """

    limit = RateLimit()

    @public_page("/tt/<string:code>")
    def procedure(self, code):
        """Show what to bring, how long it takes, what it costs and where it is done.

        The address carries the code, so that a sheet on a wall leads to the version
        in force today (Decree 61/2018 Art 13).

        :param code: of the procedure, such as 1.012345
        :return: a small page; 404 for an unknown code, 410 where it is no longer in
            force, 429 above the limit
        """
        if not CODE.fullmatch(code):
            return request.not_found()
        # sudo: approved versions are published law, whoever asks for them
        versions = request.env["tthc.procedure.version"].sudo()
        version = versions._public_version(code)
        if version:
            return self._page(version._sheet_values(), 200)
        if not versions._was_published(code):
            return request.not_found()
        return self._page({"version": None, "code": code}, 410)

    def _page(self, values, status):
        return request.render(
            "tthc_catalog.procedure_page",
            values,
            headers={"Cache-Control": "public, max-age=300"},
            status=status,
        )
