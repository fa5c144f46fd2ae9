from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request

from odoo.addons.web.controllers.report import ReportController


class FormPrintController(ReportController):
    @http.route(
        "/tthc/print/<string:report_ref>", type="http", auth="user", methods=["GET"]
    )
    def print_form(self, report_ref, ids="", **_params):
        """Legal forms as one PDF, shown in the browser.

        The file is complete before the log hook of the records runs: a fault of the
        rendering leaves nothing behind.

        :param report_ref: name or external id of a report of the type ``tthc-pdf``
        :param ids: record ids, separated by commas
        :return: the PDF; on a fault a page (for a script: JSON) that says what to do,
            with status 403 without the right to it and 422 otherwise
        """
        report = self._report(report_ref)
        ids = [int(part) for part in ids.split(",") if part.isdecimal()]
        records = request.env[report.model].browse(dict.fromkeys(ids)).exists()
        form = report.tthc_form_id
        try:
            content, _extension = request.env["ir.actions.report"]._render_tthc_pdf(
                report, records.ids
            )
            with request.env.cr.savepoint():
                records._tthc_after_print(form, len(form._copies()))
        except UserError as fault:
            return self._fault(fault)
        name = report._tthc_file_name(records)
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(name, "inline")),
                ("Cache-Control", "no-store"),
            ],
        )

    @http.route()
    def report_routes(self, reportname, docids=None, converter=None, **data):
        """Override: Odoo's address of a PDF leads here, so that no print is unlogged.

        :param reportname: name of the report
        :param docids: record ids, separated by commas
        :param converter: “pdf”, “html” or “text”
        :return: a redirection for forms, else Odoo's own answer
        """
        if converter == "pdf":
            report = request.env["ir.actions.report"]._get_report(reportname)
            if report.report_type == "tthc-pdf":
                return request.redirect(f"/tthc/print/{reportname}?ids={docids}")
        return super().report_routes(
            reportname, docids=docids, converter=converter, **data
        )

    @staticmethod
    def _report(report_ref):
        """The report and its form, in the superuser's environment.

        Nobody but the system administrator reads reports; the rights to what is
        printed are checked by the rendering, in the user's own environment.
        """
        try:
            report = request.env["ir.actions.report"]._get_report(report_ref)
        except ValueError as error:
            raise NotFound from error
        if report.report_type != "tthc-pdf":
            raise NotFound
        return report

    @staticmethod
    def _fault(fault):
        """The fault in words, in the form that the caller reads."""
        status = 403 if isinstance(fault, AccessError) else 422
        if request.httprequest.accept_mimetypes.best == "application/json":
            return request.make_json_response({"message": str(fault)}, status=status)
        return request.render(
            "tthc_base.print_fault_page", {"message": str(fault)}, status=status
        )
