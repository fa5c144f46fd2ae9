from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .readiness_table import SENT
from .tthc_readiness_report_cells import COLUMNS

#: From the worst on; a row is what its worst cell is, grey says nothing.
LEVELS = ("red", "amber", "green", "grey")
#: Places in the order of the board: level, then what is overdue, then the score.
LEVEL_STEP, OVERDUE_STEP = 1000, 500


class TthcReadinessReportStanding(models.AbstractModel):
    """How an agency stands, column by column, as the province's board shows it.

    Nothing of it is stored: rules, photos, assignments and the clock change it without
    a write to the report. It is computed for all rows at once, and searched and
    ordered by what it is at that moment.
    """

    _name = "tthc.readiness.report.standing"
    _description = "Standing of an agency before the opening"

    staff_standing = fields.Json(
        string="Staff", compute="_compute_standing", compute_sudo=True
    )
    procedures_standing = fields.Json(
        string="Procedures", compute="_compute_standing", compute_sudo=True
    )
    routes_standing = fields.Json(
        string="Post", compute="_compute_standing", compute_sudo=True
    )
    plan_standing = fields.Json(
        string="Plan", compute="_compute_standing", compute_sudo=True
    )
    difficulties_standing = fields.Json(
        string="Difficulties", compute="_compute_standing", compute_sudo=True
    )
    filing_standing = fields.Json(
        string="Filing", compute="_compute_standing", compute_sudo=True
    )
    standing_level = fields.Selection(
        [("red", "Red"), ("amber", "Amber"), ("green", "Green"), ("grey", "Grey")],
        string="Standing",
        compute="_compute_standing",
        search="_search_standing_level",
        compute_sudo=True,
    )
    standing_rank = fields.Integer(
        string="Most urgent first", compute="_compute_standing", compute_sudo=True
    )
    is_ready = fields.Boolean(
        string="Ready",
        compute="_compute_standing",
        search="_search_is_ready",
        compute_sudo=True,
        help="Filed, and nothing that is asked for is missing.",
    )
    lacks_staff = fields.Boolean(
        compute="_compute_standing", search="_search_lacks_staff", compute_sudo=True
    )
    lacks_procedures = fields.Boolean(
        compute="_compute_standing",
        search="_search_lacks_procedures",
        compute_sudo=True,
    )
    lacks_routes = fields.Boolean(
        compute="_compute_standing", search="_search_lacks_routes", compute_sudo=True
    )
    lacks_plan = fields.Boolean(
        compute="_compute_standing", search="_search_lacks_plan", compute_sudo=True
    )

    @api.depends("findings", "state", "due_at", "is_late", "campaign_id.state")
    @api.depends_context("lang")
    def _compute_standing(self):
        words = self._lack_words()
        asked = self._waiting_difficulties()
        spans = self._late_spans()
        for report in self:
            found = report._found()
            cells = {
                column: report._section_cell(column, found, words) for column in COLUMNS
            }
            cells["plan"] = report._plan_cell(cells["plan"])
            for column in COLUMNS:
                report[f"lacks_{column}"] = cells[column]["level"] in ("red", "amber")
            cells["difficulties"] = report._difficulty_cell(asked)
            cells["filing"] = report._filing_cell(spans.get(report.id))
            for column, cell in cells.items():
                report[f"{column}_standing"] = cell
            level = min((cell["level"] for cell in cells.values()), key=LEVELS.index)
            overdue = cells["filing"]["level"] == "red"
            report.standing_level = level
            report.standing_rank = (
                LEVELS.index(level) * LEVEL_STEP
                + (0 if overdue else OVERDUE_STEP)
                + report.score
            )
            report.is_ready = report.state in SENT and not report.finding_count

    # -- searched and ordered by what it is now ---------------------------------------

    def _search_standing(self, operator, test):
        """Domain of the reports of which something is true now.

        The board says which campaign it shows (``readiness_campaign_id`` of the
        context, which only narrows); without it all reports of the user are looked at.

        :param operator: as of a search method
        :param test: function of a report, or name of a field
        """
        if operator != "in":
            return NotImplemented
        campaign = self.env.context.get("readiness_campaign_id")
        domain = Domain("campaign_id", "=", campaign) if campaign else Domain.TRUE
        return Domain("id", "in", self.search(domain).filtered(test).ids)

    def _search_standing_level(self, operator, value):
        return self._search_standing(
            operator, lambda report: report.standing_level in value
        )

    def _search_is_ready(self, operator, _value):
        return self._search_standing(operator, "is_ready")

    def _search_lacks_staff(self, operator, _value):
        return self._search_standing(operator, "lacks_staff")

    def _search_lacks_procedures(self, operator, _value):
        return self._search_standing(operator, "lacks_procedures")

    def _search_lacks_routes(self, operator, _value):
        return self._search_standing(operator, "lacks_routes")

    def _search_lacks_plan(self, operator, _value):
        return self._search_standing(operator, "lacks_plan")

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Order by the standing of this moment: it is computed for the rows found."""
        if field_name not in ("standing_rank", "score"):
            return super()._order_field_to_sql(
                alias, field_name, direction, nulls, query
            )
        found = self.browse()
        if not query.is_empty():
            rows = self.env.execute_query(query.select(SQL.identifier(alias, "id")))
            found = self.browse(row[0] for row in rows)
        return SQL(
            "(%s::int[])[array_position(%s::int[], %s)] %s %s",
            found.mapped(field_name) or [0],
            found.ids or [0],
            SQL.identifier(alias, "id"),
            direction,
            nulls,
        )
