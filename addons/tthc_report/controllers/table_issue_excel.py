from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TthcTableIssueExcel(http.Controller):
    """Excel files of tables that were sent, made from what is kept of them."""

    @http.route(
        "/tthc_report/issue/<int:issue_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def excel(self, issue_id):
        """The file of one issue, with the rights of the user.

        :param issue_id: id
        :raise NotFound: where there is none
        """
        issue = request.env["tthc.table.issue"].browse(issue_id).exists()
        if not issue:
            raise NotFound()
        issue.check_access("read")
        return request.make_response(
            issue._workbook(),
            [
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(issue.file_name)),
            ],
        )
