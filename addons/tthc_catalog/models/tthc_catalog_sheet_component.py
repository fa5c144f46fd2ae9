from collections import Counter, defaultdict

from odoo import api, models

from odoo.addons.tthc_base.tools.search_key import fold

from ..tools import sheet_cells as cells
from ..tools.sheet_cells import CellError
from .tthc_catalog_sheet import QUIET
from .tthc_catalog_sheet_columns import COMPONENT_COLUMNS


class TthcCatalogSheetComponent(models.AbstractModel):
    """Papers: one row is one paper of a procedure.

    A row is found again by procedure, case and order. Where the order of a version's
    papers is not unique, their place counts instead, in sheets out and in.

    A sheet without a column of groups is read as the portal prints it: only two or
    more headings that name a variant are cases, others are groups.
    """

    _name = "tthc.catalog.sheet.component"
    _inherit = "tthc.catalog.sheet"
    _description = "Sheet of components"

    @api.model
    def _columns(self):
        return COMPONENT_COLUMNS

    @api.model
    def _lookup(self, rows, job):
        codes = {row.cells.get("procedure_code") for row in rows}
        targets = self.env["tthc.catalog.sheet.procedure"]._target_versions(codes)
        versions = self.env["tthc.procedure.version"].browse(
            [version.id for version in targets.values()]
        )
        known = {
            "provinces": self._known_provinces(),
            "targets": targets,
            "papers": self._papers_by_place(versions),
            "places": Counter(),
        }
        for row in rows:
            province = self._province(row, "province", known)
            row.values["province_id"] = province.id
        if not any("group_name" in row.cells for row in rows):
            self._split_headings(rows, known)
        return known

    @api.model
    def _papers_by_place(self, versions):
        """Papers of versions by what a sheet tells them apart with.

        :return: dict of (version id, folded case, order) → paper
        """
        papers = {}
        for version in versions:
            for place, paper in self._places(version):
                papers[version.id, fold(paper.case_id.name), place] = paper
        return papers

    @api.model
    def _places(self, version):
        """Papers of a version with their order, or their place where it is not unique.

        :return: list of pairs
        """
        order = [(paper.case_id.id, paper.sequence) for paper in version.component_ids]
        if len(set(order)) == len(order):
            return [(paper.sequence, paper) for paper in version.component_ids]
        return list(enumerate(version.component_ids, 1))

    @api.model
    def _split_headings(self, rows, known):
        """Read the portal's headings: variants are cases, others are groups."""
        seed = self.env["tthc.seed"]
        by_procedure = defaultdict(list)
        for row in rows:
            by_procedure[self._procedure_key(row)].append(row)
        for rows_ in by_procedure.values():
            cases = seed._case_headings(
                [{"case_name": row.cells.get("case_name", "")} for row in rows_]
            )
            for row in rows_:
                heading = row.cells.get("case_name", "")
                row.values["heading"] = heading
                if heading in cases:
                    row.cells["case_name"] = heading.rstrip(" :")
                    row.cells["group_name"] = ""
                else:
                    row.cells["case_name"] = ""
                    row.cells["group_name"] = cells.clean(heading.strip(" -:"))

    @api.model
    def _procedure_key(self, row):
        return row.cells.get("procedure_code", ""), row.values.get("province_id")

    @api.model
    def _key(self, row):
        if not row.cells.get("procedure_code"):
            return None
        case = fold(row.cells.get("case_name", ""))
        return (*self._procedure_key(row), case, row.values.get("sequence"))

    @api.model
    def _find(self, row, known):
        key = self._procedure_key(row)
        row.label = key[0]
        version = known["targets"].get(key)
        self._read_place(row, key, known)
        if version:
            row.values["version"] = version
            place = (
                version.id,
                fold(row.cells.get("case_name", "")),
                row.values["sequence"],
            )
            row.record = known["papers"].get(place)
        elif key[0] and not row.is_refused:
            row.refuse(
                "procedure_code",
                self.env._(
                    "There is no procedure %(code)s in the catalog. Import the "
                    "procedures first.",
                    code=key[0],
                ),
            )

    @api.model
    def _read_place(self, row, key, known):
        known["places"][key] += 1
        text = row.cells.get("seq", "")
        row.values["sequence"] = known["places"][key]
        if not text:
            return
        try:
            row.values["sequence"] = cells.parse_count(text)
        except CellError as error:
            row.refuse("seq", self._told(error))

    @api.model
    def _compare(self, row, known):
        result = super()._compare(row, known)
        version = row.values.get("version")
        if version and version.state == "proposed" and (row.changes or not row.record):
            row.refuse(
                "procedure_code",
                self.env._(
                    "The version is proposed for approval. Send it back to draft first."
                ),
            )
        return result

    @api.model
    def _check_row(self, row, known):
        if row.record or row.is_refused:
            return
        originals = row.values.get("original_count", 0)
        copies = row.values.get("copy_count", 0)
        if "required" not in row.cells:
            row.values["required"] = bool(originals + copies) and not self.env[
                "tthc.seed"
            ]._is_conditional(row.values.get("heading", ""), row.cells.get("case_name"))
        if row.cells.get("parse_flag", "clean") != "clean":
            row.warn(
                "parse_flag",
                self.env._("The numbers of this paper were read in doubt: check them."),
            )

    @api.model
    def _check_rows(self, rows, known):
        """Say which papers of the catalog the file leaves out."""
        named = {row.record for row in rows if row.record}
        first = {}
        for row in rows:
            if row.values.get("version"):
                first.setdefault(row.values["version"], row)
        for version, row in first.items():
            missing = [paper for paper in version.component_ids if paper not in named]
            if missing:
                row.warn(
                    "",
                    self.env._(
                        "%(count)s papers of %(code)s are not in the file and stay.",
                        count=len(missing),
                        code=version.code,
                    ),
                )

    @api.model
    def _show(self, key, column, record):
        if not record or key not in ("procedure_code", "province", "seq", "case_name"):
            return super()._show(key, column, record)
        return {
            "procedure_code": record.version_id.code,
            "province": record.version_id.province_id.name or "",
            "case_name": record.case_id.name or "",
            "seq": "",
        }[key]

    # -- carrying out -----------------------------------------------------------------

    @api.model
    def _apply(self, plan, job, tick):
        rows = plan.with_outcome("new") + plan.with_outcome("changed")
        procedure_sheet = self.env["tthc.catalog.sheet.procedure"]
        model = self.env["tthc.procedure.version"].with_context(**QUIET)
        versions = model.browse({row.values["version"].id for row in rows})
        drafts = procedure_sheet._open_drafts(versions, job)
        tick(0.4)
        papers = self._papers_by_place(model.union(*drafts.values()))
        cases = self._cases(rows, drafts)
        new = []
        for row in rows:
            draft = drafts[row.values["version"]]
            case = fold(row.cells.get("case_name", ""))
            values = self._writable(row)
            if row.record:
                paper = papers[draft.id, case, row.values["sequence"]]
                paper.write(values)
            else:
                new.append(
                    {
                        "version_id": draft.id,
                        "case_id": cases.get((draft.id, case)),
                        **values,
                    }
                )
        tick(0.6)
        self.env["tthc.procedure.component"].with_context(**QUIET).create(new)
        tick(0.9)
        self._log(rows, drafts, job)
        return model.union(*drafts.values())

    @api.model
    def _writable(self, row):
        own = ("version", "heading", "province_id")
        return {key: value for key, value in row.values.items() if key not in own}

    @api.model
    def _cases(self, rows, drafts):
        """Cases of the drafts, made where a new paper names one that is missing.

        :return: dict of (version id, folded name) → id
        """
        model = self.env["tthc.procedure.version"]
        known = {
            (case.version_id.id, fold(case.name)): case.id
            for case in model.union(*drafts.values()).case_ids
        }
        missing = {}
        for row in rows:
            name = row.cells.get("case_name")
            key = (drafts[row.values["version"]].id, fold(name))
            if name and key not in known:
                missing.setdefault(key, name)
        currency_id = self._currency_id()
        created = self.env["tthc.procedure.case"].create(
            [
                {
                    "version_id": version_id,
                    "name": name,
                    "sequence": place * 10,
                    "currency_id": currency_id,
                }
                for place, ((version_id, _key), name) in enumerate(missing.items(), 1)
            ]
        )
        return known | dict(zip(missing, created.ids, strict=True))

    @api.model
    def _log(self, rows, drafts, job):
        counts = Counter(drafts[row.values["version"]].id for row in rows)
        drafts_ = self.env["tthc.procedure.version"].browse(counts)
        drafts_._message_log_batch(
            bodies={
                draft.id: self.env._(
                    "%(count)s papers came with the import “%(name)s”.",
                    count=counts[draft.id],
                    name=job.display_name,
                )
                for draft in drafts_
            }
        )

    # -- export -----------------------------------------------------------------------

    @api.model
    def _export_rows(self):
        versions = self.env["tthc.catalog.sheet.procedure"]._export_records()
        columns = self._shown_columns()
        for version in versions:
            for place, paper in self._places(version):
                cells_ = {key: self._show(key, col, paper) for key, col in columns}
                yield cells_ | {"seq": str(place)}
