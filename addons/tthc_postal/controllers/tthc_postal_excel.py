from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

#: What can be had as an Excel file; each has ``_excel`` and ``_excel_name``.
MODELS = ("tthc.parcel.settlement", "tthc.postal.report")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TthcPostalExcel(http.Controller):
    """Excel files of sheets and reports with the Post, made when they are asked for."""

    @http.route(
        "/tthc_postal/excel/<string:model>/<int:record_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def excel(self, model, record_id):
        """The file of one record, with the rights of the user.

        :param model: one of :data:`MODELS`
        :param record_id: id
        :raise NotFound: for anything else
        """
        record = request.env[model].browse(record_id) if model in MODELS else None
        if not record or not record.exists():
            raise NotFound()
        record.check_access("read")
        return request.make_response(
            record._excel(),
            [
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(record._excel_name())),
            ],
        )
