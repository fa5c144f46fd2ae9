import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import now

from ..tools.outline_paper import OutlinePaper
from ..tools.taken_along import taken_along
from .outline_table import EDITABLE, OUTLINE_REPORT_MOVES


class TthcOutlineReport(models.Model):
    """The report of one unit along the outline; each filing of it is kept."""

    _name = "tthc.outline.report"
    _inherit = [
        "tthc.outline.report.filling",
        "tthc.guarded.table",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Report along an outline"
    _order = "outline_id desc, agency_id"
    _moves = OUTLINE_REPORT_MOVES
    _moved_fields = (
        "state",
        "filed_at",
        "filed_by_id",
        "is_late",
        "remarks",
        "outline_id",
        "agency_id",
        "filing_ids",
    )

    outline_id = fields.Many2one(
        "tthc.outline",
        string="Report on",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    outline_state = fields.Selection(related="outline_id.state", string="Outline is")
    agency_id = fields.Many2one(
        "tthc.agency",
        string="Unit",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    due_at = fields.Datetime(related="outline_id.due_at", string="Due at")
    part_ids = fields.One2many("tthc.outline.part", "report_id", string="Report")
    unit_ids = fields.One2many("tthc.outline.unit", "report_id", string="Units below")
    has_units = fields.Boolean(compute="_compute_has_units")
    state = fields.Selection(
        [
            ("draft", "Being written"),
            ("filed", "Filed"),
            ("returned", "Returned"),
            ("accepted", "Accepted"),
        ],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
    )
    remarks = fields.Char(string="To be mended", readonly=True, tracking=True)
    filed_at = fields.Datetime(string="Filed on", readonly=True)
    filed_by_id = fields.Many2one("res.users", string="Filed by", readonly=True)
    is_late = fields.Boolean(string="Late", readonly=True)
    filing_ids = fields.One2many(
        "tthc.outline.filing", "report_id", string="Versions", readonly=True
    )
    missing_count = fields.Integer(string="Not written", compute="_compute_missing")
    is_own = fields.Boolean(compute="_compute_is_own")

    _unit_uniq = models.UniqueIndex(
        "(outline_id, agency_id)", "This unit is asked already."
    )

    @api.depends("outline_id", "agency_id")
    def _compute_display_name(self):
        for report in self:
            report.display_name = (
                f"{report.agency_id.display_name} · {report.outline_id.name}"
            )

    @api.depends("agency_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        files = self._may_move("file")
        for report in self:
            report.is_own = files and self.env.user in report.agency_id.user_ids

    @api.depends("part_ids.kind")
    def _compute_has_units(self):
        for report in self:
            report.has_units = "units" in report.part_ids.mapped("kind")

    @api.depends("part_ids.text")
    def _compute_missing(self):
        for report in self:
            report.missing_count = len(report._unwritten())

    def _unwritten(self):
        """Lines that say nothing yet: neither text nor figures."""
        return self.part_ids.filtered(
            lambda part: part.kind != "heading" and not part.text and not part.figures
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Create reports; opening an outline does it.

        :raise AccessError: for everybody else
        """
        self._check_moving()
        return super().create(vals_list)

    # -- actions ----------------------------------------------------------------------

    def action_file(self):
        """File the report: one more version is kept, and whether it is late.

        :raise AccessError: for everybody but reporters and leaders of the unit
        :raise UserError: names the lines that say nothing, or the unit it belongs to
        """
        self._check_move("file")
        moment = now()
        for report in self:
            report._check_own()
            report._check_written()
            report.outline_id._check_state("open")
            first = not report.filed_at
            report._move(
                "file",
                {
                    "filed_at": moment,
                    "filed_by_id": self.env.uid,
                    "is_late": moment > report.due_at if first else report.is_late,
                    "remarks": False,
                },
            )
            report._freeze(moment)

    def _check_own(self):
        self.ensure_one()
        if not self.env.su and self.env.user not in self.agency_id.user_ids:
            raise UserError(
                self.env._(
                    "Only %(agency)s itself writes its report.",
                    agency=self.agency_id.display_name,
                )
            )

    def _check_written(self):
        missing = self._unwritten()
        if missing:
            raise UserError(
                self.env._(
                    "Nothing is said yet on: %(lines)s. Write “Không có” where there "
                    "is nothing to say.",
                    lines="; ".join(missing.mapped("name")),
                )
            )

    def action_return(self, reason=None):
        """Ask the unit to mend its report.

        :param reason: what is to be mended
        :raise AccessError: when the user is no coordinator
        :raise UserError: without a reason
        """
        self._check_move("return")
        reason = self._said(reason)
        self.outline_id._check_state("open")
        self._move("return", {"remarks": reason})

    def action_accept(self):
        """Accept the report.

        :raise AccessError: when the user is no coordinator
        """
        self._check_move("accept")
        self._move("accept")

    def action_refresh(self):
        """Take the figures of the system anew; what was written stays.

        :raise UserError: for a report that was filed, or of another unit
        """
        self._check_state(*EDITABLE)
        for report in self:
            report._check_own()
        self._refresh_figures()

    def action_word(self):
        """Take the report along as a Word file.

        :return: action
        """
        self.ensure_one()
        return taken_along(self, "outline_report", "docx")

    # -- what it says -----------------------------------------------------------------

    def _content(self):
        """What the report says: as filed last, else as it stands.

        :return: dict of JSON values
        """
        self.ensure_one()
        if self.state not in EDITABLE and self.filing_ids:
            return json.loads(self.filing_ids[-1].content)
        return self._content_now()

    def _content_now(self):
        """What the report says as it stands.

        :return: dict with ``agency``, ``parts`` and ``units``
        """
        self.ensure_one()
        return {
            "agency": self.agency_id.name,
            "parts": [
                {
                    "level": part.level,
                    "code": part.code or "",
                    "name": part.name,
                    "kind": part.kind,
                    "key": part.item_id.figures or "",
                    "figures": part.figures or [],
                    "text": part.text or "",
                }
                for part in self.part_ids
            ],
            "units": [unit._content() for unit in self.unit_ids],
        }

    def _freeze(self, moment):
        """Keep what the report says as it is filed.

        :param moment: naive UTC
        """
        content = json.dumps(
            self._content_now(),
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        filings = self.env["tthc.outline.filing"]._appending()
        filings.create(
            {
                "report_id": self.id,
                "number": len(self.filing_ids) + 1,
                "filed_at": moment,
                "filed_by_id": self.env.uid,
                "content": content,
                "digest": hashlib.sha256(content.encode()).hexdigest(),
            }
        )

    def _paper(self):
        """What the report says, ready to be printed or written to a file."""
        self.ensure_one()
        return OutlinePaper(self)

    def _document(self):
        """The report as a Word file.

        :return: bytes
        """
        return self._paper().word()
