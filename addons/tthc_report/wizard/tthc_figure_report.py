from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from ..models.tthc_figure_reckoning import TABLES, Scope


class TthcFigureReport(models.TransientModel):
    """Further tables of a period: choose one, look, open the list of a figure, print.

    Whoever asks sees what they may see: a leader the own agency, a manager the center.
    """

    _name = "tthc.figure.report"
    _inherit = ["tthc.table.screen"]
    _description = "Further tables"
    _table_settings = (
        "table",
        "date_from",
        "date_to",
        "center_id",
        "agency_id",
        "by",
    )

    table = fields.Selection(
        [
            ("interlinked", "Interlinked dossiers by each agency's share"),
            ("apology", "Letters of apology"),
            ("supplement", "Supplements"),
            ("refusal", "Refusals"),
            ("refusal_reason", "Reasons of refusals"),
            ("intake", "Turned away at intake"),
            ("channel", "Channel, online level and post"),
            ("carried", "Carried over from earlier periods"),
            ("hours", "Working time by procedure and step"),
            ("where", "Where the time went"),
            ("score", "Scoring (Circular 01/2018)"),
            ("decision_766", "Measurable parts of Decision 766"),
        ],
        required=True,
        default="interlinked",
    )
    by = fields.Selection(
        [
            ("agency", "Agency"),
            ("sector", "Sector"),
            ("procedure", "Procedure"),
            ("step", "Procedure and step"),
            ("center", "Center"),
            ("reason", "Reason"),
        ],
        string="A row each",
        compute="_compute_by",
        store=True,
        readonly=False,
    )
    by_choices = fields.Json(compute="_compute_by_choices")
    date_from = fields.Date(
        string="From", required=True, default=lambda self: today(VIETNAM).replace(day=1)
    )
    date_to = fields.Date(
        string="To", required=True, default=lambda self: today(VIETNAM)
    )
    day = fields.Date(related="date_to", string="Day of the letterhead")
    center_id = fields.Many2one(
        "tthc.center",
        default=lambda self: self._default_center_id(),
        help="Empty: all that you may see.",
    )
    agency_id = fields.Many2one("tthc.agency", help="Empty: all that you may see.")

    @api.model
    def _default_center_id(self):
        """The own center of who manages one; an inspector looks at all of them."""
        user = self.env.user
        if user.has_group("tthc_base.group_center_manager"):
            return user.tthc_center_id
        return self.env["tthc.center"]

    @api.depends("table")
    def _compute_by(self):
        for report in self:
            choices = TABLES[report.table][1] if report.table else ("agency",)
            report.by = report.by if report.by in choices else choices[0]

    @api.depends("table")
    def _compute_by_choices(self):
        for report in self:
            report.by_choices = list(TABLES[report.table][1]) if report.table else []

    @api.depends("table")
    @api.depends_context("lang")
    def _compute_display_name(self):
        tables = dict(self._fields["table"]._description_selection(self.env))
        for report in self:
            report.display_name = tables.get(report.table, "")

    def _is_ready(self):
        return bool(
            self.table
            and self.date_from
            and self.date_to
            and self.date_from <= self.date_to
        )

    def _file_stem(self):
        return f"{self.table}_{self.date_from}_{self.date_to}"

    def _scope(self):
        self.ensure_one()
        return Scope(
            self.date_from,
            self.date_to,
            self.center_id.id,
            self.agency_id.id,
            self.by or "",
        )

    def _reckoned(self):
        """The table as ``tthc.table.screen`` has it."""
        if not self._is_ready():
            raise UserError(self.env._("The last day lies before the first one."))
        table = self.env["tthc.figure.reckoning"]._reckon(self.table, self._scope())
        whose = [self.center_id.name, self.agency_id.name]
        period = f"từ {self.date_from:%d/%m/%Y} đến {self.date_to:%d/%m/%Y}"
        return table | {"subtitle": " · ".join([*filter(None, whose), period])}

    def _cell_action(self, row, column, _unknown):
        reckoning = self.env["tthc.figure.reckoning"]
        found = reckoning._cell(self.table, self._scope(), row, column)
        if not found:
            return None
        model, domain = found
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": model,
            "views": [(False, "list"), (False, "form")]
            if model == "tthc.dossier"
            else [(False, "list")],
            "domain": domain,
            "target": "current",
        }

    def _print_report(self):
        return self.env.ref("tthc_report.action_report_figures")

    def _issuer(self):
        """Who reports, where no center is chosen: the agency, or the province.

        :return: pair of names for the letterhead
        """
        self.ensure_one()
        agency = self.agency_id or self.env["tthc.agency"].search(
            [("kind", "=", "committee"), ("level", "=", "province")], limit=1
        )
        return tuple(
            owner._names_at(self.day)["name"] if owner else ""
            for owner in (agency.parent_id, agency)
        )
