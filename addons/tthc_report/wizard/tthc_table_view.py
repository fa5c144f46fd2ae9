from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from ..tools.period import short_day, span_text
from ..tools.table_layout import TableScope

INSPECTOR = "tthc_base.group_inspector"
MANAGER = "tthc_base.group_center_manager"
SIGNERS = (
    {"title": "Người lập biểu"},
    {"title": "Thủ trưởng đơn vị", "note": "Ký, đóng dấu và ghi rõ họ tên"},
)


class TthcTableView(models.TransientModel):
    """The screen of the official tables: choose one, a period, a place, and look.

    A manager sees the own center, a leader the own agencies, an inspector all; the
    rights to dossiers confine every figure besides.
    """

    _name = "tthc.table.view"
    _inherit = ["tthc.table.freezable"]
    _description = "Official table"
    _table_settings = (
        "table",
        "grouping",
        "period_kind",
        "basis",
        "date_from",
        "date_to",
        "center_id",
        "agency_id",
    )

    table = fields.Selection(
        selection="_selection_table",
        required=True,
        default=lambda self: self._selection_table()[0][0],
    )
    groupings = fields.Json(compute="_compute_groupings")
    grouping = fields.Selection(
        [
            ("sector", "By sector"),
            ("agency", "By agency"),
            ("center", "By center"),
            ("level", "By level"),
            ("procedure", "By procedure"),
            ("channel", "By channel"),
            ("step", "By procedure and step"),
            ("reason", "By reason"),
            ("whole", "As the form has it"),
        ],
        string="Rows",
        compute="_compute_grouping",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    period_kind = fields.Selection(
        [
            ("month", "Month"),
            ("quarter", "Quarter"),
            ("half", "Half-year"),
            ("year", "Year"),
            ("free", "Free dates"),
        ],
        string="Period",
        required=True,
        default="month",
    )
    basis = fields.Selection(
        [("law", "Cut-off of the law"), ("calendar", "Calendar")],
        string="Cut",
        required=True,
        default="law",
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._default_bounds()[0]
    )
    date_to = fields.Date(
        string="To", required=True, default=lambda self: self._default_bounds()[1]
    )
    day = fields.Date(related="date_to", string="Day of the letterhead")
    center_id = fields.Many2one(
        "tthc.center", default=lambda self: self._default_center_id()
    )
    agency_id = fields.Many2one(
        "tthc.agency", default=lambda self: self._default_agency_id()
    )
    reach = fields.Selection(
        [("all", "Everything"), ("center", "Own center"), ("agency", "Own agencies")],
        compute="_compute_reach",
        default=lambda self: self._reach(),
    )

    # -- what is asked for ---------------------------------------------------------

    @api.model
    def _selection_table(self):
        """Models of tables with their names, in their order."""
        names = self.env.registry.descendants(["tthc.table"], "_inherit")
        tables = [name for name in names if self.env[name]._table_sequence]
        tables.sort(key=lambda name: self.env[name]._table_sequence)
        return [(name, self.env["ir.model"]._get(name).name) for name in tables]

    @api.model
    def _default_bounds(self):
        day = today(VIETNAM)
        return self.env["tthc.report.period"]._rule("month", "law", day)._bounds(day)

    @api.model
    def _default_center_id(self):
        return self._reach() == "center" and self.env.user.tthc_center_id

    @api.model
    def _default_agency_id(self):
        return self._reach() == "agency" and self.env.user.tthc_agency_ids[:1]

    @api.model
    def _reach(self):
        """How far the user sees: all, center or agency."""
        user = self.env.user
        if user.has_group(INSPECTOR):
            return "all"
        return "center" if user.has_group(MANAGER) else "agency"

    @api.depends_context("uid")
    def _compute_reach(self):
        self.reach = self._reach()

    @api.depends("table")
    def _compute_groupings(self):
        for view in self:
            view.groupings = list(view._groupings())

    @api.depends("table")
    def _compute_grouping(self):
        for view in self:
            groupings = view._groupings()
            if view.grouping not in groupings:
                view.grouping = groupings[:1] and groupings[0]

    def _groupings(self):
        return self.table and self.env[self.table]._groupings or ()

    @api.depends("table")
    @api.depends_context("lang")
    def _compute_display_name(self):
        tables = dict(self._selection_table())
        for view in self:
            view.display_name = tables.get(view.table, "")

    @api.onchange("period_kind", "basis")
    def _onchange_period(self):
        """The period of the new kind in which the chosen one ends."""
        if self.period_kind != "free":
            day = min(self.date_to or today(VIETNAM), today(VIETNAM))
            self.date_from, self.date_to = self._rule(day)._bounds(day)

    def _rule(self, day):
        """The rule of the chosen kind of period that cuts a day."""
        return self.env["tthc.report.period"]._rule(self.period_kind, self.basis, day)

    def action_previous(self):
        """Step one period back."""
        self._step(back=True)

    def action_next(self):
        """Step one period on."""
        self._step(back=False)

    def _step(self, back):
        """Move to the neighbouring period; free dates move by their own length."""
        self.ensure_one()
        if self.period_kind == "free":
            days = self.date_to - self.date_from
            one = fields.Date.add(self.date_to, days=1) - self.date_to
            move = -(days + one) if back else days + one
            bounds = (self.date_from + move, self.date_to + move)
        elif back:
            bounds = self._rule(self.date_from)._previous(self.date_from)
        else:
            bounds = self._rule(self.date_to)._next(self.date_to)
        self.date_from, self.date_to = bounds

    def _is_ready(self):
        return bool(
            self.table
            and self.date_from
            and self.date_to
            and self.date_from <= self.date_to
            and self.grouping in self._groupings()
            and (self._reach() != "center" or self.center_id)
            and (self._reach() != "agency" or self.agency_id)
        )

    def _scope(self):
        """What the table is asked for.

        :return: ``TableScope``
        :raise AccessError: for a place that is not the user's
        """
        self.ensure_one()
        user = self.env.user
        reach = self._reach()
        own = (
            reach == "all"
            or (reach == "center" and self.center_id == user.tthc_center_id)
            or (reach == "agency" and self.agency_id <= user.tthc_agency_ids)
        )
        missing = (reach == "center" and not self.center_id) or (
            reach == "agency" and not self.agency_id
        )
        if not own or missing:
            raise AccessError(
                self.env._(
                    "You see the tables of your own center or agency. Choose it above."
                )
            )
        return TableScope(
            self.date_from,
            self.date_to,
            self.grouping,
            self.center_id._origin or self.center_id,
            self.agency_id._origin or self.agency_id,
        )

    def _owner(self):
        """Override: a leader of several agencies sends the table of the chosen one."""
        owner = super()._owner()
        return self.agency_id if self.agency_id and owner != self.center_id else owner

    # -- what the screen of a table asks -------------------------------------------

    def _reckoned(self):
        scope = self._scope()
        table = self.env[self.table]._reckon(scope)
        return {
            **table,
            "subtitle": f"Kỳ báo cáo: {self._period_text()}",
            "notes": [*self._lasting_note(), *table["notes"]],
            "form": {**table["form"], "reporter": self._reporter(), "receiver": ""},
            "signers": [dict(signer) for signer in SIGNERS],
            "issuer": self._issuer(),
        }

    def _members(self):
        return self.env[self.table]._table_members(self._scope())

    def _period_text(self):
        """The period as it is printed."""
        if self.period_kind == "free":
            return span_text(self.date_from, self.date_to)
        rule = self._rule(self.date_to)
        if rule._bounds(self.date_to) != (self.date_from, self.date_to):
            return span_text(self.date_from, self.date_to)
        return rule._printed(self.date_to)

    def _lasting_note(self):
        """A period that is not over is counted up to today."""
        day = today(VIETNAM)
        if self.date_to < day:
            return []
        return [f"Kỳ báo cáo chưa kết thúc: tính đến hết ngày {short_day(day)}."]

    def _reporter(self):
        """Who reports, by the name of the last day."""
        owner = self.agency_id or self.center_id or self._province()
        return owner._names_at(self.date_to)["name"] if owner else ""

    def _province(self):
        return self.env["tthc.agency"].search(
            [("kind", "=", "committee"), ("level", "=", "province")], limit=1
        )

    def _issuer(self):
        """Names for the letterhead, as they were on the last day.

        :return: list of two names, the first may be empty
        """
        agency = self.agency_id or self._province()
        owners = (agency.parent_id, agency)
        if self.center_id and not self.agency_id:
            owners = (self.center_id._body_at(self.date_to), self.center_id)
        return [
            owner._names_at(self.date_to)["name"] if owner else "" for owner in owners
        ]

    def _file_stem(self):
        stem = (self.table or "").rpartition(".")[2]
        return f"{stem}_{self.date_from}_{self.date_to}"

    def _cell_action(self, row, column, unknown):
        table = self.env[self.table]
        domain = table._cell_domain(self._scope(), row, column)
        if domain is None or unknown:
            return None
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What the figure counts"),
            "res_model": table._counts_by(column),
            "views": [(False, "list"), (False, "form")],
            "view_mode": "list,form",
            "domain": list(domain),
            "context": {"create": False},
            "target": "current",
        }

    def _print_report(self):
        return self.env.ref("tthc_report.action_report_table")
