from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request

#: Largest request that brings files in; what one file may be, the center says.
LARGEST_REQUEST = 200 * 1024 * 1024
#: Files of one request.
MOST_FILES = 50


class PapersController(http.Controller):
    """Files of papers: how they come in and how they are read."""

    @http.route(
        "/tthc/papers/<int:paper_id>/scans",
        type="http",
        auth="user",
        methods=["POST"],
        max_content_length=LARGEST_REQUEST,
    )
    def bring_scans(self, paper_id, **_params):
        """Take files for a paper of a dossier.

        :param paper_id: id of a ``tthc.dossier.component``
        :return: JSON with ``taken`` and ``messages``; 403 or 422 with ``messages``
            when nothing can be taken
        """
        uploads = request.httprequest.files.getlist("files")[:MOST_FILES]
        files = [(upload.filename or "", upload.read()) for upload in uploads]
        paper = request.env["tthc.dossier.component"].browse(paper_id).exists()
        return self._answer(lambda: paper._attach(files) if paper else self._gone())

    @http.route(
        "/tthc/results/<int:result_id>/scans",
        type="http",
        auth="user",
        methods=["POST"],
        max_content_length=LARGEST_REQUEST,
    )
    def bring_result(self, result_id, **_params):
        """Take the scan of a result; the first file only.

        :param result_id: id of a ``tthc.dossier.result``
        :return: as :meth:`bring_scans`
        """
        uploads = request.httprequest.files.getlist("files")[:1]
        files = [(upload.filename or "", upload.read()) for upload in uploads]
        result = request.env["tthc.dossier.result"].browse(result_id).exists()
        known = bool(result and files)
        return self._answer(
            lambda: result._attach_result(files) if known else self._gone()
        )

    @staticmethod
    def _answer(act):
        """JSON of what an action answers, or of why it does not.

        :param act: function without arguments
        """
        try:
            answer = act()
        except UserError as fault:
            status = 403 if isinstance(fault, AccessError) else 422
            return request.make_json_response({"messages": [str(fault)]}, status=status)
        return request.make_json_response(answer)

    @http.route(
        "/tthc/papers/<int:paper_id>.pdf", type="http", auth="user", methods=["GET"]
    )
    def read_paper(self, paper_id, **_params):
        """All files of a paper as one PDF, shown in the browser.

        :param paper_id: id of a ``tthc.dossier.component``
        :return: the PDF; 404 when there is none that the user may read
        """
        paper = request.env["tthc.dossier.component"].browse(paper_id)
        try:
            content = paper.exists() and paper._joined_scans()
        except (AccessError, MissingError) as fault:
            raise NotFound from fault
        if not content:
            raise NotFound
        return self.pdf_response(content, f"{paper.name[:80]}.pdf")

    @staticmethod
    def pdf_response(content, name):
        """A PDF for the browser to show, that no cache keeps."""
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(name, "inline")),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )

    @staticmethod
    def _gone():
        raise UserError(
            request.env._("This paper is gone: reload the page and look again.")
        )
