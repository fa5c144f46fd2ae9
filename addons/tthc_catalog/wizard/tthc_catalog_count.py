from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import groupby

from odoo.addons.tthc_base.tools import clock
from odoo.addons.tthc_base.tools.table_layout import (
    NO_DATA,
    TOTAL_LABEL,
    figure_text,
    grouped,
    header_rows,
)
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

from ..tools.count_layout import BODY_LABEL, TABLES
from ..tools.count_sheet import CountSheet


class TthcCatalogCount(models.TransientModel):
    """The counts of the catalog: choose a table, a day, a place, and look.

    Each figure opens the procedures it counts.
    """

    _name = "tthc.catalog.count"
    _inherit = ["tthc.table.screen"]
    _description = "Counts of the catalog"
    _table_settings = ("table", "day", "center_id", "agency_id")

    table = fields.Selection(
        [
            ("section_two", "Section II: kinds of procedures by agency"),
            ("report_two", "Report II.2: one-stop procedures"),
            ("table_07b", "Table II.07b: procedures, one-stop, internal processes"),
            ("admission", "Progress of admissions to the center"),
        ],
        required=True,
        default="section_two",
    )
    day = fields.Date(
        string="As of", required=True, default=lambda self: clock.today(VIETNAM)
    )
    center_id = fields.Many2one(
        "tthc.center",
        default=lambda self: self._default_center_id(),
        help="Empty: the whole province, whatever center receives.",
    )
    agency_id = fields.Many2one("tthc.agency", help="Empty: all agencies.")

    @api.model
    def _default_center_id(self):
        """Progress is that of one center: the user's own, or the first."""
        if self.env.context.get("default_table") != "admission":
            return self.env["tthc.center"]
        own = self.env.user.tthc_center_id
        return own or self.env["tthc.center"].search([], limit=1)

    def _is_ready(self):
        return bool(self.table and self.day)

    @api.depends("table")
    @api.depends_context("lang")
    def _compute_display_name(self):
        tables = dict(self._fields["table"]._description_selection(self.env))
        for count in self:
            count.display_name = tables.get(count.table, "").partition(":")[0]

    def _file_stem(self):
        return f"{self.table}_{self.day}"

    @api.model
    def _section_two(self, agency, day, center=None):
        """Section II of the report on the center for one agency, row by row.

        :param agency: ``tthc.agency`` that reports
        :param day: ``datetime.date`` in the time zone of the center; what was in
            force and known of admissions on that day is counted
        :param center: one ``tthc.center`` to whose admitted procedures the count is
            confined, or none for all of the agency
        :return: list of dicts in the order of the form: ``key``, ``heads`` (tuple of
            headings), ``value`` (None where nothing is known), ``unknown`` (number),
            ``text`` (as printed), ``partners`` (names of the agencies responsible,
            in the row of interlinked procedures) and ``domain`` (on
            ``tthc.procedure.version``: the procedures that ``value`` counts)
        """
        return self._sections_two(agency, day, center)[agency]

    @api.model
    def _sections_two(self, agencies, day, center=None):
        """Section II of the report for many agencies at once, in the same few queries.

        An agency's figures count what its units lead, too.

        :param agencies: ``tthc.agency`` that report
        :param day: as for :meth:`_section_two`
        :param center: as for :meth:`_section_two`
        :return: dict of agency → rows as :meth:`_section_two` answers
        """
        count = self.new(
            {
                "table": "section_two",
                "day": day,
                "center_id": center.id if center else False,
            }
        )
        columns = [
            column for column in TABLES["section_two"].columns if column.kind == "count"
        ]
        names = [
            name
            for column in columns
            for name in (column.key, f"{column.key}_unknown")
            if name in self.env["tthc.catalog.fact"]._fields
        ]
        rows = count._facts().search_fetch(
            count._scope() & Domain("agency_id", "child_of", agencies.ids),
            ["agency_id", "version_id", *names],
        )
        owned = {agency.id: rows.browse() for agency in agencies}
        for agency, led in rows.grouped("agency_id").items():
            for above in agency.parent_path.strip("/").split("/"):
                if int(above) in owned:
                    owned[int(above)] |= led
        # Read for all at once what the rows of each agency ask for.
        linked = rows.filtered("interlinked").version_id
        linked.step_ids.agency_id.mapped("display_name")
        linked.chain_ids.line_ids.agency_id.mapped("display_name")
        return {
            agency: [
                count._section_row(column, owned[agency.id], names)
                for column in columns
            ]
            for agency in agencies
        }

    def _section_row(self, column, rows, names):
        """One row of section II.

        :param column: ``Column``
        :param rows: ``tthc.catalog.fact`` of the agency
        :param names: names of the facts that are counted
        """
        figures = {name: sum(rows.mapped(name)) for name in names}
        figures["__count"] = len(rows)
        cell = self._cell_count(column, figures, {})
        partners = set()
        if column.key == "interlinked":
            versions = rows.filtered(column.key).version_id
            partners = set().union(*(self._partners_of(row) for row in versions))
        return {
            "key": column.key,
            "heads": column.heads,
            "value": cell["value"],
            "unknown": cell["unknown"],
            "text": cell["text"],
            "partners": self._partners_text(partners, figures)
            if column.key == "interlinked"
            else "",
            "domain": [("id", "in", rows.filtered(column.key).version_id.ids)],
        }

    @api.model
    def _partners_text(self, names, figures):
        """The agencies responsible for interlinked procedures, as printed.

        :param names: iterable of names
        :param figures: dict of fact → number
        """
        asked = figures["interlinked"] or figures["interlinked_unknown"]
        return "; ".join(sorted(names)) or (NO_DATA if asked else "")

    def _cell_action(self, row, column, unknown):
        facts = self._facts()
        name = "missing" if column == "gap" else column
        name = f"{name}_unknown" if unknown else name
        field = facts._fields.get(name)
        if not field or field.type != "integer":
            return None
        domain = self._scope() & self._row_domain(row) & Domain(name, "=", 1)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Procedures counted"),
            "res_model": "tthc.procedure.version",
            "views": [(False, "list"), (False, "form")],
            "view_mode": "list,form",
            "domain": [("id", "in", facts.search(domain).version_id.ids)],
            "target": "current",
        }

    @api.model
    def _row_domain(self, row):
        """Rows of the facts that a row of a table counts.

        :param row: “agency:<id>”, “body” or “total”
        """
        if row == "total":
            return Domain.TRUE
        if row == "body":
            return Domain("at_center_body", "=", True)
        agency = Domain("agency_id", "=", int(row.partition(":")[2]))
        return agency & Domain("at_center_body", "=", False)

    def _facts(self):
        """The facts as of the day, for the center where one is chosen."""
        return self.env["tthc.catalog.fact"]._as_of(self.day, self.center_id)

    def _scope(self):
        """Which rows of the facts the table counts."""
        domain = Domain.TRUE
        if self.agency_id:
            domain &= Domain("agency_id", "child_of", self.agency_id.id)
        if not self.center_id:
            return domain
        if self.table != "admission":
            return domain & Domain("one_stop", "=", 1)
        return domain & self._concerned()

    def _concerned(self):
        """Rows of the agencies with a word or a target at the center.

        A target for every agency concerns all that lead procedures, at a center
        below the province what its own body settles.
        """
        below = self.center_id.level != "province"
        targets = self.env["tthc.admission.target"]._targets_on(
            self.center_id, self.day
        )
        groups = self._facts()._read_group(
            [("no_word", "=", 0)], ["at_center_body", "agency_id"]
        )
        domains = [
            Domain("at_center_body", "=", own) & Domain("agency_id", "=", agency.id)
            for own, agency in groups
        ]
        if targets:
            aimed = Domain("at_center_body", "=", below)
            if False not in targets:
                aimed &= Domain("agency_id", "in", list(targets))
            domains.append(aimed)
        return Domain.OR(domains)

    def _reckoned(self):
        """The table as ``tthc.table.screen`` has it.

        :return: dict; ``blocks`` has the form of each agency, see :meth:`_blocks`
        """
        layout = TABLES[self.table]
        rows = self._rows(layout)
        return {
            "title": layout.title,
            "code": layout.code,
            "subtitle": self._subtitle(),
            "columns": [column.key for column in layout.columns],
            "header": header_rows(layout.columns),
            "rows": rows,
            "blocks": self._blocks(layout, rows),
            "notes": list(layout.notes),
            "paper": layout.paper,
            "numbered": layout.numbered,
        }

    def _day_text(self):
        return self.day.strftime("%d/%m/%Y") if self.day else ""

    def _subtitle(self):
        place = self.center_id.name or "Toàn tỉnh"
        agency = f" · {self.agency_id.name}" if self.agency_id else ""
        return f"{place}{agency} · tính đến ngày {self._day_text()}"

    def _rows(self, layout):
        """A row an agency, in the order of agencies, and the total."""
        sums = self._sums()
        partners = self._partners() if self.table == "section_two" else {}
        targets = {}
        if self.table == "admission" and self.center_id:
            targets = self.env["tthc.admission.target"]._targets_on(
                self.center_id, self.day
            )
        rows = [
            self._row(layout, key, agency, figures, partners, targets)
            for key, (agency, figures) in sums.items()
        ]
        if self.agency_id and len(rows) == 1:
            return rows
        total = defaultdict(int)
        for _agency, figures in sums.values():
            for name, number in figures.items():
                total[name] += number
        if targets:
            total["aim"] = sum(row["aim"] or 0 for row in rows)
        none = self.env["tthc.agency"]
        last = self._row(layout, "total", none, total, partners, {})
        if self.agency_id and not rows:
            last["label"] = self.agency_id.name
        return [*rows, last]

    def _sums(self):
        """Sums of all facts of the table by agency.

        :return: dict of row key → (agency, dict of fact → number)
        """
        facts = self._facts()
        names = [
            name
            for name, field in facts._fields.items()
            if field.type == "integer" and name != "id" and field.aggregator == "sum"
        ]
        found = {}
        groups = facts._read_group(
            self._scope(),
            ["at_center_body", "agency_id"],
            ["__count", *(f"{name}:sum" for name in names)],
        )
        for at_center_body, agency, number, *values in groups:
            key = "body" if at_center_body else f"agency:{agency.id}"
            figures = dict(zip(names, values, strict=True), __count=number)
            found[key] = (agency, figures)
        return dict(
            sorted(
                found.items(),
                key=lambda item: (
                    item[0] == "body",
                    item[1][0].sequence,
                    item[1][0].name or "",
                ),
            )
        )

    def _row(self, layout, key, agency, figures, partners, targets):
        """One row of the table.

        :param layout: ``Table``
        :param key: “agency:<id>”, “body” or “total”
        :param agency: one or no agency
        :param figures: dict of fact → number, ``__count`` for all
        :param partners: dict of row key → names of agencies
        :param targets: dict of agency id → target
        """
        label = agency._names_at(self.day)["name"] if agency else BODY_LABEL
        target = targets.get(agency.id) or targets.get(False)
        aim = target and target._required(figures["total"], figures["excluded"])
        aim = figures.get("aim") if aim is None or key == "total" else aim
        context = {"partners": partners.get(key, []), "target": target, "aim": aim}
        return {
            "key": key,
            "label": TOTAL_LABEL if key == "total" else label,
            "aim": aim,
            "cells": [
                {
                    "kind": column.kind,
                    "column": column.key,
                    **getattr(self, f"_cell_{column.kind}")(column, figures, context),
                }
                for column in layout.columns
            ],
        }

    def _cell_count(self, column, figures, context):
        """A count; None where no row is known.

        Of two facts at once, the “no” of one alone makes no figure: what is not
        online tells nothing about the post.
        """
        unknown = figures.get(f"{column.key}_unknown", 0)
        value = figures[column.key]
        known = figures.get("__count", 0) - unknown
        if not known or (column.joint and unknown and not value):
            value, unknown = None, 0
        return {
            "value": value,
            "unknown": unknown,
            "text": figure_text(value, unknown),
        }

    def _cell_partners(self, column, figures, context):
        """The agencies responsible for the interlinked procedures."""
        names = context["partners"]
        return {
            "value": "; ".join(names),
            "unknown": 0,
            "text": self._partners_text(names, figures),
        }

    def _cell_percent(self, column, figures, context):
        """The share that is received."""
        target = context["target"]
        basis = figures["total"] if target and target.of_all else figures["required"]
        share = round(100 * figures["one_stop"] / basis, 1) if basis else None
        text = NO_DATA if share is None else f"{share:g} %".replace(".", ",")
        return {"value": share, "unknown": 0, "text": text}

    def _cell_target(self, column, figures, context):
        """The share that is asked for, and by when."""
        target = context["target"]
        text = ""
        if target:
            text = f"{target.percent:g} % ({target.date.strftime('%d/%m/%Y')})"
        return {"value": text, "unknown": 0, "text": text}

    def _cell_gap(self, column, figures, context):
        """How many are missing to the target."""
        aim = context["aim"]
        if aim is None:
            return {"value": "", "unknown": 0, "text": ""}
        value = max(0, aim - figures["one_stop"])
        return {"value": value, "unknown": 0, "text": grouped(value)}

    def _partners(self):
        """Agencies that take part in the interlinked procedures of each row.

        :return: dict of row key → sorted names; the key “total” has all of them
        """
        rows = self._facts().search(self._scope() & Domain("interlinked", "=", 1))
        found = defaultdict(set)
        for row in rows:
            key = "body" if row.at_center_body else f"agency:{row.agency_id.id}"
            names = self._partners_of(row.version_id)
            found[key] |= names
            found["total"] |= names
        return {key: sorted(names) for key, names in found.items()}

    @api.model
    def _partners_of(self, version):
        """Names of the agencies besides the lead that a procedure goes through.

        :param version: one ``tthc.procedure.version``
        :return: set; of a line of a chain that is not resolved the words published,
            and where neither step nor chain names one, the published coordinators
        """
        lines = version.chain_ids.line_ids
        taking_part = version.step_ids.agency_id | lines.agency_id
        names = set((taking_part - version.agency_id).mapped("display_name"))
        names |= {
            line.agency_text
            for line in lines
            if line.agency_text and not line.agency_id
        }
        if names:
            return names
        texts = (version.coordinating_text or "").split(";")
        return {text.strip() for text in texts if text.strip()}

    def _blocks(self, layout, rows):
        """The rows of the table as forms: a line a heading, for each agency.

        :param layout: ``Table``
        :param rows: as :meth:`_rows` answers
        :return: list of dicts with ``label``, ``head`` and ``lines``
        """
        columns = [column for column in layout.columns if column.kind == "count"]
        spans = {
            head: len(group)
            for head, group in groupby(columns, lambda column: column.heads[0])
        }
        blocks = []
        for row in rows[-1:] + rows[:-1]:
            cells = {cell["column"]: cell for cell in row["cells"]}
            seen = set()
            lines = []
            for column in columns:
                partners = column.key == "interlinked" and cells.get("partners")
                lines.append(
                    {
                        "heads": list(column.heads),
                        "first": column.heads[0] not in seen,
                        "span": spans[column.heads[0]],
                        "cell": cells[column.key],
                        "partners": partners["text"] if partners else "",
                    }
                )
                seen.add(column.heads[0])
            head = "Loại thủ tục" if "partners" in cells else "Nội dung"
            blocks.append(
                {
                    "label": row["label"],
                    "head": head,
                    "partners": "partners" in cells,
                    "lines": lines,
                }
            )
        return blocks

    def _workbook(self):
        """The table as an Excel file.

        :return: bytes
        """
        self.ensure_one()
        table = self._reckoned()
        sheet = CountSheet()
        if table["paper"] == "portrait":
            sheet.add_blocks("Theo mẫu", table)
            sheet.add_matrix("Tổng hợp", {**table, "paper": "landscape"})
        else:
            sheet.add_matrix("Biểu", table)
        return sheet.content()

    def _print_report(self):
        return self.env.ref(f"tthc_catalog.action_report_count_{self.table}")

    def action_pivot(self):
        """Open the same procedures as a pivot.

        :return: action
        """
        self.ensure_one()
        facts = self._facts()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tthc_catalog.tthc_catalog_fact_action"
        )
        keys = [
            column.key
            for column in TABLES[self.table].columns
            if column.kind == "count"
        ]
        return {
            **action,
            "domain": list(self._scope()),
            "context": {
                "tthc_day": facts.env.context["tthc_day"],
                "tthc_center": facts.env.context["tthc_center"],
                "pivot_measures": keys,
                "pivot_row_groupby": ["agency_id"],
            },
        }

    def _issuer(self):
        """Who reports: names for the letterhead where no center is chosen.

        :return: pair of names, the first may be empty
        """
        self.ensure_one()
        agency = self.agency_id or self.env["tthc.agency"].search(
            [("kind", "=", "committee"), ("level", "=", "province")], limit=1
        )
        names = [
            owner._names_at(self.day)["name"] if owner else ""
            for owner in (agency.parent_id, agency)
        ]
        return tuple(names)
