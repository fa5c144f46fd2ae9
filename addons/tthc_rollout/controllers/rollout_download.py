from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class RolloutDownload(http.Controller):
    """Tables and reports as files. Who may read the record may take its file."""

    @http.route(
        "/tthc_rollout/consultation/<int:record_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def consultation_excel(self, record_id):
        """Comments on a draft as an Excel file.

        :param record_id: id of a ``tthc.consultation``
        """
        consultation = self._readable("tthc.consultation", record_id)
        return self._file(consultation._workbook(), "Góp ý.xlsx", XLSX)

    @http.route(
        "/tthc_rollout/consultation/<int:record_id>.docx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def consultation_word(self, record_id):
        """Comments on a draft as a Word file.

        :param record_id: id of a ``tthc.consultation``
        """
        consultation = self._readable("tthc.consultation", record_id)
        return self._file(consultation._document(), "Góp ý.docx", DOCX)

    @http.route(
        "/tthc_rollout/problem_report/<int:record_id>.docx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def problem_report(self, record_id):
        """Difficulties reported upward as a Word file.

        :param record_id: id of a ``tthc.problem.report``
        """
        report = self._readable("tthc.problem.report", record_id)
        return self._file(report._document(), "Khó khăn, vướng mắc.docx", DOCX)

    @http.route(
        "/tthc_rollout/outline/<int:record_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def outline_excel(self, record_id):
        """Reports of all units side by side as an Excel file.

        :param record_id: id of a ``tthc.outline``
        """
        outline = self._readable("tthc.outline", record_id)
        return self._file(outline._workbook(), "Tổng hợp báo cáo.xlsx", XLSX)

    @http.route(
        "/tthc_rollout/outline/<int:record_id>.docx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def outline_word(self, record_id):
        """Reports of all units side by side as a Word file.

        :param record_id: id of a ``tthc.outline``
        """
        outline = self._readable("tthc.outline", record_id)
        return self._file(outline._document(), "Tổng hợp báo cáo.docx", DOCX)

    @http.route(
        "/tthc_rollout/outline_report/<int:record_id>.docx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def outline_report(self, record_id):
        """The report of one unit along an outline as a Word file.

        :param record_id: id of a ``tthc.outline.report``
        """
        report = self._readable("tthc.outline.report", record_id)
        return self._file(report._document(), "Báo cáo.docx", DOCX)

    def _readable(self, model, record_id):
        """The record, if the user may see it.

        :raise NotFound: else, whether it is there or not
        """
        record = request.env[model].search([("id", "=", record_id)])
        if not record:
            raise request.not_found()
        return record

    def _file(self, content, name, mimetype):
        return request.make_response(
            content,
            [
                ("Content-Type", mimetype),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
