import re

from odoo import api, models

from odoo.addons.tthc_base.tools.search_key import fold

from ..tools import sheet_cells as cells
from ..tools.sheet_cells import CellError
from .tthc_catalog_sheet_columns import PROCEDURE_COLUMNS

CUT_CODE = re.compile(r"\d\.\d{1,5}")


class TthcCatalogSheetProcedure(models.AbstractModel):
    """Procedures: one row is one procedure, as its newest version has it.

    A row is compared with the draft where there is one, else with the approved
    version. What differs from an approved version becomes a new draft.
    """

    _name = "tthc.catalog.sheet.procedure"
    _inherit = [
        "tthc.catalog.sheet.procedure.cells",
        "tthc.catalog.sheet.procedure.applying",
        "tthc.catalog.sheet",
    ]
    _description = "Sheet of procedures"

    @api.model
    def _columns(self):
        return PROCEDURE_COLUMNS

    @api.model
    def _target_versions(self, codes=None):
        """The version of each procedure that sheets are about.

        :param codes: codes of procedures, all when None
        :return: dict of (code, id of the province) → version: the draft, else what is
            proposed, else what was approved last
        """
        domain = [("state", "!=", "abolished")]
        if codes is not None:
            domain.append(("code", "in", list(codes)))
        rank = {"draft": 2, "proposed": 1, "approved": 0}
        versions = self.env["tthc.procedure.version"].search(domain)
        best = {}
        for version in versions.sorted(
            lambda v: (rank[v.state], v.valid_from or v.create_date.date(), v.id)
        ):
            best[version.code, version.province_id.id] = version
        return best

    @api.model
    def _lookup(self, rows, job):
        procedures = (
            self.env["tthc.procedure"]
            .with_context(active_test=False)
            .search_fetch(
                [("code", "in", list({row.cells.get("code") for row in rows}))],
                ["code", "province_id", "active"],
            )
        )
        targets = self._target_versions(procedures.mapped("code"))
        versions = self.env["tthc.procedure.version"].browse(
            [version.id for version in targets.values()]
        )
        return {
            "job": job,
            "agencies": self._known_agencies(),
            "provinces": self._known_provinces(),
            "targets": {
                key: version.with_prefetch(versions.ids)
                for key, version in targets.items()
            },
            "procedures": {
                (procedure.code, procedure.province_id.id): procedure
                for procedure in procedures
            },
            "sectors": self._by_name("tthc.sector"),
            "new_sectors": set(),
            "subjects": self._by_name("tthc.procedure.subject"),
            "aliases": self.env["tthc.agency.alias"]._resolve(
                {row.cells.get("competent_agency", "") for row in rows}
            ),
        }

    @api.model
    def _by_name(self, model_name):
        model = self.env[model_name].with_context(active_test=False)
        return {
            fold(record.name): record for record in model.search_fetch([], ["name"])
        }

    @api.model
    def _key(self, row):
        code = row.cells.get("code")
        return code and (code, row.values.get("province_id"))

    @api.model
    def _find(self, row, known):
        code = row.cells.get("code", "")
        row.label = code
        province = self._province(row, "province", known)
        row.values["province_id"] = province.id
        row.record = known["targets"].get((code, province.id))
        if CUT_CODE.fullmatch(code) and not row.record:
            row.warn(
                "code",
                self.env._(
                    "“%(code)s” is short: Excel may have cut zeros off its end. Format "
                    "the column as text.",
                    code=code,
                ),
            )

    @api.model
    def _compare(self, row, known):
        result = super()._compare(row, known)
        if row.record and row.record.state == "proposed" and row.changes:
            row.refuse(
                row.changes[0][0],
                self.env._(
                    "The version is proposed for approval. Send it back to draft first."
                ),
            )
        return result

    @api.model
    def _check_row(self, row, known):
        self._check_limit(row)
        self._check_agency(row)
        self._check_cases(row)
        if not row.record:
            self._read_published_limits(row)

    @api.model
    def _read_published_limits(self, row):
        """What the portal's note beside the limit says of the ways of submitting.

        Only for new procedures of a sheet that has no columns for it.
        """
        text = row.values.get("limit_text")
        if not text or {"channels", "limit_doubtful"} & set(row.cells):
            return
        seed = self.env["tthc.seed"]
        doubtful = seed._is_limit_doubtful(text)
        row.values["limit_doubtful"] = doubtful
        own = (row.values.get("limit_value"), row.values.get("limit_unit"))
        row.lines["channels"] = [
            {"channel": channel, "limit_value": value, "limit_unit": unit}
            for channel, value, unit in sorted(seed._channel_limits(text))
            if not doubtful and (value, unit) != own
        ]

    @api.model
    def _check_cases(self, row):
        """Refuse to drop a case, or to have one twice, that papers belong to."""
        if "cases" not in row.lines:
            return
        names = [line["name"] for line in row.lines["cases"]]
        if len(set(names)) < len(names):
            row.refuse("cases", self.env._("Two cases have the same name."))
        for case in row.record.case_ids if row.record else ():
            papers = row.record.component_ids.filtered(
                lambda paper, case=case: paper.case_id == case
            )
            if case.name not in names and papers:
                row.refuse(
                    "cases",
                    self.env._(
                        "The case “%(name)s” is missing, but has papers of its own.",
                        name=case.name,
                    ),
                )

    @api.model
    def _check_limit(self, row):
        changed = {key for key, _before, _after in row.changes}
        record = row.record
        value = row.values.get("limit_value", record.limit_value if record else 0)
        unit = row.values.get("limit_unit", record.limit_unit if record else False)
        try:
            self._check_whole(value, unit)
        except CellError as error:
            row.refuse("time_limit_value", self._told(error))
        bad_unit = any(problem.column == "time_limit_unit" for problem in row.problems)
        if not value or unit or bad_unit:
            return
        column = "time_limit_unit"
        if column not in row.cells:
            column = "time_limit_value"
        message = self.env._(
            "The limit %(value)s has no unit. Write working days, days, hours …",
            value=cells.show_number(value),
        )
        if not record or changed & {"time_limit_value", "time_limit_unit"}:
            row.refuse(column, message)
        else:
            row.warn(column, message)

    @api.model
    def _check_agency(self, row):
        changed = {key for key, _before, _after in row.changes}
        record = row.record
        has_agency = (
            row.values["agency_id"] or row.values.get("at_center_body")
            if "agency_id" in row.values
            else record and (record.agency_id or record.at_center_body)
        )
        if has_agency or any(
            problem.column == "lead_agency" for problem in row.problems
        ):
            return
        text = row.cells.get("competent_agency", "")
        column = "competent_agency"
        if text:
            message = self.env._(
                "The agency “%(text)s” is not known. Add it to the agencies, or say "
                "under “Agencies in published texts” which one it means.",
                text=text,
            )
        else:
            message = self.env._("No agency is stated: the draft can't be approved.")
        if text and (not record or "competent_agency" in changed):
            row.refuse(column, message)
        else:
            row.warn(column, message)

    # -- export -----------------------------------------------------------------------

    @api.model
    def _export_records(self):
        versions = self.env["tthc.procedure.version"].browse(
            [version.id for version in self._target_versions().values()]
        )
        return versions.sorted(lambda v: (v.code, v.province_id.id))
