from odoo import models
from odoo.fields import Domain

from odoo.addons.tthc_base.tools.clock import today
from odoo.addons.tthc_base.tools.table_layout import NO_DATA
from odoo.addons.tthc_base.tools.vietnamese_date import VIETNAM

#: What the form asks about procedures, as the count of the catalog names it.
PROCEDURES = ("one_stop", "one_stop_interlinked", "level_3_4")
SETTLED = (
    ("c3", "Tổng số hồ sơ tiếp nhận"),
    ("c7", "Đã giải quyết"),
    ("c8", "Trước hạn"),
    ("c9", "Đúng hạn"),
    ("c10", "Quá hạn"),
    ("c11", "Đang giải quyết"),
    ("c13", "Đang giải quyết, quá hạn"),
)


class TthcOutlineReportFilling(models.AbstractModel):
    """Fills a report: its lines, what was written last, figures of the system."""

    _name = "tthc.outline.report.filling"
    _description = "Filling of a report along an outline"

    def _fill(self):
        """Make the lines of new reports."""
        items = self.env["tthc.outline.item"].search(Domain.TRUE)
        last = self._last_texts()
        self.env["tthc.outline.part"].create(
            [
                {
                    "report_id": report.id,
                    "item_id": item.id,
                    "text": last.get((report.agency_id.id, item.id)),
                }
                for report in self
                for item in items._applies_to(report.agency_id)
            ]
        )
        self._fill_units()
        self._refresh_figures()

    def _last_texts(self):
        """What each unit wrote in its last report that it filed.

        :return: dict (id of agency, id of item) → text
        """
        parts = self.env["tthc.outline.part"].search(
            [
                ("report_id.agency_id", "in", self.agency_id.ids),
                ("report_id", "not in", self.ids),
                ("report_id.filed_at", "!=", False),
                ("text", "!=", False),
            ],
            order="report_id",
        )
        return {
            (part.report_id.agency_id.id, part.item_id.id): part.text for part in parts
        }

    def _fill_units(self):
        """A row for the unit itself and for each unit below it, with its counters."""
        rows = []
        for report in self.filtered("has_units"):
            below = report.agency_id.child_ids.filtered(
                lambda agency: agency.kind == "committee" and not agency.date_to
            )
            rows += [
                {"report_id": report.id, "agency_id": agency.id}
                for agency in report.agency_id | below
            ]
        units = self.env["tthc.outline.unit"].create(rows)
        units._refresh()

    def _refresh_figures(self):
        """Figures of the system as of the end of the period, or of today."""
        for outline, reports in self.grouped("outline_id").items():
            day = min(outline.date_to, today(VIETNAM))
            agencies = reports.agency_id
            known = {
                "staff": self._figures_staff(agencies, day),
                "settled": self._figures_settled(agencies, outline.date_from, day),
            }
            known.update(self._figures_procedures(agencies, day))
            # sudo: figures are written by nobody but the system
            for part in reports.sudo().part_ids.filtered("item_id.figures"):
                figures = known[part.item_id.figures]
                part.figures = figures.get(part.report_id.agency_id.id) or False
            # sudo: the rows of the report, refreshed with it by whoever may do that
            reports.sudo().unit_ids._refresh()

    def _figures_staff(self, agencies, day):
        """Counters that serve each unit, and its people in post.

        :return: dict id of agency → list of dicts with ``label`` and ``value``
        """
        # sudo: numbers of the unit's own people and counters
        posts = self.env["tthc.assignment"].sudo()
        in_post = posts._in_post_domain(day)
        groups = posts._read_group(
            in_post & Domain("agency_id", "in", agencies.ids),
            ["agency_id", "role"],
            ["__count"],
        )
        labels = {
            "main": "Công chức, viên chức chính thức",
            "reserve": "Công chức, viên chức dự phòng",
        }
        # sudo: as above
        counters = self.env["tthc.counter"].sudo()
        counters = counters.search([("agency_ids", "in", agencies.ids)])
        figures = {}
        for agency in agencies:
            served = counters.filtered(
                lambda row, agency=agency: agency in row.agency_ids
            )
            rows = [{"label": "Số quầy tiếp nhận", "value": len(served)}]
            counts = {role: count for row, role, count in groups if row == agency}
            rows += [
                {"label": label, "value": counts.get(role, 0)}
                for role, label in labels.items()
            ]
            figures[agency.id] = rows
        return figures

    def _figures_procedures(self, agencies, day):
        """The three counts of procedures that the outline asks for.

        What nobody knows has no value, and says so as the catalog does.

        :return: dict key of figure → dict id of agency → list of dicts with ``label``,
            ``value`` (None: not known) and ``text``
        """
        # sudo: the counts of the published catalog, of each unit's own procedures
        count = self.env["tthc.catalog.count"].sudo()
        count = count.new({"table": "report_two", "day": day, "center_id": False})
        table = count._reckoned()
        rows = {row["key"]: row["cells"] for row in table["rows"]}
        figures = {key: {} for key in PROCEDURES}
        for agency in agencies:
            cells = rows.get(f"agency:{agency.id}", [{}] * len(table["columns"]))
            for key, cell in zip(table["columns"], cells, strict=True):
                figures[key][agency.id] = [
                    {
                        "label": "Số thủ tục",
                        "value": cell.get("value"),
                        "text": cell.get("text") or NO_DATA,
                    }
                ]
        return figures

    def _figures_settled(self, agencies, first, last):
        """What each unit received and settled, as table II.06a counts it.

        :return: dict id of agency → list of dicts with ``label`` and ``value``
        """
        # sudo: counts of the unit's own dossiers; nothing else leaves this method
        spans = self.env["tthc.dossier.span"].sudo()
        rows = spans._counted(
            first, last, ["agency_id"], [("agency_id", "in", agencies.ids)]
        )
        return {
            row["agency_id"]: [
                {"label": label, "value": row[column]} for column, label in SETTLED
            ]
            for row in rows
        }
