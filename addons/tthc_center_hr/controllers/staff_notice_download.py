from odoo import http
from odoo.http import content_disposition, request

from .uniform_download import XLSX

#: More agencies than a center has, in a year.
AT_MOST = 2000


class StaffNoticeDownload(http.Controller):
    """The Excel file of monthly notices. Who may read them may take it."""

    @http.route(
        "/tthc_center_hr/staff_notices",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def notices(self, ids=""):
        """The people of notices, one row a person.

        :param ids: ids of ``tthc.staff.notice`` with commas between them
        """
        wanted = [int(word) for word in ids.split(",") if word.isdecimal()]
        notices = request.env["tthc.staff.notice"].search(
            [("id", "in", wanted[:AT_MOST])]
        )
        if not notices:
            raise request.not_found()
        months = "_".join(f"{day:%m-%Y}" for day in sorted({*notices.mapped("month")}))
        name = f"Thông báo nhân sự {months}.xlsx"
        return request.make_response(
            notices._workbook(),
            [
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
