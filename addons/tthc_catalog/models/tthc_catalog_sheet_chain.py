from odoo import api, models

from odoo.addons.tthc_base.tools.search_key import fold

from ..tools import sheet_cells as cells
from ..tools.sheet_cells import CellError
from .tthc_catalog_sheet import QUIET
from .tthc_catalog_sheet_columns import CHAIN_COLUMNS
from .tthc_catalog_sheet_procedure_cells import CENTER_BODY

#: Columns that say something of the chain, the same in all of its rows.
CHAIN_KEYS = (
    "chain_name",
    "procedure_code",
    "lead_agency",
    "total_limit",
    "total_unit",
)
CHAIN_FIELDS = (
    "name",
    "procedure_text",
    "lead_agency_id",
    "total_value",
    "total_unit",
)
FROM_START = "cộng dồn"


class TthcCatalogSheetChain(models.AbstractModel):
    """Interlinked chains: one row is what one agency does in a chain.

    What is said of the chain as a whole is read from its first row. A new chain
    becomes part of the draft of its procedure, or waits for one.
    """

    _name = "tthc.catalog.sheet.chain"
    _inherit = "tthc.catalog.sheet"
    _description = "Sheet of interlinked chains"

    @api.model
    def _columns(self):
        return CHAIN_COLUMNS

    @api.model
    def _target_chains(self):
        """The chain of each code that sheets are about.

        :return: dict of code → chain: of a draft or waiting, else of the version
            that was approved last
        """
        chains = self.env["tthc.procedure.chain"].search(
            [
                "|",
                ("version_id", "=", False),
                ("version_id.state", "!=", "abolished"),
            ],
            order="id",
        )
        best = {}
        for chain in chains.sorted(
            lambda c: (c.version_id.state not in ("approved",), c.id)
        ):
            best[self._show_chain_code(chain)] = chain
        return best

    @api.model
    def _show_chain_code(self, chain):
        return chain.code or f"#{chain.id}"

    @api.model
    def _lookup(self, rows, job):
        codes = {row.cells.get("procedure_code") for row in rows}
        targets = self._target_chains()
        return {
            "agencies": self._known_agencies(),
            "aliases": self.env["tthc.agency.alias"]._resolve(
                {row.cells.get("agency", "") for row in rows}
            ),
            "targets": targets,
            "lines": {
                (code, place): line
                for code, chain in targets.items()
                for place, line in self._places(chain)
            },
            "procedures": set(
                self.env["tthc.procedure"]
                .search([("code", "in", list(codes))])
                .mapped("code")
            ),
            "first": {},
            "places": {},
        }

    @api.model
    def _places(self, chain):
        """Lines of a chain with their places: list of pairs, from 1."""
        return list(
            enumerate(chain.line_ids.sorted(lambda line: (line.sequence, line.id)), 1)
        )

    @api.model
    def _key(self, row):
        code = row.cells.get("chain_code")
        return code and (code, row.values.get("place"))

    @api.model
    def _find(self, row, known):
        code = row.cells.get("chain_code", "")
        row.label = code
        known["places"][code] = known["places"].get(code, 0) + 1
        row.values["place"] = known["places"][code]
        text = row.cells.get("seq", "")
        if text:
            try:
                row.values["place"] = cells.parse_count(text)
            except CellError as error:
                row.refuse("seq", self._told(error))
        row.record = known["lines"].get((code, row.values["place"]))
        row.values["chain"] = known["targets"].get(code)
        known["first"].setdefault(code, row)

    @api.model
    def _compare(self, row, known):
        result = super()._compare(row, known)
        chain = row.values["chain"]
        if (
            chain
            and chain.version_id.state == "proposed"
            and (row.changes or not row.record)
        ):
            row.refuse(
                "chain_code",
                self.env._(
                    "The version is proposed for approval. Send it back to draft first."
                ),
            )
        first = known["first"][row.cells.get("chain_code", "")]
        for key in CHAIN_KEYS:
            text = first.cells.get(key, "")
            if row.cells.get(key, "") != text:
                row.refuse(
                    key,
                    self.env._(
                        "This differs from row %(row)s of the same chain: %(text)s.",
                        row=first.number,
                        text=text or "∅",
                    ),
                )
        return result

    @api.model
    def _check_row(self, row, known):
        record = row.record
        value = row.values.get("limit_value", record.limit_value if record else 0)
        unit = row.values.get("limit_unit", record.limit_unit if record else False)
        if value and not unit and not row.is_refused:
            row.refuse(
                "unit",
                self.env._(
                    "The limit %(value)s has no unit. Write working days, days, hours "
                    "…",
                    value=cells.show_number(value),
                ),
            )
        if known["first"][row.cells.get("chain_code", "")] is row:
            self._warn_of_chain(row, known)

    @api.model
    def _warn_of_chain(self, row, known):
        code = row.cells.get("procedure_code")
        if code and code not in known["procedures"]:
            row.warn(
                "procedure_code",
                self.env._(
                    "The procedure %(code)s is not in the catalog: the chain waits for "
                    "it.",
                    code=code,
                ),
            )
        if row.values.get("total_value") and not row.values.get("total_unit"):
            row.warn(
                "total_unit",
                self.env._(
                    "The total limit %(value)s has no unit.",
                    value=cells.show_number(row.values["total_value"]),
                ),
            )

    # -- columns of their own ---------------------------------------------------------

    @api.model
    def _show(self, key, column, record):
        if not record:
            return ""
        chain = record.chain_id
        match key:
            case "chain_code":
                return self._show_chain_code(chain)
            case "chain_name":
                return chain.name
            case "procedure_code":
                return chain.version_id.code or chain.procedure_text or ""
            case "province":
                return chain.version_id.province_id.name or ""
            case "lead_agency":
                return self._agency_text(chain.lead_agency_id)
            case "total_limit":
                return cells.show_number(chain.total_value)
            case "total_unit":
                return self._show_value(CHAIN_COLUMNS["unit"], chain.total_unit)
            case "seq":
                return str(dict((b, a) for a, b in self._places(chain))[record])
        return super()._show(key, column, record)

    @api.model
    def _read_chain_name(self, text, row, known):
        if not text:
            title = CHAIN_COLUMNS["chain_name"].title
            raise CellError(self.env._("“%(title)s” is empty.", title=title))
        row.values["name"] = text
        return text

    @api.model
    def _read_procedure_code(self, text, row, known):
        row.values["procedure_text"] = text or False
        return text

    @api.model
    def _read_lead_agency(self, text, row, known):
        agency = self.env["tthc.agency"].browse(
            self._agency_id(text, known) if text else []
        )
        row.values["lead_agency_id"] = agency.id
        return self._agency_text(agency)

    @api.model
    def _read_total_limit(self, text, row, known):
        row.values["total_value"] = cells.parse_number(text) if text else 0
        return cells.show_number(row.values["total_value"])

    @api.model
    def _read_total_unit(self, text, row, known):
        column = CHAIN_COLUMNS["unit"]
        row.values["total_unit"] = self._value(column, text, known)
        return self._show_value(column, row.values["total_unit"])

    @api.model
    def _read_agency(self, text, row, known):
        """Read an agency as published; one that is not known stays unresolved."""
        alias = known["aliases"][text]
        agency = alias.agency_id
        named = known["agencies"].get(fold(text), agency)
        if not alias and len(named) == 1:
            agency = named
        at_center = alias.at_center_body or fold(text) == fold(CENTER_BODY)
        row.values |= {
            "agency_text": text or False,
            "agency_id": agency.id,
            "at_center_body": at_center,
        }
        if not agency and not at_center:
            row.warn(
                "agency",
                self.env._(
                    "The agency “%(text)s” is not known: the line stays unresolved.",
                    text=text,
                ),
            )
        return text

    @api.model
    def _show_agency(self, record):
        if record.agency_text or not record.at_center_body:
            return record.agency_text or self._agency_text(record.agency_id)
        return CENTER_BODY

    @api.model
    def _read_parallel(self, text, row, known):
        from_start = fold(text).endswith(fold(FROM_START))
        letter = text[: -len(FROM_START)].strip() if from_start else text
        if len(letter) > 4:
            raise CellError(
                self.env._(
                    "“%(text)s” is unknown. Known are: %(known)s.",
                    text=text,
                    known=f"A, B, {FROM_START}",
                )
            )
        row.values |= {
            "from_start": from_start,
            "parallel_group": letter or False,
        }
        return f"{letter} {FROM_START}".strip() if from_start else letter

    @api.model
    def _show_parallel(self, record):
        letter = record.parallel_group or ""
        return f"{letter} {FROM_START}".strip() if record.from_start else letter

    # -- carrying out -----------------------------------------------------------------

    @api.model
    def _apply(self, plan, job, tick):
        rows = plan.with_outcome("new") + plan.with_outcome("changed")
        chains = self._open_chains(rows, job)
        tick(0.4)
        chains |= self._create_chains(rows, chains)
        new = []
        for row in rows:
            chain = chains[row.cells["chain_code"]]
            values = self._line_values(row)
            if row.record:
                places = dict(self._places(row.values["chain"]))
                number = next(n for n, line in places.items() if line == row.record)
                dict(self._places(chain))[number].write(values)
            else:
                new.append(
                    {"chain_id": chain.id, "sequence": 10 * row.values["place"]}
                    | values
                )
        self.env["tthc.procedure.chain.line"].with_context(**QUIET).create(new)
        tick(0.8)
        waiting = self.env["tthc.procedure.chain"].union(*chains.values())
        waiting = waiting.filtered(lambda chain: not chain.version_id)
        waiting._attach()
        return self.env["tthc.procedure.version"]

    @api.model
    def _line_values(self, row):
        own = (*CHAIN_FIELDS, "chain", "place")
        return {key: value for key, value in row.values.items() if key not in own}

    @api.model
    def _chain_values(self, row):
        return {key: value for key, value in row.values.items() if key in CHAIN_FIELDS}

    @api.model
    def _open_chains(self, rows, job):
        """Chains that may be written: those there, or of amended versions.

        :return: dict of code → chain
        """
        known = {row.cells["chain_code"]: row.values["chain"] for row in rows}
        known = {code: chain for code, chain in known.items() if chain}
        chains = self.env["tthc.procedure.chain"].union(*known.values())
        drafts = self.env["tthc.catalog.sheet.procedure"]._open_drafts(
            chains.version_id, job
        )
        opened = {}
        for code, chain in known.items():
            draft = drafts.get(chain.version_id)
            opened[code] = draft.chain_ids[:1] if draft else chain
        for row in rows:
            values = self._chain_values(row)
            if row.values["chain"] and values:
                opened[row.cells["chain_code"]].write(values)
        return opened

    @api.model
    def _create_chains(self, rows, known):
        first = {}
        for row in rows:
            code = row.cells["chain_code"]
            if code not in known:
                first.setdefault(code, row)
        created = self.env["tthc.procedure.chain"].create(
            [
                {
                    "code": code,
                    "source": row.cells.get("source") or False,
                    **self._chain_values(row),
                }
                for code, row in first.items()
            ]
        )
        return dict(zip(first, created, strict=True))

    # -- export -----------------------------------------------------------------------

    @api.model
    def _export_records(self):
        chains = self._target_chains()
        return self.env["tthc.procedure.chain.line"].browse(
            [
                line.id
                for code in sorted(chains)
                for _place, line in self._places(chains[code])
            ]
        )
