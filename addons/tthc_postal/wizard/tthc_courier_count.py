from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.table_layout import (
    TOTAL_LABEL,
    figure_text,
    header_rows,
)
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from ..tools.period_layout import NO_AGENCY, NO_ROUND, TABLES

#: Measures behind the means, by table: the sum, and the column that it is divided by.
MEANS = {
    "punctuality": ("late_minutes:sum", "late"),
    "discrepancy": ("days:sum", "all"),
}


class TthcCourierCount(models.TransientModel):
    """Tables of a period: choose one, look, open the list of a figure, print."""

    _name = "tthc.courier.count"
    _inherit = ["tthc.table.screen"]
    _description = "Reports on rounds"
    _table_settings = ("table", "date_from", "date_to", "center_id")

    table = fields.Selection(
        [
            ("volume", "Volumes by agency"),
            ("rounds", "Volumes by round and day"),
            ("punctuality", "Punctuality of stops"),
            ("discrepancy", "Discrepancies"),
        ],
        required=True,
        default="volume",
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: today(VIETNAM).replace(day=1)
    )
    date_to = fields.Date(
        string="To", required=True, default=lambda self: today(VIETNAM)
    )
    day = fields.Date(related="date_to", string="Day of the letterhead")
    center_id = fields.Many2one(
        "tthc.center",
        required=True,
        default=lambda self: self._default_center_id(),
    )

    @api.model
    def _default_center_id(self):
        own = self.env.user.tthc_center_id
        return own or self.env["tthc.center"].search([], limit=1)

    def _is_ready(self):
        return bool(self.table and self.date_from and self.date_to and self.center_id)

    @api.depends("table")
    @api.depends_context("lang")
    def _compute_display_name(self):
        tables = dict(self._fields["table"]._description_selection(self.env))
        for count in self:
            count.display_name = tables.get(count.table, "")

    def _file_stem(self):
        return f"{self.table}_{self.date_from}_{self.date_to}"

    # -- reckoning ------------------------------------------------------------------

    def _scope(self):
        """Domain of the rows of the analysis that the table counts."""
        return (
            Domain("center_id", "=", self.center_id.id)
            & Domain("day", ">=", self.date_from)
            & Domain("day", "<=", self.date_to)
        )

    def _reckoned(self):
        """The table as ``tthc.table.screen`` has it."""
        layout = TABLES[self.table]
        sums = self._sums(layout)
        groups = self._groups(layout)
        rows = [
            self._row(layout, f"{layout.group}:{group.id or 0}", label, sums[group.id])
            for group, label in groups
        ]
        total = {
            key: sum(figures[key] for figures in sums.values())
            for key in self._keys(layout)
        }
        rows.append(self._row(layout, "total", TOTAL_LABEL, total))
        period = f"từ {self.date_from:%d/%m/%Y} đến {self.date_to:%d/%m/%Y}"
        return {
            "title": layout.title,
            "subtitle": f"{self.center_id.name} · {period}",
            "row_head": layout.row_head,
            "columns": [column.key for column in layout.columns],
            "header": header_rows(layout.columns),
            "rows": rows,
            "notes": list(layout.notes),
            "paper": "landscape",
            "numbered": False,
        }

    @api.model
    def _keys(self, layout):
        keys = [column.key for column in layout.columns if column.kind == "count"]
        return [*keys, "measure"]

    def _sums(self, layout):
        """Figures of each group; as many queries as the table has columns.

        :return: dict id of the group (or False) → dict of column → number
        """
        rows = self.env[layout.model]
        keys = self._keys(layout)
        sums = {
            group.id: dict.fromkeys(keys, 0) for group, _label in self._groups(layout)
        }
        for column in layout.columns:
            if column.kind != "count":
                continue
            domain = self._scope() & Domain(list(column.domain))
            for group, number in rows._read_group(domain, [layout.group], ["__count"]):
                sums[group.id][column.key] = number
        if self.table in MEANS:
            measure = MEANS[self.table][0]
            for group, number in rows._read_group(
                self._scope(), [layout.group], [measure]
            ):
                sums[group.id]["measure"] = number or 0
        return sums

    def _groups(self, layout):
        """Agencies or rounds of the table in their order, with their labels."""
        rows = self.env[layout.model]
        groups = [
            group for (group,) in rows._read_group(self._scope(), [layout.group], [])
        ]
        if layout.group == "round_id":
            groups.sort(key=lambda run: (not run, run and run.departure_at, run.id))
            empty = NO_ROUND
        else:
            groups.sort(key=lambda row: (not row, row.sequence, row.name or ""))
            empty = NO_AGENCY
        return [
            (group, self._group_label(group) if group else empty) for group in groups
        ]

    def _group_label(self, group):
        if group._name == "tthc.agency":
            return group._names_at(self.date_to)["name"]
        return group.display_name

    def _row(self, layout, key, label, figures):
        return {
            "key": key,
            "label": label,
            "cells": [self._cell(column, figures) for column in layout.columns],
        }

    def _cell(self, column, figures):
        if column.kind == "count":
            value = figures[column.key]
            text = figure_text(value, 0)
        elif column.kind == "percent":
            due = figures["all"] - figures["cancelled"]
            value = round(100 * figures["on_time"] / due, 1) if due else None
            text = "" if value is None else f"{value:g} %".replace(".", ",")
        else:
            basis = figures[MEANS[self.table][1]]
            value = round(float(figures["measure"]) / basis, 1) if basis else None
            text = "" if value is None else f"{value:g}".replace(".", ",")
        return {
            "kind": column.kind,
            "column": column.key,
            "value": value,
            "unknown": 0,
            "text": text,
        }

    # -- what is done with it --------------------------------------------------------

    def _cell_action(self, row, column, unknown):
        layout = TABLES[self.table]
        figures = {
            figure.key: figure for figure in layout.columns if figure.kind == "count"
        }
        if column not in figures:
            return None
        domain = self._scope() & Domain(list(figures[column].domain))
        if row != "total":
            group_id = int(row.partition(":")[2])
            domain &= Domain(layout.group, "=", group_id or False)
        return {
            "type": "ir.actions.act_window",
            "name": layout.title.capitalize(),
            "res_model": layout.model,
            "views": [(False, "list"), (False, "pivot")],
            "domain": list(domain),
            "target": "current",
        }

    def _print_report(self):
        return self.env.ref("tthc_postal.action_report_courier_count")

    def action_pivot(self):
        """Open the same rows as a pivot.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": TABLES[self.table].model,
            "views": [(False, "pivot"), (False, "graph"), (False, "list")],
            "domain": list(self._scope()),
        }
