from odoo import http
from odoo.http import content_disposition, request

from .uniform_download import XLSX


class AllowanceDownload(http.Controller):
    """The Excel file of a sheet of allowances. Who may read it may take it."""

    @http.route(
        "/tthc_center_hr/allowance_sheet/<int:sheet_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def sheet(self, sheet_id):
        """Who is paid how much, and who is not.

        :param sheet_id: id of a ``tthc.allowance.sheet``
        """
        sheet = request.env["tthc.allowance.sheet"].search([("id", "=", sheet_id)])
        if not sheet:
            raise request.not_found()
        name = f"Chi hỗ trợ {sheet.month:%m-%Y}.xlsx"
        return request.make_response(
            sheet._workbook(),
            [
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
