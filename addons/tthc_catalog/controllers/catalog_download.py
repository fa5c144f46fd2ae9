from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from ..models.tthc_catalog_sheet import SHEETS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CatalogDownload(http.Controller):
    """Workbooks of the catalog. Who may read its imports may take them."""

    @http.route(
        "/tthc_catalog/template/<kind>", type="http", auth="user", readonly=True
    )
    def template(self, kind):
        """The template of a kind of sheet."""
        imports = self._imports()
        if kind not in imports._sheets():
            raise request.not_found()
        name = f"Mẫu nhập - {SHEETS[kind][0]}.xlsx"
        return self._workbook(imports._template_workbook(kind), name)

    @http.route("/tthc_catalog/export", type="http", auth="user", readonly=True)
    def export(self):
        """The whole catalog."""
        name = f"Danh mục TTHC {clock.today(VIETNAM):%Y-%m-%d}.xlsx"
        return self._workbook(self._imports()._export_workbook(), name)

    @http.route(
        "/tthc_catalog/import/<int:import_id>/refused",
        type="http",
        auth="user",
        readonly=True,
    )
    def refused(self, import_id):
        """The refused rows of a file."""
        record = self._imports().browse(import_id).exists()
        if not record:
            raise request.not_found()
        try:
            content = record._refused_workbook()
        except UserError as error:
            return request.make_response(str(error), status=400)
        stem = (record.filename or "").rpartition(".")[0] or record.filename or "tệp"
        return self._workbook(content, f"{stem} - dòng bị từ chối.xlsx")

    def _imports(self):
        imports = request.env["tthc.catalog.import"]
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
