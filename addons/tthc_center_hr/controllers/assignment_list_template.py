from odoo import http
from odoo.http import content_disposition, request

from ..tools.agency_list import template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AssignmentListTemplate(http.Controller):
    """The empty form of an agency's list, for whoever may send one in."""

    @http.route("/tthc_center_hr/list", type="http", auth="user", readonly=True)
    def template(self):
        """The form as an Excel workbook."""
        request.env["tthc.assignment.list"].check_access("create")
        return request.make_response(
            template(),
            [
                ("Content-Type", XLSX),
                (
                    "Content-Disposition",
                    content_disposition("Mẫu danh sách nhân sự.xlsx"),
                ),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
