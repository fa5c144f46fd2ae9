import re

from odoo import api, models
from odoo.fields import Command
from odoo.tools import html2plaintext, plaintext2html

from odoo.addons.tthc_base.tools.search_key import fold

from ..tools import sheet_cells as cells
from ..tools.sheet_cells import CellError
from .tthc_catalog_sheet_columns import PROCEDURE_COLUMNS
from .tthc_seed import DECISION_NUMBER

LEVELS = {
    "cap bo": "Cấp bộ",
    "cap tinh": "Cấp tỉnh",
    "cap huyen": "Cấp huyện",
    "cap xa": "Cấp xã",
    "co quan khac": "Cơ quan khác",
}
#: How the export writes “the body of the receiving center”.
CENTER_BODY = "Cơ quan của Trung tâm tiếp nhận"


class TthcCatalogSheetProcedureCells(models.AbstractModel):
    """Reads and shows the columns of procedures that need a look-up or a rule."""

    _name = "tthc.catalog.sheet.procedure.cells"
    _description = "Cells of a sheet of procedures"

    @api.model
    def _read_field(self, text, row, known):
        sector = known["sectors"].get(fold(text))
        if text and not sector and fold(text) not in known["new_sectors"]:
            known["new_sectors"].add(fold(text))
            row.warn(
                "field",
                self.env._("The field “%(text)s” is new and will be added.", text=text),
            )
        row.values["sector_id"] = sector.id if sector else text
        return sector.name if sector else text

    @api.model
    def _show_field(self, record):
        return record.sector_id.name or ""

    @api.model
    def _read_competent_agency(self, text, row, known):
        row.values["competent_text"] = text or False
        if not row.cells.get("lead_agency"):
            alias = known["aliases"][text]
            agency = alias.agency_id
            if not alias and text:
                named = known["agencies"].get(fold(text), agency)
                agency = named if len(named) == 1 else agency
            row.values |= {
                "agency_id": agency.id,
                "at_center_body": alias.at_center_body,
            }
        return text

    @api.model
    def _show_competent_agency(self, record):
        return record.competent_text or ""

    @api.model
    def _read_lead_agency(self, text, row, known):
        if not text and "agency_id" in row.values:
            agency = self.env["tthc.agency"].browse(row.values["agency_id"] or [])
            if row.values.get("at_center_body"):
                return CENTER_BODY
            return self._agency_text(agency)
        at_center = fold(text) == fold(CENTER_BODY)
        agency = self.env["tthc.agency"]
        if text and not at_center:
            agency = agency.browse(self._agency_id(text, known))
        row.values |= {"agency_id": agency.id, "at_center_body": at_center}
        return CENTER_BODY if at_center else self._agency_text(agency)

    @api.model
    def _show_lead_agency(self, record):
        return (
            CENTER_BODY
            if record.at_center_body
            else self._agency_text(record.agency_id)
        )

    @api.model
    def _read_level(self, text, row, known):
        parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
        unknown = [part for part in parts if fold(part) not in LEVELS]
        if unknown:
            raise CellError(
                self.env._(
                    "The level “%(text)s” is unknown. Known are: %(known)s.",
                    text=unknown[0],
                    known=", ".join(LEVELS.values()),
                )
            )
        folded = {fold(part) for part in parts}
        shown = ", ".join(LEVELS[fold(part)] for part in parts)
        row.values |= {
            "level_text": shown or False,
            "level_province": "cap tinh" in folded,
            "level_commune": "cap xa" in folded,
        }
        return shown

    @api.model
    def _show_level(self, record):
        if record.level_text:
            return record.level_text
        flags = (
            (record.level_province, "Cấp tỉnh"),
            (record.level_commune, "Cấp xã"),
        )
        return ", ".join(name for flag, name in flags if flag)

    @api.model
    def _read_time_limit_value(self, text, row, known):
        """Read the limit; its unit may stand in the same cell."""
        value, unit = cells.split_limit(text)
        column = PROCEDURE_COLUMNS["time_limit_unit"]
        unit_cell = row.cells.get("time_limit_unit")
        if not unit and fold(text) in map(fold, column.words["same_day"]):
            value, unit = "", text
        if unit and not unit_cell:
            row.values["limit_unit"] = cells.parse_choice(unit, column.words)
        elif unit and cells.parse_choice(unit, column.words) != cells.parse_choice(
            unit_cell, column.words
        ):
            raise CellError(
                self.env._(
                    "The unit differs from the one in the column of units: %(unit)s.",
                    unit=unit,
                )
            )
        row.values["limit_value"] = cells.parse_number(value) if value else 0
        if "limit_unit" in row.values and "time_limit_unit" not in row.cells:
            self._note_unit(row, column)
        return cells.show_number(row.values["limit_value"])

    @api.model
    def _note_unit(self, row, column):
        """Note the change of a unit that stands beside its number."""
        before = self._show("time_limit_unit", column, row.record)
        after = self._show_value(column, row.values["limit_unit"])
        if row.record and before != after:
            row.changes.append(("time_limit_unit", before, after))

    @api.model
    def _show_time_limit_value(self, record):
        return cells.show_number(record.limit_value)

    @api.model
    def _read_time_limit_unit(self, text, row, known):
        if not text and row.values.get("limit_unit"):
            unit = row.values["limit_unit"]
        else:
            unit = cells.parse_choice(text, self._unit_words()) if text else False
            row.values["limit_unit"] = unit
        return self._unit_words()[unit][0] if unit else ""

    @api.model
    def _unit_words(self):
        return PROCEDURE_COLUMNS["time_limit_unit"].words

    @api.model
    def _read_fee_vnd(self, text, row, known):
        amount = cells.parse_money(text) if text else 0
        row.values |= {"fee_known": bool(text), "fee_amount": amount}
        return str(amount) if text else ""

    @api.model
    def _show_fee_vnd(self, record):
        return f"{record.fee_amount:.0f}" if record.fee_known else ""

    @api.model
    def _read_decision(self, text, row, known):
        found = DECISION_NUMBER.search(text)
        row.values |= {
            "decision_text": text or False,
            "decision_id": (found[0] if found else text) or False,
        }
        return text

    @api.model
    def _show_decision(self, record):
        return record.decision_text or record.decision_id.name or ""

    @api.model
    def _read_conditions(self, text, row, known):
        row.values["condition_text"] = plaintext2html(text) if text else False
        return text

    @api.model
    def _show_conditions(self, record):
        return html2plaintext(record.condition_text or "").strip()

    @api.model
    def _read_source(self, text, row, known):
        row.values["source"] = text or False
        return text

    @api.model
    def _show_source(self, record):
        # The seed adds what it could not read to the source, behind a semicolon.
        return (record.source or "").partition("; mức độ trực tuyến: ")[0]

    @api.model
    def _read_subjects(self, text, row, known):
        names = [name.strip() for name in re.split(r"[;\n]", text) if name.strip()]
        unknown = [name for name in names if fold(name) not in known["subjects"]]
        if unknown:
            raise CellError(
                self.env._("The subject “%(name)s” is not known.", name=unknown[0])
            )
        subjects = self.env["tthc.procedure.subject"].union(
            *(known["subjects"][fold(name)] for name in names)
        )
        row.values["subject_ids"] = [Command.set(subjects.ids)]
        return "\n".join(subjects.sorted("id").mapped("name"))

    @api.model
    def _show_subjects(self, record):
        return "\n".join(record.subject_ids.sorted("id").mapped("name"))

    @api.model
    def _value(self, column, text, known):
        if column.kind == "case":
            return text or False
        if column.kind == "agency" and not text:
            return False
        return super()._value(column, text, known)

    @api.model
    def _show_value(self, column, value):
        if column.kind == "case" and value:
            return value if isinstance(value, str) else value.name
        return super()._show_value(column, value)
