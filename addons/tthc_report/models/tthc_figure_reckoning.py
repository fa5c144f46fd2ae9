import json
from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.tthc_base.tools.table_layout import (
    TOTAL_LABEL,
    figure_text,
    header_rows,
)

from ..tools import figure_layout, score_layout
from ..tools.figure_layout import ROW_HEADS
from ..tools.figure_text import hours_text, number_text, percent_text, shared_out

#: Every table: its layout, and what its rows may be put together by.
TABLES = figure_layout.TABLES | score_layout.SCORES
DASH = "–"
NO_DATA_YET = "chưa đủ dữ liệu"
NO_REASON = "(không ghi lý do)"
NOBODY = "(chưa rõ)"
#: Kinds of columns that count rows: their figure opens a list.
COUNTED = ("count",)
#: What a number of Excel is divided by, and its format, by kind of column.
EXCEL = {
    "percent": (100, "0.0%"),
    "points": (1, "0.0"),
    "given": (1, "0.0"),
    "days": (1, "0.0"),
    **dict.fromkeys(("mean", "share", "median", "p90"), (1440, "[h]:mm")),
}
#: Kinds of columns whose figure is no aggregate of rows.
DERIVED = ("percent", "given", "words")
#: Kinds of columns with a list behind them.
OPENING = ("count", "points")
#: Aggregates in SQL, by kind of column.
AGGREGATES = {
    "count": "count(*) FILTER (WHERE %(where)s)",
    "sample": "count(%(field)s) FILTER (WHERE %(where)s)",
    "points": "avg(%(field)s) FILTER (WHERE %(where)s)",
    "mean": "avg(%(field)s) FILTER (WHERE %(where)s)",
    "share": "sum(%(field)s) FILTER (WHERE %(where)s)",
    "median": "percentile_disc(0.5) WITHIN GROUP (ORDER BY %(field)s)"
    " FILTER (WHERE %(where)s)",
    "p90": "percentile_disc(0.9) WITHIN GROUP (ORDER BY %(field)s)"
    " FILTER (WHERE %(where)s)",
}


class Scope(NamedTuple):
    """What a table is asked for: a period, a center, an agency, its rows.

    ``first`` and ``last`` are local days, both counted; without a center or an agency
    all that the user may see count.
    """

    first: object
    last: object
    center_id: int = 0
    agency_id: int = 0
    by: str = ""


class TthcFigureReckoning(models.AbstractModel):
    """Tables of figures, reckoned from rows: one query a source, whoever asks.

    Rows are searched with the rights of the user. The list behind a figure is the very
    domain that it was counted by.
    """

    _name = "tthc.figure.reckoning"
    _inherit = ["tthc.figure.condition", "tthc.score.reckoning"]
    _description = "Reckoning of tables of figures"

    # -- reckoning ------------------------------------------------------------------

    @api.model
    def _reckon_figures(self, code, scope):
        """Reckon a table.

        :param code: key of ``TABLES``
        :param scope: :class:`Scope`
        :return: dict as the screen, the workbook and the print of tables read it
        """
        layout, choices = self._layout(code)
        scope = scope._replace(by=scope.by if scope.by in choices else choices[0])
        figures = defaultdict(dict)
        for name, source in layout.sources.items():
            for group, values in self._figures(layout, name, source, scope).items():
                figures[group].update(values)
        notes = {"sample": self.env["tthc.step.usual"]._setting("usual_sample")}
        if layout.further:
            notes |= getattr(self, layout.further)(scope, figures)
        total = figures.pop("total")
        labels = self._labels(scope, list(figures))
        rows = [
            self._row(layout, group, labels[group][1], figures[group])
            for group in sorted(figures, key=lambda group: labels[group])
        ]
        rows.append(self._row(layout, "total", TOTAL_LABEL, total))
        return {
            "title": layout.title,
            "row_head": ROW_HEADS[scope.by],
            "columns": [column.key for column in layout.columns],
            "header": header_rows(layout.columns),
            "rows": rows,
            "notes": [note.format(**notes) for note in layout.notes],
            "paper": "landscape",
            "numbered": False,
        }

    @api.model
    def _layout(self, code):
        """Layout of a table, and what its rows may be put together by."""
        return TABLES[code]

    @api.model
    def _figures(self, layout, name, source, scope):
        """Figures of the columns of a source, by group and in all, in one query.

        :return: dict group (tuple, or “total”) → dict key of a column → value
        """
        rows = self.env[source.model]
        columns = [
            column
            for column in (*layout.columns, *layout.extra)
            if column.source == name and column.kind not in DERIVED
        ]
        query = rows._search(self._source_domain(source, scope))
        groups = [
            rows._read_group_groupby(rows._table, path, query)
            for path in self._paths(source, scope)
        ]
        aggregates = [self._aggregate(rows, query, column, scope) for column in columns]
        grouped = SQL(", ").join(groups)
        found = self.env.execute_query(
            SQL(
                "SELECT %s FROM %s WHERE %s GROUP BY GROUPING SETS ((%s), ())",
                SQL(", ").join([SQL("grouping(%s)", groups[0]), *groups, *aggregates]),
                query.from_clause,
                query.where_clause or SQL("TRUE"),
                grouped,
            )
        )
        keys = [key for column in columns for key in self._keys(column)]
        figures = {}
        for is_total, *row in found:
            group = "total" if is_total else tuple(row[: len(groups)])
            figures[group] = dict(zip(keys, row[len(groups) :], strict=True))
        return figures

    @api.model
    def _keys(self, column):
        """Names of the aggregates of a column; a statistic brings its sample."""
        if column.kind in COUNTED:
            return [column.key]
        return [column.key, f"{column.key}/sample"]

    @api.model
    def _aggregate(self, rows, query, column, scope):
        domain = self._column_domain(column, scope).optimize_full(rows)
        where = domain._to_sql(rows, rows._table, query)
        if column.kind in COUNTED:
            return SQL(AGGREGATES["count"], where=where)
        if column.kind == "days":
            counted = SQL(AGGREGATES["count"], where=where)
            return SQL("%s, %s", self._days_late(rows, query, where), counted)
        field = rows._field_to_sql(rows._table, column.field, query)
        value = SQL(AGGREGATES[column.kind], field=field, where=where)
        sample = SQL(AGGREGATES["sample"], field=field, where=where)
        return SQL("%s, %s", value, sample)

    # -- what is counted ------------------------------------------------------------

    @api.model
    def _paths(self, source, scope):
        """Paths by which the rows of a source are put together."""
        return source.groups.get(scope.by) or next(iter(source.groups.values()))

    @api.model
    def _source_domain(self, source, scope):
        """Rows of a source that a table counts at all."""
        domain = Domain(list(source.domain))
        if source.day:
            domain &= self._within(source.day, source.moment, scope)
        if source.scope:
            domain &= getattr(self, source.scope)(scope)
        if scope.center_id:
            domain &= Domain(source.center, "=", scope.center_id)
        if scope.agency_id:
            domain &= Domain(source.agency, "child_of", scope.agency_id)
        return domain

    @api.model
    def _column_domain(self, column, scope):
        domain = Domain(list(column.domain))
        if column.condition:
            domain &= self._condition(column.condition, scope)
        return domain

    @api.model
    def _counted(self, code, scope, row, column):
        """Which records a figure counts.

        :param code: key of ``TABLES``
        :param scope: :class:`Scope` of the table
        :param row: key of a row as :meth:`_reckon_figures` told it
        :param column: key of a column
        :return: name of a model and a domain of JSON values on it; None where the
            column counts nothing
        """
        layout, choices = self._layout(code)
        scope = scope._replace(by=scope.by if scope.by in choices else choices[0])
        columns = {one.key: one for one in (*layout.columns, *layout.extra)}
        column = columns.get(column)
        if not column or column.kind not in OPENING:
            return None
        if column.own and scope.by == "agency" and row != "total":
            column = columns[column.own]
        source = layout.sources[column.source]
        if column.listed:
            column = column._replace(condition="")
        domain = self._source_domain(source, scope) & self._column_domain(column, scope)
        if row != "total":
            group = json.loads(row)
            for path, value in zip(self._paths(source, scope), group, strict=True):
                domain &= Domain(path, "=", value or False)
        if source.through:
            rows = (source.through, "any", list(domain))
            return "tthc.dossier", [rows, *column.listed]
        if column.condition:
            # Told by SQL, which no client can send back: the list names its rows.
            domain = Domain("id", "in", self.env[source.model].search(domain).ids)
        return source.model, list(domain)

    # -- words ----------------------------------------------------------------------

    @api.model
    def _row(self, layout, group, label, figures):
        key = group if group == "total" else json.dumps(group, ensure_ascii=False)
        cells = [self._figure(layout, column, figures) for column in layout.columns]
        return {"key": key, "label": label, "cells": cells}

    @api.model
    def _figure(self, layout, column, figures):
        value, text = getattr(self, f"_figure_{column.kind}")(layout, column, figures)
        return {
            "column": column.key,
            "kind": column.kind,
            "value": value,
            "unknown": 0,
            "text": text,
            "opens": column.kind in OPENING,
            **self._excel_number(column.kind, value),
        }

    @api.model
    def _excel_number(self, kind, value):
        """What the workbook holds: hours as a span of time, shares as percent."""
        if kind not in EXCEL or value is None:
            return {}
        divisor, number_format = EXCEL[kind]
        return {"number": value / divisor, "format": number_format}

    def _figure_count(self, _layout, column, figures):
        value = figures.get(column.key) or 0
        return value, figure_text(value)

    def _figure_percent(self, _layout, column, figures):
        whole = figures.get(column.whole) or 0
        if not whole:
            return None, ""
        value = round(100 * (figures.get(column.part) or 0) / whole, 1)
        return value, percent_text(value)

    def _figure_mean(self, _layout, column, figures):
        if not figures.get(f"{column.key}/sample"):
            return None, ""
        value = round(figures[column.key])
        return value, hours_text(value)

    def _figure_median(self, _layout, column, figures):
        sample = figures.get(f"{column.key}/sample") or 0
        if not sample:
            return None, ""
        if sample < self.env["tthc.step.usual"]._setting("usual_sample"):
            return None, NO_DATA_YET
        return figures[column.key], hours_text(figures[column.key])

    _figure_p90 = _figure_median

    def _figure_share(self, layout, column, figures):
        """Part of a mean: rounded so that all parts add up to the rounded whole."""
        sample = figures.get(f"{column.key}/sample") or 0
        if not sample:
            return None, ""
        keys = [
            other.key
            for other in layout.columns
            if other.kind == "share" and other.whole == column.whole
        ]
        parts = shared_out(
            round(figures[column.whole]), [figures[key] or 0 for key in keys]
        )
        value = parts[keys.index(column.key)]
        return value, hours_text(value)

    def _figure_points(self, _layout, column, figures):
        if not figures.get(f"{column.key}/sample"):
            return None, DASH
        value = round(float(figures[column.key]), 1)
        return value, number_text(value)

    def _figure_given(self, _layout, column, figures):
        value = figures.get(column.key)
        return value, DASH if value is None else number_text(value)

    def _figure_words(self, _layout, column, figures):
        return None, figures.get(column.key) or ""

    def _figure_days(self, _layout, column, figures):
        if not figures.get(f"{column.key}/sample"):
            return None, ""
        value = round(float(figures[column.key]), 1)
        return value, number_text(value)

    @api.model
    def _labels(self, scope, groups):
        """What the rows are called, and where they stand.

        :param groups: tuples as :meth:`_figures` gives
        :return: dict group → pair of a sort key and a label
        """
        if scope.by == "reason":
            return {
                group: ((not group[0], group[0] or ""), group[0] or NO_REASON)
                for group in groups
            }
        model = "tthc.procedure" if scope.by == "step" else f"tthc.{scope.by}"
        # sudo: names of agencies, centers and procedures are public
        named = self.env[model].sudo()
        records = named.browse(group[0] for group in groups if group[0])
        known = {record.id: self._name_of(record, scope) for record in records}
        labels = {}
        for group in groups:
            name = known.get(group[0], NOBODY)
            order = (not group[0], *self._order_of(model, group[0]), name)
            if scope.by == "step":
                labels[group] = ((*order, group[1]), f"{name}: {group[2]}")
            else:
                labels[group] = (order, name)
        return labels

    @api.model
    def _name_of(self, record, scope):
        if record._name == "tthc.agency":
            return record._names_at(scope.last)["name"]
        return record.display_name

    @api.model
    def _order_of(self, model, record_id):
        if model != "tthc.agency" or not record_id:
            return ()
        return (self.env[model].sudo().browse(record_id).sequence,)  # sudo: as above
