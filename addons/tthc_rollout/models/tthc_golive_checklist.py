from odoo import api, fields, models

from ..tools.golive_paper import GolivePaper
from ..tools.taken_along import taken_along

#: What a line can be asked to do from the list.
BUTTONS = ("tick", "untick", "report", "receive")


class TthcGoliveChecklist(models.AbstractModel):
    """The list as it is worked through on the screen, printed and taken along."""

    _name = "tthc.golive.checklist"
    _description = "Screen and files of a go-live checklist"

    checklist = fields.Json(string="By section", compute="_compute_checklist")
    line_count = fields.Integer(string="Lines", compute="_compute_progress")
    done_count = fields.Integer(string="In order", compute="_compute_progress")
    missing_count = fields.Integer(
        string="Required and missing", compute="_compute_progress"
    )
    progress = fields.Float(string="Done", compute="_compute_progress")
    planned_cost = fields.Monetary(string="Planned cost", compute="_compute_cost")
    actual_cost = fields.Monetary(string="Actual cost", compute="_compute_cost")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")

    def _compute_currency_id(self):
        self.currency_id = self.env.ref("base.VND", raise_if_not_found=False)

    @api.depends("line_ids.planned_cost", "line_ids.actual_cost")
    @api.depends_context("uid")
    def _compute_cost(self):
        for golive in self:
            golive.planned_cost = sum(golive._lines().mapped("planned_cost"))
            golive.actual_cost = sum(golive._lines().mapped("actual_cost"))

    @api.depends("line_ids.state", "line_ids.is_required", "state", "opening_day")
    @api.depends_context("uid")
    def _compute_progress(self):
        standings = self._live_standings()
        for golive in self:
            settled = golive._settled_lines(standings[golive])
            lines = golive._lines()
            golive.line_count = len(lines)
            golive.done_count = len(settled)
            golive.missing_count = len((lines - settled).filtered("is_required"))
            golive.progress = 100 * len(settled) / len(lines) if lines else 0

    def _lines(self):
        """The lines that the user may see, whoever has read the list before."""
        self.ensure_one()
        return self.line_ids._filtered_access("read")

    def _settled_lines(self, live):
        """The lines about which nothing is left to do.

        :param live: dict of key → ``Standing`` of this checklist
        """
        self.ensure_one()
        return self._lines().filtered(lambda line: line._settled(live))

    @api.depends("line_ids", "state", "opening_day")
    @api.depends_context("uid", "lang")
    def _compute_checklist(self):
        standings = self._live_standings()
        for golive in self:
            golive.checklist = golive._checklist(standings[golive])

    def _checklist(self, live):
        """Sections and lines as the screen shows them.

        :param live: dict of key → ``Standing`` of this checklist
        """
        self.ensure_one()
        settled = self._settled_lines(live)
        return [
            {
                "id": section.id,
                "name": section.name,
                "done": len(lines & settled),
                "total": len(lines),
                "lines": [line._checklist_row(live, line in settled) for line in lines],
            }
            for section, lines in self._by_section()
        ]

    def _by_section(self):
        """Pairs of section and its lines, in order."""
        self.ensure_one()
        groups = self._lines().sorted().grouped("section_id")
        return [(section, groups[section]) for section in groups]

    def action_excel(self):
        """Take the tables for the department of finance along as Excel.

        :return: action
        """
        self.ensure_one()
        return taken_along(self, "golive")

    def action_lines(self):
        """Open the lines as a table: quantities, costs, who sees to what.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_rollout.tthc_golive_line_action"
        )
        return {
            **action,
            "domain": [("golive_id", "=", self.id)],
            "context": {
                "create": self.state in ("draft", "running"),
                "default_golive_id": self.id,
                "default_agency_id": self.center_id.agency_id.id,
                "search_default_by_section": 1,
            },
        }

    def _paper(self):
        """What the list says, ready to be written to a file."""
        self.ensure_one()
        return GolivePaper(self)

    def _workbook(self):
        """Equipment and costs that the user may see, as an Excel file.

        :return: bytes
        """
        return self._paper().excel()
