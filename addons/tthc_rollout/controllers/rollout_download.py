import re

from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: What can be taken along: name in the address → model, name of the file, and the
#: methods that write it.
FILES = {
    "consultation": (
        "tthc.consultation",
        "Góp ý",
        {"xlsx": "_workbook", "docx": "_document"},
    ),
    "plan": ("tthc.plan.paper", "Kế hoạch triển khai", {"xlsx": "_workbook"}),
    "problem_report": (
        "tthc.problem.report",
        "Khó khăn, vướng mắc",
        {"docx": "_document"},
    ),
    "outline": (
        "tthc.outline",
        "Tổng hợp báo cáo",
        {"xlsx": "_workbook", "docx": "_document"},
    ),
    "outline_report": (
        "tthc.outline.report",
        "Báo cáo {record.agency_id.display_name}",
        {"docx": "_document"},
    ),
    "readiness_report": (
        "tthc.readiness.report",
        "Báo cáo tiến độ {record.agency_id.display_name}",
        {"docx": "_document"},
    ),
    "readiness_campaign": (
        "tthc.readiness.campaign",
        "Tổng hợp báo cáo tiến độ",
        {"xlsx": "_workbook"},
    ),
    "readiness_board": (
        "tthc.readiness.report",
        "Mức độ sẵn sàng",
        {"xlsx": "_board_workbook"},
    ),
    "readiness_difficulty": (
        "tthc.readiness.difficulty",
        "Khó khăn, kiến nghị",
        {"xlsx": "_workbook"},
    ),
    "golive": ("tthc.golive", "Danh mục chuẩn bị khai trương", {"xlsx": "_workbook"}),
    "dispatch": (
        "tthc.dispatch",
        "Bảng theo dõi thực hiện nhiệm vụ",
        {"xlsx": "_workbook"},
    ),
    "duty": (
        "tthc.duty.share",
        "Bảng theo dõi thực hiện nhiệm vụ",
        {"xlsx": "_workbook"},
    ),
}
#: An id as PostgreSQL has them.
ID = re.compile(r"[0-9]{1,9}")
#: Lists, of which several records go into one file.
LISTS = {"readiness_board", "readiness_difficulty", "duty"}
TYPES = {"xlsx": XLSX, "docx": DOCX}


class RolloutDownload(http.Controller):
    """Tables and reports as files. Who may read the record may take its file."""

    @http.route(
        "/tthc_rollout/<string:what>/<int:record_id>.<string:kind>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download(self, what, record_id, kind, more=""):
        """The file of a record, or of several in a list.

        :param what: key of :data:`FILES`
        :param record_id: id of the record
        :param kind: “xlsx” or “docx”
        :param more: ids of further records of a list, between commas
        :raise NotFound: for what there is not, or not for this user
        """
        model, name, writers = FILES.get(what, (None, "", {}))
        ids = [record_id]
        if what in LISTS:
            ids += [int(text) for text in more.split(",") if ID.fullmatch(text)]
        record = model and kind in writers and self._readable(model, ids)
        if not record:
            raise request.not_found()
        # Names above are constants of this file; what they show is the record's.
        name = name.format(record=record).replace("/", "-")
        return request.make_response(
            getattr(record, writers[kind])(),
            [
                ("Content-Type", TYPES[kind]),
                ("Content-Disposition", content_disposition(f"{name}.{kind}")),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    def _readable(self, model, ids):
        """The records that the user may see, in the order of the ids."""
        records = request.env[model]
        if not records.has_access("read"):
            return records
        seen = set(records.search([("id", "in", ids)]).ids)
        return records.browse(number for number in ids if number in seen)
