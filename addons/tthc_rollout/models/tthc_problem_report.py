import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.models.tthc_guarded_table import Move
from odoo.addons.tthc_base.tools.clock import now

from ..tools.taken_along import taken_along
from ..tools.word_table import WordTable
from .problem_table import COORDINATOR

HEADS = (
    ("TT", 1.0),
    ("Đơn vị", 3.6),
    ("Khó khăn, vướng mắc", 7.6),
    ("Đề xuất", 5.0),
    ("Đã giải quyết thế nào", 5.0),
    ("Tình trạng", 2.8),
)


class TthcProblemReport(models.Model):
    """Difficulties reported upward: what was said then stays as it was said."""

    _name = "tthc.problem.report"
    _inherit = ["tthc.ruled.by.lines", "tthc.guarded.table", "mail.thread"]
    _description = "Difficulties reported upward"
    _order = "sent_at desc, id desc"
    _ruling_lines = ("problem_ids",)
    _moves = {"send": Move(("draft",), "sent", (COORDINATOR,))}
    _moved_fields = ("state", "sent_at", "sent_by_id", "content", "fingerprint")

    name = fields.Char(string="Subject", required=True)
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Reporting unit",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user.tthc_agency_ids[:1],
    )
    receiver = fields.Char(string="Addressed to", required=True)
    dispatch_number = fields.Char(string="Dispatch")
    dispatch_date = fields.Date(string="Of")
    problem_ids = fields.Many2many("tthc.problem", string="Difficulties")
    state = fields.Selection(
        [("draft", "Draft"), ("sent", "Sent")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    sent_at = fields.Datetime(string="Sent on", readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    content = fields.Json(readonly=True, copy=False)
    fingerprint = fields.Char(string="SHA-256", readonly=True, copy=False)

    def write(self, vals):
        """Write reports that were not sent yet."""
        if not self._is_moving() and vals.keys() & {
            "name",
            "agency_id",
            "receiver",
            "dispatch_number",
            "dispatch_date",
            "problem_ids",
        }:
            self._check_state("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        self._check_state("draft")

    def action_send(self):
        """Note the report as sent; its table is kept as it is now.

        :raise AccessError: when the user is no coordinator
        :raise UserError: without difficulties, a number or a date
        """
        self._check_move("send")
        for report in self:
            if not report.problem_ids:
                raise UserError(
                    self.env._("Choose the difficulties that are reported.")
                )
            if not report.dispatch_number or not report.dispatch_date:
                raise UserError(
                    self.env._("Enter number and date of the dispatch it goes with.")
                )
            rows = report._rows()
            canonical = json.dumps(
                rows, sort_keys=True, ensure_ascii=False, separators=(",", ":")
            )
            report._move(
                "send",
                {
                    "sent_at": now(),
                    "sent_by_id": self.env.uid,
                    "content": rows,
                    "fingerprint": hashlib.sha256(canonical.encode()).hexdigest(),
                },
            )
            report.problem_ids._moving().write({"report_id": report.id})

    def _rows(self):
        """The rows of the table: as they were sent, else as they are.

        :return: list of lists of texts
        """
        self.ensure_one()
        if self.state == "sent":
            return self.content
        labels = dict(
            self.env["tthc.problem"]._fields["state"]._description_selection(self.env)
        )
        return [
            [
                str(number),
                problem.agency_id.display_name,
                "\n".join(filter(None, (problem.name, problem.description))),
                problem.proposal or "",
                problem.answer or "",
                labels[problem.state],
            ]
            for number, problem in enumerate(self.problem_ids.sorted("id"), 1)
        ]

    def action_word(self):
        """Take the report along as a Word file.

        :return: action
        """
        self.ensure_one()
        return taken_along(self, "problem_report", "docx")

    def _document(self):
        """The report as a Word file.

        :return: bytes
        """
        self.ensure_one()
        document = WordTable(landscape=True)
        document.heading(
            self.agency_id.display_name, self.dispatch_number, self.dispatch_date
        )
        document.title("TỔNG HỢP KHÓ KHĂN, VƯỚNG MẮC", self.name)
        document.paragraph(f"Kính gửi: {self.receiver}")
        document.table(HEADS, self._rows())
        document.signature()
        return document.content()
