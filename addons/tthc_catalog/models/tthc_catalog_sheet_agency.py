import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.tthc_base.tools.search_key import fold

from ..tools.sheet_cells import CellError
from .tthc_catalog_sheet import QUIET
from .tthc_catalog_sheet_columns import AGENCY_COLUMNS

IDENTIFIER = re.compile(r"[A-Z]+\d*(\.\d+)*")
#: Rows of the public data that are places, not agencies.
PLACES = ("center", "trung tam")


class TthcCatalogSheetAgency(models.AbstractModel):
    """Agencies: one row is one agency, known by its identifier, else by its name."""

    _name = "tthc.catalog.sheet.agency"
    _inherit = "tthc.catalog.sheet"
    _description = "Sheet of agencies"

    @api.model
    def _columns(self):
        return AGENCY_COLUMNS

    @api.model
    def _check_may(self):
        """Agencies belong to the administrator.

        :raise UserError: for anybody else
        """
        if not self.env["tthc.agency"].has_access("create"):
            raise UserError(
                self.env._(
                    "Only administrators may import agencies. Ask one of them, or "
                    "import procedures, papers or chains."
                )
            )

    @api.model
    def _lookup(self, rows, job):
        agencies = (
            self.env["tthc.agency"].with_context(active_test=False).search_fetch([])
        )
        by_name = {}
        for agency in agencies:
            for key in (
                (fold(agency.name), agency.parent_id.id),
                (fold(agency.name), None),
            ):
                by_name[key] = by_name.get(key, agencies.browse()) | agency
        return {
            "agencies": self._known_agencies(),
            "by_identifier": {
                agency.identifier: agency
                for agency in agencies.sorted("date_to", reverse=True)
                if agency.identifier
            },
            "by_name": by_name,
            "in_file": {
                fold(text)
                for row in rows
                for text in (row.cells.get("code"), row.cells.get("name"))
                if text
            },
        }

    @api.model
    def _key(self, row):
        identifier = self._identifier(row)
        if identifier:
            return identifier
        return fold(row.cells.get("name")), fold(row.cells.get("parent"))

    @api.model
    def _identifier(self, row):
        """The electronic identifier of a row; other codes are none."""
        code = row.cells.get("code", "")
        return code if IDENTIFIER.fullmatch(code) else ""

    @api.model
    def _find(self, row, known):
        name = row.cells.get("name", "")
        row.label = self._identifier(row) or name
        if fold(row.cells.get("kind")) in PLACES:
            row.left_out = True
            row.warn("kind", self.env._("A center is no agency: the row is left out."))
            return
        identifier = self._identifier(row)
        if identifier:
            row.record = known["by_identifier"].get(identifier)
        if not row.record:
            row.record = self._find_by_name(row, known)

    @api.model
    def _find_by_name(self, row, known):
        """The agency of this name that has no other identifier than the row."""
        parent = known["agencies"].get(fold(row.cells.get("parent")))
        name = fold(row.cells.get("name"))
        parent_id = parent.id if parent and len(parent) == 1 else False
        if not row.cells.get("parent"):
            parent_id = None
        found = known["by_name"].get((name, parent_id), self.env["tthc.agency"])
        found = found.filtered(
            lambda agency: not (agency.identifier and self._identifier(row))
        )
        return found if len(found) == 1 else None

    @api.model
    def _read_code(self, text, row, known):
        identifier = self._identifier(row)
        if text and not identifier:
            row.warn(
                "code",
                self.env._(
                    "“%(text)s” is no electronic identifier and is left out.", text=text
                ),
            )
            return self._show_code(row.record) if row.record else ""
        row.values["identifier"] = identifier or False
        return identifier

    @api.model
    def _show_code(self, record):
        return record.identifier or ""

    @api.model
    def _read_parent(self, text, row, known):
        return self._read_agency("parent_id", text, row, known)

    @api.model
    def _show_parent(self, record):
        return self._agency_text(record.parent_id)

    @api.model
    def _read_successor(self, text, row, known):
        return self._read_agency("successor_id", text, row, known)

    @api.model
    def _show_successor(self, record):
        return self._agency_text(record.successor_id)

    @api.model
    def _read_agency(self, field, text, row, known):
        """Read a link to an agency, which may be another row of the file.

        :return: the text that an export would show
        :raise CellError: when there is no such agency
        """
        if not text:
            row.values[field] = False
            return ""
        try:
            agency = self.env["tthc.agency"].browse(self._agency_id(text, known))
        except CellError:
            if fold(text) not in known["in_file"] or known["agencies"].get(fold(text)):
                raise
            row.values[field] = text
            return text
        row.values[field] = agency.id
        return self._agency_text(agency)

    # -- carrying out -----------------------------------------------------------------

    @api.model
    def _apply(self, plan, job, tick):
        new, changed = plan.with_outcome("new"), plan.with_outcome("changed")
        model = self.env["tthc.agency"].with_context(**QUIET)
        links = ("parent_id", "successor_id")
        created = model.create(
            [
                {
                    key: value
                    for key, value in row.values.items()
                    if key not in links or not isinstance(value, str)
                }
                | self._name_commands(row)
                for row in new
            ]
        )
        for row, agency in zip(new, created, strict=True):
            row.target = agency
        tick(0.5)
        bodies = {}
        for row in changed:
            row.target = row.record.with_context(**QUIET)
            row.target.write(
                {
                    k: v
                    for k, v in row.values.items()
                    if not isinstance(v, str) or k not in links
                }
                | self._name_commands(row)
            )
            bodies[row.target.id] = job._changes_body(row)
        model.browse(bodies)._message_log_batch(bodies=bodies)
        self._link(new + changed, links)
        tick(0.9)
        return model.union(*(row.target for row in new + changed))

    @api.model
    def _name_commands(self, row):
        if "earlier_names" not in row.lines:
            return {}
        lines = row.lines["earlier_names"]
        return {"name_ids": [Command.clear(), *map(Command.create, lines)]}

    @api.model
    def _link(self, rows, links):
        """Link what names another row of the file, now that all of them are there."""
        known = {"agencies": self._known_agencies()}
        for row in rows:
            values = {}
            for field in links:
                if isinstance(row.values.get(field), str):
                    values[field] = self._agency_id(row.values[field], known)
            if values:
                row.target.write(values)

    # -- export -----------------------------------------------------------------------

    @api.model
    def _export_records(self):
        # Parents first, so that a reader meets a name before it is referred to.
        return self.env["tthc.agency"].search(Domain.TRUE, order="parent_path, id")
