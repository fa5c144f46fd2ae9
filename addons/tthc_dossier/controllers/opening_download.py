from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OpeningDownload(http.Controller):
    """Workbooks of the opening balance, for whoever may read it."""

    @http.route(
        "/tthc_dossier/opening/template", type="http", auth="user", readonly=True
    )
    def template(self):
        """The template with its notes."""
        content = self._imports()._template_workbook("dossier")
        return self._workbook(content, "Mẫu nhập hồ sơ kỳ trước chuyển qua.xlsx")

    @http.route(
        "/tthc_dossier/opening/<int:import_id>/result",
        type="http",
        auth="user",
        readonly=True,
    )
    def result(self, import_id):
        """The rows of a file with what became of each."""
        record = self._imports().browse(import_id).exists()
        if not record:
            raise request.not_found()
        record.check_access("read")
        try:
            content = record._result_workbook()
        except UserError as error:
            return request.make_response(str(error), status=400)
        stem = (record.filename or "").rpartition(".")[0] or record.filename or "tệp"
        return self._workbook(content, f"{stem} - kết quả nhập.xlsx")

    def _imports(self):
        imports = request.env["tthc.opening.import"]
        imports.check_access("read")
        return imports

    def _workbook(self, content, name):
        return request.make_response(
            content,
            [
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
